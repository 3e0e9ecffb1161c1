import '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import '@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js';
import { LitElement, type TemplateResult, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Camera, DreamSession, SourceRequest, SourceState } from '../../streams/index.ts';
import { type IconName, icon } from '../icons/icons.ts';
import '../icons/web-awesome-icons.ts';
import { Observed } from '../observe.ts';
import { shownBySession } from '../shared/attempt.ts';
import { base } from '../shared/base.styles.ts';
import { buttons } from '../shared/button.styles.ts';
import { menu } from '../shared/menu.styles.ts';
import { sourceInWords } from '../words/words.ts';
import { type SourceChoice, choicesOf, requestOf } from './source-choices.ts';
import { styles } from './dream-source-menu.styles.ts';

const icons = { camera: 'video', screen: 'screen', demo: 'cloud', file: 'file' } as const satisfies Readonly<
  Record<SourceRequest['kind'], IconName>
>;

/**
 * The button that says what is dreamt about, and the menu to choose something else.
 * @event choose-file - A picture or video is wanted. Bubbles.
 */
@customElement('dream-source-menu')
export class DreamSourceMenu extends LitElement {
  static override readonly styles = [base, buttons, menu, styles];

  @property({ attribute: false }) accessor session: DreamSession | undefined;

  /** Whether the menu is open. */
  @state() accessor open = false;

  readonly #source = new Observed<SourceState>(this, () => this.session?.source$);
  readonly #cameras = new Observed<readonly Camera[]>(this, () => this.session?.cameras$);

  override render(): TemplateResult {
    const source = this.#source.value;
    const request = source && source.kind !== 'idle' ? source.source : undefined;
    return html`<wa-dropdown
      placement="top-start"
      distance="12"
      @wa-select=${this.#choose}
      @wa-show=${this.#opened}
      @wa-hide=${this.#closed}
    >
      <button slot="trigger" aria-label="Source: ${request ? sourceInWords(request) : 'none'}" aria-haspopup="menu">
        ${icon(request ? icons[request.kind] : 'cloud')}
        <span class="name">${request ? sourceInWords(request) : 'Source'}</span>
        <span class="chevron">${icon('chevron')}</span>
      </button>
      ${choicesOf(this.#cameras.value ?? [], request).map((choice) => this.#item(choice))}
    </wa-dropdown>`;
  }

  #item(choice: SourceChoice): TemplateResult {
    return html`<wa-dropdown-item type="checkbox" value=${choice.value} .checked=${live(choice.chosen)}>
      <span slot="icon">${icon(icons[choice.kind])}</span>${choice.label}
    </wa-dropdown-item>`;
  }

  readonly #opened = (): void => {
    this.open = true;
  };

  readonly #closed = (): void => {
    this.open = false;
  };

  readonly #choose = (event: CustomEvent<{ readonly item: { readonly value: string } }>): void => {
    // The item ticked itself; what is ticked is for the source to say.
    this.requestUpdate();
    const request = requestOf(event.detail.item.value);
    if (request === null) this.dispatchEvent(new Event('choose-file', { bubbles: true, composed: true }));
    else if (this.session) shownBySession(this.session.openSource(request));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'dream-source-menu': DreamSourceMenu;
  }
}
