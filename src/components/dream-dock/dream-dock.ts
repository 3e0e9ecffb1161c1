import '@awesome.me/webawesome/dist/components/tooltip/tooltip.js';
import { LitElement, type TemplateResult, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { DEFAULTS, type DreamSession } from '../../streams/index.ts';
import '../dream-source-menu/dream-source-menu.ts';
import '../dream-still-menu/dream-still-menu.ts';
import type { DreamStillMenu } from '../dream-still-menu/dream-still-menu.ts';
import type { DreamSourceMenu } from '../dream-source-menu/dream-source-menu.ts';
import { type IconName, icon } from '../icons/icons.ts';
import { Observed } from '../observe.ts';
import { base, glass } from '../shared/base.styles.ts';
import { buttons } from '../shared/button.styles.ts';
import { shownBySession } from '../shared/attempt.ts';
import { type DockAction, DockEvent } from './dock-event.ts';
import { styles } from './dream-dock.styles.ts';

interface DockButton {
  readonly action: DockAction;
  readonly icon: IconName;
  readonly label: string;
  readonly key: string;
  /** For a button that opens and closes something. */
  readonly expanded?: boolean;
}

/**
 * Bottom centre: what is dreamt about, and what can be done with the dream at once.
 * @event dock - A button was pressed (`DockEvent`). Bubbles.
 * @event still - A still is wanted (`StillEvent`). Bubbles.
 */
@customElement('dream-dock')
export class DreamDock extends LitElement {
  static override readonly styles = [base, glass, buttons, styles];

  @property({ attribute: false }) accessor session: DreamSession | undefined;

  /** Whether it is out of sight. */
  @property({ type: Boolean, reflect: true }) accessor asleep = false;

  /** Whether the panel stands open. */
  @property({ type: Boolean }) accessor panel = false;

  /** Whether the page fills the screen. */
  @property({ type: Boolean }) accessor fullscreen = false;

  @query('#panel') private accessor panelButton: HTMLElement | null = null;
  @query('dream-source-menu') private accessor menu: DreamSourceMenu | null = null;
  @query('dream-still-menu') private accessor stillMenu: DreamStillMenu | null = null;

  readonly #settings = new Observed(this, () => this.session?.settings$);
  readonly #paused = new Observed(this, () => this.session?.paused$);

  /** Whether one of its menus is open. */
  get inUse(): boolean {
    return (this.menu?.open ?? false) || (this.stillMenu?.open ?? false);
  }

  /** Brings the keyboard back to the button that opens the studio. */
  focusStillButton(): void {
    this.stillMenu?.focus();
  }

  /** Brings the keyboard back to the button that opens the panel. */
  focusPanelButton(): void {
    this.panelButton?.focus();
  }

  override render(): TemplateResult {
    const paused = this.#paused.value ?? false;
    return html`<nav class="glass pill fading" aria-label="Dream">
      <dream-source-menu .session=${this.session}></dream-source-menu>
      ${this.#mirror()}
      <span class="rule"></span>
      ${this.#button({ action: 'pause', icon: paused ? 'play' : 'pause', label: paused ? 'Go on' : 'Pause', key: 'space' })}
      ${this.#button({ action: 'reset', icon: 'reset', label: 'Begin again', key: 'R' })}
      ${this.#button({ action: 'snapshot', icon: 'camera', label: 'Save a picture', key: 'S' })}
      <dream-still-menu .session=${this.session}></dream-still-menu>
      <span class="rule"></span>
      ${this.#button({ action: 'panel', icon: 'sliders', label: 'Settings', key: 'P', expanded: this.panel })}
      ${this.#button({
        action: 'fullscreen',
        icon: this.fullscreen ? 'minimize' : 'maximize',
        label: this.fullscreen ? 'Leave full screen' : 'Full screen',
        key: 'F',
      })}
    </nav>`;
  }

  /** Only a camera is mirrored. */
  #mirror(): TemplateResult | typeof nothing {
    const { source, mirror } = this.#settings.value ?? DEFAULTS;
    if (source !== 'camera') return nothing;
    return html`<button id="mirror" class="round" aria-label="Mirror" aria-pressed=${mirror} @click=${this.#toggleMirror}>
        ${icon('mirror')}
      </button>
      <wa-tooltip for="mirror" distance="12">Mirror</wa-tooltip>`;
  }

  #button({ action, icon: name, label, key, expanded }: DockButton): TemplateResult {
    return html`<button
        id=${action}
        class="round"
        aria-label=${label}
        aria-expanded=${ifDefined(expanded)}
        @click=${() => this.dispatchEvent(new DockEvent(action))}
      >
        ${icon(name)}
      </button>
      <wa-tooltip for=${action} distance="12">${label} <span class="soft">${key}</span></wa-tooltip>`;
  }

  readonly #toggleMirror = (): void => {
    const { session } = this;
    if (session) shownBySession(session.set({ mirror: !session.settings$.value.mirror }));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'dream-dock': DreamDock;
  }
}
