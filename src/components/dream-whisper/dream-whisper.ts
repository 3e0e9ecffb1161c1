import { LitElement, type TemplateResult, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { DreamSession, DreamStats, Notice } from '../../streams/index.ts';
import '../dream-notice/dream-notice.ts';
import { Observed } from '../observe.ts';
import { base, glass } from '../shared/base.styles.ts';
import { type Status, statsInFigures, statusInWords, studioInWords } from '../words/words.ts';
import { styles } from './dream-whisper.styles.ts';

/** Top left: one line of status, the statistics beside it when asked for, and below them the messages. */
@customElement('dream-whisper')
export class DreamWhisper extends LitElement {
  static override readonly styles = [base, glass, styles];

  @property({ attribute: false }) accessor session: DreamSession | undefined;

  /** Whether a calm status is out of sight. */
  @property({ type: Boolean, reflect: true }) accessor asleep = false;

  /** Whether the panel stands at the other side. */
  @property({ type: Boolean, reflect: true }) accessor beside = false;

  /** The messages to show: those that are not told elsewhere. */
  @property({ attribute: false }) accessor notices: readonly Notice[] = [];

  /** Whether the line is told elsewhere, larger. */
  @property({ type: Boolean }) accessor hushed = false;

  readonly #engine = new Observed(this, () => this.session?.engine$);
  readonly #source = new Observed(this, () => this.session?.source$);
  readonly #paused = new Observed(this, () => this.session?.paused$);
  readonly #stats = new Observed(this, () => this.session?.stats$);
  readonly #still = new Observed(this, () => this.session?.still.state$);
  readonly #settings = new Observed(this, () => this.session?.settings$);

  override render(): TemplateResult {
    const stats = this.#settings.value?.stats === true ? (this.#stats.value ?? null) : null;
    const status = this.hushed ? null : this.#status();
    return html`${status || stats ? html`<div class="line">${status ? line(status, stats !== null) : nothing}${stats ? figures(stats) : nothing}</div>` : nothing}
    ${repeat(
      this.notices,
      ({ id }) => id,
      (notice) =>
        html`<dream-notice .notice=${notice} ?asleep=${this.asleep} @dismiss=${() => this.session?.dismiss(notice.id)}></dream-notice>`,
    )}`;
  }

  #status(): Status | null {
    const engine = this.#engine.value;
    const source = this.#source.value;
    // An engine that was lost or failed is told by its message.
    if (!engine || !source || engine.kind === 'lost' || engine.kind === 'failed') return null;
    const studio = this.#still.value ? studioInWords(this.#still.value) : null;
    return studio ?? statusInWords(engine, source, this.#paused.value ?? false);
  }
}

/** A calm line fades with the controls, unless it would leave a gap before the statistics. */
function line({ text, detail, tone, busy }: Status, stays: boolean): TemplateResult {
  const moving = busy || tone === 'calm';
  const fades = tone === 'calm' && !stays;
  return html`<p class="pill glass ${fades ? 'fading' : ''} ${busy ? 'busy' : ''} ${moving ? '' : 'still'}" role="status">
    <span class="dot"></span><span class="text">${text}</span>
    ${detail ? html`<span class="detail soft figures" aria-live="off">${detail}</span>` : nothing}
  </p>`;
}

function figures(stats: DreamStats): TemplateResult {
  return html`<dl class="pill glass stats figures" aria-label="Statistics">
    ${statsInFigures(stats).map(
      ({ label, value, more }) =>
        html`<div title=${more ?? nothing}>
          <dt class="soft">${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'dream-whisper': DreamWhisper;
  }
}
