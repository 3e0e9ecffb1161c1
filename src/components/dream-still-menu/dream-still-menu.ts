import '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import '@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js';
import '@awesome.me/webawesome/dist/components/tooltip/tooltip.js';
import { LitElement, type TemplateResult, html } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { DreamSession, SourceState } from '../../streams/index.ts';
import { type IconName, icon } from '../icons/icons.ts';
import { Observed } from '../observe.ts';
import { base } from '../shared/base.styles.ts';
import { buttons } from '../shared/button.styles.ts';
import { menu } from '../shared/menu.styles.ts';
import { shownInWords } from '../words/still-words.ts';
import { StillEvent } from './still-event.ts';

/**
 * The dock's way into the still studio: with what is shown just now, or with a picture of one's own.
 * @event still - A still is wanted (`StillEvent`). Bubbles.
 */
@customElement('dream-still-menu')
export class DreamStillMenu extends LitElement {
  static override readonly styles = [base, buttons, menu];

  @property({ attribute: false }) accessor session: DreamSession | undefined;

  /** Whether the menu is open. */
  @state() accessor open = false;

  @query('button') private accessor button: HTMLElement | null = null;

  readonly #source = new Observed<SourceState>(this, () => this.session?.source$);

  override focus(): void {
    this.button?.focus();
  }

  override render(): TemplateResult {
    const source = this.#source.value;
    return html`<wa-dropdown placement="top" distance="12" @wa-select=${this.#choose} @wa-show=${this.#opened} @wa-hide=${this.#closed}>
        <button slot="trigger" id="still" class="round" aria-label="Dream a still" aria-haspopup="menu">${icon('brush')}</button>
        ${source?.kind === 'live' ? item('shown', iconOf(source), shownInWords(source.source)) : ''}
        ${item('file', 'file', 'Choose a picture…')}
      </wa-dropdown>
      <wa-tooltip for="still" distance="12">Dream a still <span class="soft">D</span></wa-tooltip>`;
  }

  readonly #opened = (): void => {
    this.open = true;
  };

  readonly #closed = (): void => {
    this.open = false;
  };

  readonly #choose = (event: CustomEvent<{ readonly item: { readonly value: string } }>): void => {
    this.dispatchEvent(new StillEvent(event.detail.item.value === 'shown' ? 'shown' : 'file'));
  };
}

function item(value: string, name: IconName, label: string): TemplateResult {
  return html`<wa-dropdown-item value=${value}><span slot="icon">${icon(name)}</span>${label}</wa-dropdown-item>`;
}

function iconOf({ source }: SourceState & { readonly kind: 'live' }): IconName {
  return source.kind === 'file' ? 'file' : 'aperture';
}

declare global {
  interface HTMLElementTagNameMap {
    'dream-still-menu': DreamStillMenu;
  }
}
