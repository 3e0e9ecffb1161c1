import { LitElement, type TemplateResult, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { DreamSession, EngineState, Notice, SourceState } from '../../streams/index.ts';
import '../dream-canvas/dream-canvas.ts';
import '../dream-dock/dream-dock.ts';
import type { DockAction, DockEvent } from '../dream-dock/dock-event.ts';
import type { DreamDock } from '../dream-dock/dream-dock.ts';
import '../dream-failure/dream-failure.ts';
import '../dream-iris/dream-iris.ts';
import type { DreamPanel } from '../dream-panel/dream-panel.ts';
import type { Memory } from '../dream-panel/remembered-sections.ts';
import type { StillEvent } from '../dream-still-menu/still-event.ts';
import type { DreamStudio } from '../dream-studio/dream-studio.ts';
import '../dream-welcome/dream-welcome.ts';
import '../dream-whisper/dream-whisper.ts';
import { IdleController } from '../idle-controller.ts';
import { ListenController } from '../listen-controller.ts';
import { Observed } from '../observe.ts';
import { shownBySession } from '../shared/attempt.ts';
import { base, glass } from '../shared/base.styles.ts';
import '../tokens.css';
import { type Waiting, waitingFor } from '../words/words.ts';
import { FileDrop } from './file-drop.ts';
import { isInUse } from './in-use.ts';
import { type KeyAction, actionOfKey } from './keys.ts';
import { saveAs, snapshotName } from './save.ts';
import { type StageFailure, engineFailure, sourceFailure, tells } from './stage-failure.ts';
import { styles } from './dream-app.styles.ts';

/** The page: the dream, and over it what a person can see and do. Lays out, routes keys, takes dropped files. */
@customElement('dream-app')
export class DreamApp extends LitElement {
  static override readonly styles = [base, glass, styles];

  @property({ attribute: false }) accessor session: DreamSession | undefined;

  /** Where the panel remembers its sections from visit to visit: `localStorage`. Without one it forgets them. */
  @property({ attribute: false }) accessor memory: Memory | undefined;

  /** Whether nobody has moved for a while: controls and cursor are gone. */
  @property({ type: Boolean, reflect: true }) accessor asleep = false;

  @state() private accessor panelOpen = false;
  @state() private accessor fullscreen = false;
  /** Which failure or welcome the person has put away. */
  @state() private accessor putAway: unknown = null;
  /** Whether the person came through the welcome and has seen nothing of theirs yet: then a source that fails is told where the welcome was. */
  @state() private accessor begun = false;
  /** A passing word, such as that a picture was saved. */
  @state() private accessor said = '';

  @query('dream-dock') private accessor dock: DreamDock | null = null;
  @query('dream-panel') private accessor panel: DreamPanel | null = null;
  @query('dream-studio') private accessor studio: DreamStudio | null = null;
  @query('#file') private accessor fileInput: HTMLInputElement | null = null;
  @query('#picture') private accessor pictureInput: HTMLInputElement | null = null;

  readonly #engine = new Observed<EngineState>(this, () => this.session?.engine$);
  readonly #source = new Observed<SourceState>(this, () => this.session?.source$);
  readonly #still = new Observed(this, () => this.session?.still.state$);
  readonly #firstVisit = new Observed(this, () => this.session?.firstVisit$);
  readonly #notices = new Observed(this, () => this.session?.notices$);
  readonly #presented = new Observed(this, () => this.session?.presented$);
  readonly #drop = new FileDrop(this, (file) => {
    if (this.#studioOpen) this.#offer(file);
    else this.#open(file);
  });
  readonly #idle = new IdleController(this, () => isInUse(this.renderRoot) || (this.dock?.inUse ?? false) || (this.studio?.inUse ?? false));

  #studioWasOpen = false;
  /** Its code; `null` until it is first wanted. */
  #studioCode: Promise<unknown> | null = null;

  constructor() {
    super();
    new ListenController(this, window, ['keydown'], (event) => {
      if (event instanceof KeyboardEvent) this.#key(event);
    });
    new ListenController(this, document, ['fullscreenchange'], () => {
      this.fullscreen = document.fullscreenElement !== null;
    });
  }

  override willUpdate(): void {
    if (this.#studioOpen) this.#fetchStudio();
    this.asleep = !this.#idle.awake;
    if (this.#source.value?.kind === 'live' && this.#source.value.source.kind !== 'demo') this.begun = false;
  }

  override updated(): void {
    const open = this.#studioOpen;
    if (this.#studioWasOpen && !open) void this.#leaveStudio();
    this.#studioWasOpen = open;
  }

  override render(): TemplateResult {
    const { session, asleep } = this;
    const studio = this.#studioOpen;
    const card = studio ? null : this.#card();
    const notices = this.#noticesBeside(card !== null || studio);
    const waiting = this.#presented.value === undefined ? this.#waiting() : null;
    return html`<dream-canvas .session=${session}></dream-canvas>
      ${card ?? (waiting && !studio ? waitingOnStage(waiting) : nothing)}
      ${studio ? html`<dream-studio .session=${session} ?asleep=${asleep} @choose-still=${this.#choosePicture} @ask-change=${this.#askChanged}></dream-studio>` : nothing}
      <dream-whisper
        .session=${session}
        .notices=${notices}
        ?asleep=${asleep}
        ?inert=${studio && (this.studio?.asks ?? false)}
        .beside=${this.panelOpen || studio}
        .hushed=${card !== null || (waiting !== null && !studio)}
      ></dream-whisper>
      ${this.panelOpen ? html`<dream-panel .session=${session} .memory=${this.memory} ?asleep=${asleep} @close=${this.#closePanel}></dream-panel>` : nothing}
      ${this.said ? html`<p class="said glass pill" role="status" @animationend=${this.#unsay}>${this.said}</p>` : nothing}
      <dream-dock
        ?hidden=${this.#engine.value?.kind === 'failed' || studio}
        .session=${session}
        ?asleep=${asleep}
        .panel=${this.panelOpen}
        .fullscreen=${this.fullscreen}
        @dock=${this.#dockPressed}
        @choose-file=${this.#chooseFile}
        @still=${this.#stillWanted}
      ></dream-dock>
      ${this.#drop.over ? html`<div class="drop">Let go to dream about it</div>` : nothing}
      <input id="file" type="file" accept="image/*,video/*" hidden @change=${this.#fileChosen} />
      <input id="picture" type="file" accept="image/*" hidden @change=${this.#pictureChosen} />`;
  }

  /** What stands in the middle of the stage: a failure, the welcome, or nothing. Never over the studio: what was dreamt there can be saved without an engine. */
  #card(): TemplateResult | null {
    const failed = this.#failure();
    if (failed) return html`<dream-failure .failure=${failed.failure} .ways=${failed.ways}></dream-failure>`;
    if (this.#firstVisit.value !== true || this.putAway === 'welcome') return null;
    return html`<dream-welcome .session=${this.session} .waiting=${this.#waiting()} @begin=${this.#begin}></dream-welcome>`;
  }

  /** The messages that the stage does not tell. What merely informs waits while a card, the studio or a warning stands: a phone has no room for both. */
  #noticesBeside(busy: boolean): readonly Notice[] {
    const told = this.#failure()?.failure;
    const untold = (this.#notices.value ?? []).filter((notice) => !(told && tells(notice, told)));
    const urgent = untold.filter(({ tone }) => tone !== 'info');
    return busy || urgent.length > 0 ? urgent : untold;
  }

  #failure(): StageFailure | null {
    const { session } = this;
    const engine = this.#engine.value;
    const source = this.#source.value;
    if (!session || !engine || !source || this.#studioOpen) return null;
    const failed =
      engineFailure(engine, this.#notices.value ?? []) ?? (this.begun ? sourceFailure(source, session, this.#chooseFile) : null);
    return failed && failed.failure !== this.putAway ? failed : null;
  }

  #waiting(): Waiting | null {
    const engine = this.#engine.value;
    const source = this.#source.value;
    return engine && source ? waitingFor(engine, source) : null;
  }

  #key(event: KeyboardEvent): void {
    const action = actionOfKey(event);
    if (action === null) return;
    if (this.#studioOpen) this.#inStudio((studio) => this.#actInStudio(studio, action));
    else if (action === 'escape') this.#escape();
    else if (action === 'keys') void this.#showKeys();
    else if (action === 'still') this.#openStill('shown');
    else this.#act(action);
    if (action !== 'escape') event.preventDefault();
  }

  /** In the studio the keys are the still's. */
  #actInStudio(studio: DreamStudio, action: KeyAction): void {
    if (action === 'escape') studio.escape();
    if (action === 'pause') studio.togglePause();
    if (action === 'snapshot') void studio.save();
    if (action === 'fullscreen') this.#act(action);
  }

  readonly #dockPressed = ({ action }: DockEvent): void => {
    this.#act(action);
  };

  #act(action: DockAction): void {
    const { session } = this;
    if (!session) return;
    switch (action) {
      case 'pause':
        if (session.paused$.value) session.resume();
        else session.pause();
        return;
      case 'reset':
        session.reset();
        return;
      case 'snapshot':
        void this.#snapshot(session);
        return;
      case 'panel':
        void this.#togglePanel();
        return;
      case 'fullscreen':
        void this.#toggleFullscreen();
        return;
      default:
        action satisfies never;
    }
  }

  /** The panel is fetched when it is first wanted. */
  async #togglePanel(): Promise<void> {
    try {
      await import('../dream-panel/dream-panel.ts');
      if (this.panelOpen) this.#closePanel();
      else this.panelOpen = true;
    } catch {
      this.said = 'The settings could not be loaded. Reload the page to try again.';
    }
  }

  async #showKeys(): Promise<void> {
    if (!this.panelOpen) await this.#togglePanel();
    await this.updateComplete;
    this.panel?.showKeys();
  }

  async #toggleFullscreen(): Promise<void> {
    try {
      await (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
    } catch {
      this.said = 'This browser does not let the page fill the screen.';
    }
  }

  async #snapshot(session: DreamSession): Promise<void> {
    try {
      const name = snapshotName(new Date());
      saveAs(await session.snapshot(), name);
      this.said = `Saved as ${name}`;
    } catch (error) {
      this.said = `No picture was saved. ${error instanceof Error ? error.message : ''}`;
    }
  }

  #escape(): void {
    if (this.panelOpen) this.#closePanel();
    else this.putAway = this.#failure()?.failure ?? 'welcome';
  }

  readonly #begin = (): void => {
    this.begun = true;
  };

  /** The keyboard, where it was in the panel, goes on from the button that opened it. */
  readonly #closePanel = (): void => {
    const inside = this.shadowRoot?.activeElement === this.panel;
    this.panelOpen = false;
    if (inside) this.dock?.focusPanelButton();
  };

  readonly #unsay = (): void => {
    this.said = '';
  };

  readonly #chooseFile = (): void => {
    this.fileInput?.click();
  };

  readonly #fileChosen = (): void => {
    const file = this.fileInput?.files?.[0];
    if (file) this.#open(file);
    // The same file can be chosen again.
    if (this.fileInput) this.fileInput.value = '';
  };

  get #studioOpen(): boolean {
    return this.#still.value !== undefined && this.#still.value.kind !== 'idle';
  }

  readonly #stillWanted = ({ picture }: StillEvent): void => {
    if (picture === 'file') this.#choosePicture();
    else this.#openStill('shown');
  };

  readonly #askChanged = (): void => {
    this.requestUpdate();
  };

  readonly #choosePicture = (): void => {
    this.pictureInput?.click();
  };

  readonly #pictureChosen = (): void => {
    const file = this.pictureInput?.files?.[0];
    if (file && this.#studioOpen) this.#offer(file);
    else if (file) this.#openStill(file);
    if (this.pictureInput) this.pictureInput.value = '';
  };

  /** The studio is fetched when it is first wanted; it tells itself what cannot be opened. */
  #openStill(picture: File | 'shown'): void {
    const { session } = this;
    if (!session) return;
    this.panelOpen = false;
    this.putAway = 'welcome';
    session.still.open(picture).catch(() => undefined);
  }

  /** A script may open it too. */
  #fetchStudio(): void {
    this.#studioCode ??= import('../dream-studio/dream-studio.ts').catch(() => {
      this.#studioCode = null;
      this.session?.still.close();
      this.said = 'The studio could not be loaded. Reload the page to try again.';
    });
  }

  #offer(file: File): void {
    this.#inStudio((studio) => studio.offer(file));
  }

  /** Acts in the studio: at once where it stands, else as soon as its code is there. */
  #inStudio(act: (studio: DreamStudio) => void): void {
    if (this.studio?.matches(':defined')) act(this.studio);
    else void this.#whenStudio(act);
  }

  async #whenStudio(act: (studio: DreamStudio) => void): Promise<void> {
    // The code is asked for when this renders.
    await this.updateComplete;
    await this.#studioCode;
    const { studio } = this;
    if (!studio?.matches(':defined')) return;
    await studio.updateComplete;
    act(studio);
  }

  async #leaveStudio(): Promise<void> {
    await this.dock?.updateComplete;
    this.dock?.focusStillButton();
  }

  #open(file: File): void {
    if (this.session) shownBySession(this.session.openFile(file));
  }
}

function waitingOnStage({ title, detail, progress }: Waiting): TemplateResult {
  return html`<div class="waiting" role="status">
    <dream-iris .progress=${progress}></dream-iris>
    <h1>${title}</h1>
    <p class="soft figures" aria-live="off">${detail}</p>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'dream-app': DreamApp;
  }
}
