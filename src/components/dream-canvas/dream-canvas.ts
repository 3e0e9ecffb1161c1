import { LitElement, type TemplateResult, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { DreamSession } from '../../streams/index.ts';
import { Observed } from '../observe.ts';
import { styles } from './dream-canvas.styles.ts';

/**
 * The stage: the dream fills it. Makes a fresh canvas whenever the session wants one, below the old one, which stays in sight until the
 * new one has shown its first picture and then fades: a restarted dream is not a black screen.
 */
@customElement('dream-canvas')
export class DreamCanvas extends LitElement {
  static override readonly styles = styles;

  @property({ attribute: false }) accessor session: DreamSession | undefined;

  @query('.stage') private accessor stage: HTMLElement | null = null;

  readonly #wanted = new Observed(this, () => this.session?.canvasRequest$);
  readonly #presented = new Observed(this, () => this.session?.presented$);
  #made = 0;
  #shown = 0;

  override render(): TemplateResult {
    return html`<div class="stage" role="img" aria-label="The dream"></div>`;
  }

  override updated(): void {
    const wanted = this.#wanted.value ?? 0;
    if (wanted > this.#made) this.#make(wanted);
    const presented = this.#presented.value ?? 0;
    if (presented > this.#shown) this.#show(presented);
  }

  #make(number: number): void {
    const canvas = document.createElement('canvas');
    canvas.dataset['number'] = String(number);
    canvas.className = 'waiting';
    this.stage?.prepend(canvas);
    this.#made = number;
    this.session?.attach(canvas);
  }

  /** The new canvas appears: slowly out of the night, or at once behind the old one, which fades over it. */
  #show(number: number): void {
    this.#shown = number;
    const others: HTMLCanvasElement[] = [];
    for (const canvas of this.stage?.querySelectorAll('canvas') ?? []) {
      const made = Number(canvas.dataset['number']);
      if (made === number) canvas.className = '';
      else if (made < number) others.push(canvas);
    }
    for (const canvas of others) this.#leave(canvas);
  }

  #leave(canvas: HTMLCanvasElement): void {
    const seen = canvas.className === '';
    if (!seen) {
      canvas.remove();
      return;
    }
    canvas.addEventListener('transitionend', () => {
      canvas.remove();
    });
    canvas.className = 'leaving';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dream-canvas': DreamCanvas;
  }
}
