import { LitElement, type TemplateResult, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styles } from './dream-iris.styles.ts';

/**
 * The breathing iris: the sign that something is being waited for. Says nothing to a screen reader; the words stand beside it.
 * @cssproperty --iris-size - How wide it is.
 */
@customElement('dream-iris')
export class DreamIris extends LitElement {
  static override readonly styles = styles;

  /** How much is done, 0 to 1; `null` draws no ring. */
  @property({ attribute: false }) accessor progress: number | null = null;

  override render(): TemplateResult {
    return html`<div class="glow"></div>
      <div class="eye"></div>
      ${this.progress === null ? nothing : this.#ring(this.progress)}`;
  }

  #ring(progress: number): TemplateResult {
    return html`<svg class="ring" viewBox="0 0 100 100" aria-hidden="true">
      ${svg`<defs><linearGradient id="iris" x1="0" y1="0" x2="1" y2="1">
        <stop offset="0" style="stop-color: var(--iris-1)" /><stop offset=".5" style="stop-color: var(--iris-2)" /><stop offset="1" style="stop-color: var(--iris-3)" />
      </linearGradient></defs>
      <circle class="all" cx="50" cy="50" r="49" />
      <circle class="done" cx="50" cy="50" r="49" pathLength="100" stroke-dasharray="100" stroke-dashoffset=${String(100 * (1 - progress))} />`}
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dream-iris': DreamIris;
  }
}
