import { LitElement, type TemplateResult, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { icon } from '../icons/icons.ts';
import { base } from '../shared/base.styles.ts';
import { styles } from './dream-compare.styles.ts';

/** How far a key moves the divider, as a share of the width. */
const STEP = 0.02;
const STRIDE = 0.1;

/** Where each key takes the divider. */
const KEYS: Readonly<Record<string, (share: number) => number>> = {
  ArrowLeft: (share) => share - STEP,
  ArrowDown: (share) => share - STEP,
  ArrowRight: (share) => share + STEP,
  ArrowUp: (share) => share + STEP,
  PageDown: (share) => share - STRIDE,
  PageUp: (share) => share + STRIDE,
  Home: () => 0,
  End: () => 1,
};

/** Two pictures in one place: the original, and over it the dream, from a divider that pointer, finger and keys move. */
@customElement('dream-compare')
export class DreamCompare extends LitElement {
  static override readonly styles = [base, styles];

  /** The original. */
  @property({ attribute: false }) accessor original: ImageBitmap | null = null;

  /** The dream; `null` while there is none, and the original is seen. */
  @property({ attribute: false }) accessor dream: ImageBitmap | null = null;

  /** Whether the divider is offered; without it the dream is seen whole. */
  @property({ type: Boolean }) accessor comparing = false;

  /** Width over height of both. */
  @property({ type: Number }) accessor ratio = 1;

  /** How much of the width shows the original, 0 to 1. */
  @state() private accessor share = 0;

  @query('canvas.original') private accessor originalCanvas: HTMLCanvasElement | null = null;
  @query('canvas.dream') private accessor dreamCanvas: HTMLCanvasElement | null = null;
  @query('[role=slider]') private accessor handle: HTMLElement | null = null;

  override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('comparing') && !this.comparing) this.share = 0;
  }

  override render(): TemplateResult {
    const at = `${(100 * this.share).toFixed(2)}%`;
    return html`<div
      class="frame ${this.comparing ? 'comparing' : ''}"
      style="--ratio: ${String(this.ratio)}; --at: ${at}"
      @pointerdown=${this.#grasp}
      @pointermove=${this.#drag}
    >
      <canvas class="original" role="img" aria-label="The original"></canvas>
      <canvas class="dream" role="img" aria-label="The dream" ?hidden=${this.dream === null}></canvas>
      ${this.comparing ? this.#divider() : nothing}
    </div>`;
  }

  #divider(): TemplateResult {
    const percent = Math.round(100 * this.share);
    return html`<span class="tag first" aria-hidden="true" ?hidden=${this.share < 0.12}>Original</span>
      <span class="tag last" aria-hidden="true" ?hidden=${this.share > 0.88}>Dream</span>
      <div
        class="divider"
        role="slider"
        tabindex="0"
        aria-label="Compare with the original"
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${percent}
        aria-valuetext="${percent} % original"
        @keydown=${this.#key}
      >
        <span class="grip">${icon('compare')}</span>
      </div>`;
  }

  override updated(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('original')) draw(this.originalCanvas, this.original);
    if (changed.has('dream')) draw(this.dreamCanvas, this.dream);
  }

  readonly #grasp = (event: PointerEvent): void => {
    if (!this.comparing || event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    this.#follow(event, event.currentTarget);
    // The keys go on from where the pointer leaves it; the browser's own focus would go to the page.
    event.preventDefault();
    this.handle?.focus({ preventScroll: true });
  };

  readonly #drag = (event: PointerEvent): void => {
    if (!(event.currentTarget instanceof HTMLElement) || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    this.#follow(event, event.currentTarget);
  };

  #follow({ clientX }: PointerEvent, frame: HTMLElement): void {
    const { left, width } = frame.getBoundingClientRect();
    this.#move((clientX - left) / width);
  }

  readonly #key = (event: KeyboardEvent): void => {
    const next = KEYS[event.key];
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#move(next(this.share));
  };

  #move(share: number): void {
    this.share = Math.min(1, Math.max(0, share));
  }
}

/** Draws at the bitmap's own size; the page fits it. A bitmap that was closed meanwhile leaves what was there. */
function draw(canvas: HTMLCanvasElement | null, bitmap: ImageBitmap | null): void {
  if (canvas === null || bitmap === null || bitmap.width === 0) return;
  if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
    Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
  }
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
}

declare global {
  interface HTMLElementTagNameMap {
    'dream-compare': DreamCompare;
  }
}
