import { LitElement, type TemplateResult, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Notice } from '../../streams/index.ts';
import '../dream-command/dream-command.ts';
import { icon } from '../icons/icons.ts';
import { base, glass } from '../shared/base.styles.ts';
import { buttons } from '../shared/button.styles.ts';
import { styles } from './dream-notice.styles.ts';

/**
 * One message: what happened, what to do, and the means to do it. Text that changes, such as a countdown, is not read out each second.
 * @event dismiss - The person has read it.
 */
@customElement('dream-notice')
export class DreamNotice extends LitElement {
  static override readonly styles = [base, glass, buttons, styles];

  @property({ attribute: false }) accessor notice: Notice | undefined;

  /** Whether the controls are out of sight: what merely informs goes with them. */
  @property({ type: Boolean, reflect: true }) accessor asleep = false;

  override render(): TemplateResult | typeof nothing {
    const { notice } = this;
    if (!notice) return nothing;
    return html`<article
      class="glass ${notice.tone} ${notice.tone === 'info' ? 'fading' : ''}"
      role=${notice.tone === 'error' ? 'alert' : 'status'}
    >
      <span class="mark">${icon(notice.tone === 'info' ? 'info' : 'alert')}</span>
      <h2>${notice.title}</h2>
      <button class="round" aria-label="Close this message" @click=${this.#dismiss}>${icon('close')}</button>
      <div class="rest">
        <p aria-live="off">${notice.text}</p>
        ${notice.copy === undefined ? nothing : html`<dream-command .command=${notice.copy}></dream-command>`}
        ${notice.actions.length === 0 ? nothing : this.#actions(notice)}
      </div>
    </article>`;
  }

  #actions(notice: Notice): TemplateResult {
    return html`<div class="actions">
      ${notice.actions.map(
        (action) =>
          html`<button
            class="outlined"
            @click=${() => {
              action.run();
            }}
          >
            ${action.label}
          </button>`,
      )}
    </div>`;
  }

  readonly #dismiss = (): void => {
    this.dispatchEvent(new Event('dismiss'));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'dream-notice': DreamNotice;
  }
}
