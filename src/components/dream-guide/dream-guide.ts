import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import '@awesome.me/webawesome/dist/components/slider/slider.js';
import { LitElement, type TemplateResult, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { DreamSession, GuideState } from '../../streams/index.ts';
import { icon } from '../icons/icons.ts';
import { Observed } from '../observe.ts';
import { base } from '../shared/base.styles.ts';
import { buttons } from '../shared/button.styles.ts';
import { controls } from '../shared/control.styles.ts';
import { styles } from './dream-guide.styles.ts';

/** The live dream's guide: hold something up, or choose a picture, and the dream grows toward it. */
@customElement('dream-guide')
export class DreamGuide extends LitElement {
  static override readonly styles = [base, buttons, controls, styles];

  @property({ attribute: false }) accessor session: DreamSession | undefined;

  @query('canvas') private accessor canvas: HTMLCanvasElement | null = null;
  @query('input') private accessor input: HTMLInputElement | null = null;

  readonly #guide = new Observed<GuideState>(this, () => this.session?.guide.state$);
  readonly #settings = new Observed(this, () => this.session?.settings$);
  #drawn: ImageBitmap | null = null;

  override render(): TemplateResult {
    const state = this.#guide.value;
    const held = state?.kind === 'held' ? state : null;
    return html`${held ? this.#held(held) : html`<p class="hint">Hold something up, and the dream grows toward what it is made of: a leaf, a face, a pattern.</p>`}
      ${state?.kind === 'failed' ? html`<p class="failure" role="alert">${state.failure.title}. ${state.failure.text}</p>` : nothing}
      <div class="ways">
        <button class="outlined" ?disabled=${state?.kind === 'taking'} @click=${this.#take}>
          ${held ? nothing : icon('hand')}${state?.kind === 'taking' ? 'Taking it…' : this.#takeInWords(held !== null)}
        </button>
        <button class="outlined" @click=${() => this.input?.click()}>${held ? nothing : icon('file')}Picture…</button>
        ${held ? html`<button class="outlined" @click=${() => this.session?.guide.forget()}>Forget</button>` : nothing}
      </div>
      <input type="file" accept="image/*" hidden @change=${this.#chosen} />`;
  }

  override updated(): void {
    const state = this.#guide.value;
    const bitmap = state?.kind === 'held' ? state.bitmap : null;
    if (bitmap === this.#drawn) return;
    this.#drawn = bitmap;
    if (!bitmap || !this.canvas || bitmap.width === 0) return;
    Object.assign(this.canvas, { width: bitmap.width, height: bitmap.height });
    this.canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  }

  #held({ wish }: GuideState & { readonly kind: 'held' }): TemplateResult {
    const choose = ({ currentTarget }: Event): void => {
      // Only the select below calls this, with one of its two options.
      const { value } = currentTarget as HTMLElement & { readonly value: 'dot' | 'cosine' };
      this.session?.guide.change({ match: value });
    };
    const slide = ({ currentTarget }: Event): void => {
      // Only the slider below calls this.
      this.session?.guide.change({ strength: (currentTarget as HTMLElement & { readonly value: number }).value });
    };
    return html`<canvas role="img" aria-label="The guide"></canvas>
      <div class="control">
        <wa-select label="Match" .value=${live(wish.match)} @change=${choose}>
          <wa-option value="dot">Nearest feature</wa-option>
          <wa-option value="cosine">Caricature</wa-option>
        </wa-select>
        <p class="hint">
          ${wish.match === 'dot' ? 'Everything turns into the part of the guide that it is most like.' : 'Each place takes on what the guide has there, exaggerated.'}
        </p>
      </div>
      <div class="control">
        <div class="head" aria-hidden="true">
          <span>Strength</span><output class="figures">${Math.round(100 * wish.strength)} %</output>
        </div>
        <wa-slider
          label="Strength of the guide"
          .min=${0}
          .max=${1}
          .step=${0.05}
          .value=${live(wish.strength)}
          .valueFormatter=${(value: number) => `${String(Math.round(100 * value))} %`}
          @input=${slide}
        ></wa-slider>
      </div>`;
  }

  #takeInWords(again: boolean): string {
    if (again) return 'Another';
    return this.#settings.value?.source === 'camera' ? 'Hold something up' : 'Take what is shown';
  }

  readonly #take = (): void => {
    this.session?.guide.hold('shown');
  };

  readonly #chosen = (): void => {
    const file = this.input?.files?.[0];
    if (file) this.session?.guide.hold(file);
    if (this.input) this.input.value = '';
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'dream-guide': DreamGuide;
  }
}
