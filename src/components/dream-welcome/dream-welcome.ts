import { LitElement, type TemplateResult, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DreamSession } from '../../streams/index.ts';
import '../dream-iris/dream-iris.ts';
import { icon } from '../icons/icons.ts';
import { shownBySession } from '../shared/attempt.ts';
import { base, glass } from '../shared/base.styles.ts';
import { buttons } from '../shared/button.styles.ts';
import { card } from '../shared/card.styles.ts';
import type { Waiting } from '../words/words.ts';
import { styles } from './dream-welcome.styles.ts';

/**
 * The first visit: one sentence, one button. Clouds dream behind it meanwhile; until they do, it says what they wait for.
 * @event begin - The button was pressed, and the camera is asked for.
 */
@customElement('dream-welcome')
export class DreamWelcome extends LitElement {
  static override readonly styles = [base, glass, buttons, card, styles];

  @property({ attribute: false }) accessor session: DreamSession | undefined;

  /** What is still being waited for. */
  @property({ attribute: false }) accessor waiting: Waiting | null = null;

  override render(): TemplateResult {
    const { waiting } = this;
    return html`<section class="glass" aria-labelledby="sentence">
      <dream-iris .progress=${waiting?.progress ?? null}></dream-iris>
      <h1 id="sentence">Watch faces grow out of everything your camera sees; no picture leaves this device.</h1>
      <button class="primary" @click=${this.#dream}>${icon('video')} Dream with my camera</button>
      ${
        waiting
          ? html`<p class="waiting soft figures" role="status">
              ${waiting.title}<span aria-live="off">${waiting.detail ? ` · ${waiting.detail}` : nothing}</span>
            </p>`
          : nothing
      }
    </section>`;
  }

  readonly #dream = (): void => {
    this.dispatchEvent(new Event('begin'));
    if (this.session) shownBySession(this.session.openSource({ kind: 'camera' }));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'dream-welcome': DreamWelcome;
  }
}
