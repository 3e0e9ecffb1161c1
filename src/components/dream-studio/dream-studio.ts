import { LitElement, type TemplateResult, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { type DreamSession, type StillOrder, type StillState, pictureOf, wouldLose } from '../../streams/index.ts';
import { focused, isHeld } from '../dream-app/in-use.ts';
import { saveAs } from '../dream-app/save.ts';
import '../dream-compare/dream-compare.ts';
import '../dream-iris/dream-iris.ts';
import { icon } from '../icons/icons.ts';
import { Observed } from '../observe.ts';
import { base, glass } from '../shared/base.styles.ts';
import { buttons } from '../shared/button.styles.ts';
import { outcomeInWords, sizeInWords, stillName } from '../words/still-words.ts';
import { type Asking, askView } from './ask-view.ts';
import { type Choice, choices } from './recipe-list.ts';
import { leftOutView, objectiveView, runView } from './run-view.ts';
import { spoken } from './spoken.ts';
import { styles } from './dream-studio.styles.ts';

/**
 * The still studio: one picture, dreamt at length. The picture on the stage, and beside it (below, on a phone) what can be chosen, how far it is, and what became of it.
 * @event choose-still - Another picture is wanted. Bubbles.
 * @event ask-change - It began to ask something, or is done asking (`asks`).
 */
@customElement('dream-studio')
export class DreamStudio extends LitElement {
  static override readonly styles = [base, glass, buttons, styles];

  @property({ attribute: false }) accessor session: DreamSession | undefined;

  /** Whether nobody has moved for a while: then the picture grows alone. */
  @property({ type: Boolean, reflect: true }) accessor asleep = false;

  @state() private accessor choice: Choice = { recipe: '', longest: null };
  @state() private accessor asking: Asking | null = null;
  /** Whether another recipe is being chosen while a result is there. */
  @state() private accessor choosing = false;
  /** Whether something was chosen since the state became what it is: then what failed is not what is wanted now. */
  @state() private accessor chosen = false;
  @state() private accessor saving = false;
  /** What was saved, or why it was not. */
  @state() private accessor note = '';

  @query('section') private accessor dialog: HTMLElement | null = null;

  readonly #still = new Observed<StillState>(this, () => this.session?.still.state$);
  #shown: StillState['kind'] = 'idle';
  /** Whether the keyboard was in here before this update. */
  #focused = false;
  /** Where the keyboard was before something was asked. */
  #before: Element | null = null;

  /** Whether a pointer is on its panel. */
  get inUse(): boolean {
    return isHeld(this.renderRoot.querySelectorAll('aside'));
  }

  /** Whether it waits for an answer: nothing else on the page can be used meanwhile. */
  get asks(): boolean {
    return this.asking !== null;
  }

  /** Takes a picture that was dropped or chosen; asks first when that would lose a dream. */
  offer(file: File): void {
    if (this.#wouldLose()) this.asking = { kind: 'replace', file };
    else this.#open(file);
  }

  /** What Escape does: takes back what was begun last, and closes at the end. */
  escape(): void {
    if (this.asking) this.asking = null;
    else if (this.choosing) this.choosing = false;
    else this.#leave();
  }

  /** Pauses a run, or goes on with it. */
  togglePause(): void {
    const kind = this.#still.value?.kind;
    if (kind === 'running') this.session?.still.pause();
    if (kind === 'paused') this.session?.still.resume();
  }

  /** Gives the result to the browser's downloads. */
  async save(): Promise<void> {
    const { session } = this;
    const state = this.#still.value;
    if (!session || state?.kind !== 'done' || this.saving) return;
    this.saving = true;
    try {
      const name = stillName(state.picture.name, new Date());
      saveAs(await session.still.save(), name);
      this.note = `Saved as ${name}`;
    } catch (error) {
      this.note = `Nothing was saved. ${error instanceof Error ? error.message : ''}`;
    }
    this.saving = false;
  }

  override firstUpdated(): void {
    this.dialog?.focus();
  }

  override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    this.#focused = this.shadowRoot?.activeElement !== null;
    this.#followState();
    if (this.asks && !this.#asked(changed)) this.#before = focused();
  }

  /** Another state puts away what was begun in the one before. */
  #followState(): void {
    // The session's own: before the first render nothing is observed yet, and the first press would be taken back.
    const kind = this.session?.still.state$.value.kind ?? 'idle';
    if (kind === this.#shown) return;
    this.#shown = kind;
    this.choosing = false;
    this.chosen = false;
    // Another run is only asked for over a result: what came meanwhile is not what it would have replaced.
    if (!this.#wouldLose() || this.asking?.kind === 'run') this.asking = null;
    if (kind !== 'done') this.note = '';
  }

  override updated(changed: ReadonlyMap<PropertyKey, unknown>): void {
    const asked = this.#asked(changed);
    if (asked !== this.asks) this.dispatchEvent(new Event('ask-change'));
    if (!this.asks) this.#giveBack(asked);
    else if (!asked) this.shadowRoot?.querySelector<HTMLElement>('.ask .primary')?.focus();
  }

  /** Whether it waited for an answer before this update. */
  #asked(changed: ReadonlyMap<PropertyKey, unknown>): boolean {
    return changed.has('asking') ? Boolean(changed.get('asking')) : this.asks;
  }

  /** The keyboard goes back to where it was before the question; where its button went away, on with those that came. */
  #giveBack(asked: boolean): void {
    if (asked && this.#before instanceof HTMLElement) this.#before.focus();
    if ((asked || this.#focused) && this.shadowRoot?.activeElement === null)
      this.shadowRoot.querySelector<HTMLElement>('footer button')?.focus();
  }

  override render(): TemplateResult | typeof nothing {
    const state = this.#still.value;
    if (!state || state.kind === 'idle') return nothing;
    return html`<section role="dialog" aria-label="Still" tabindex="-1">
      <div class="stage" ?inert=${this.asks}>${this.#stage(state)}</div>
      <aside class="glass ${state.kind === 'running' && !this.asks ? 'fading' : ''}">
        <header ?inert=${this.asks}>
          <h2>Still</h2>
          <button class="round close" aria-label="Close the studio" @click=${this.#leave}>${icon('close')}</button>
        </header>
        <div class="body" ?hidden=${this.asks}>
          <div class="scroll">${beside(state)} ${this.#content(state)}</div>
          ${this.#actions(state)}
        </div>
        ${this.asking ? this.#ask(this.asking) : nothing}
      </aside>
      <p class="spoken" role="status">${spoken(state)}</p>
    </section>`;
  }

  #stage(state: StillState): TemplateResult {
    const picture = pictureOf(state);
    if (state.kind === 'opening' || picture === null) {
      return state.kind === 'opening'
        ? html`<div class="empty">
            <dream-iris></dream-iris>
            <p>Opening ${state.name}</p>
          </div>`
        : html`<button class="empty outlined" @click=${this.#choose}>
            ${icon('file')}<span>Drop a picture here, or choose one</span>
          </button>`;
    }
    const dream = state.kind === 'done' ? state.outcome.bitmap : 'preview' in state ? state.preview : null;
    return html`<dream-compare
      .original=${picture.bitmap}
      .dream=${dream}
      .ratio=${picture.width / picture.height}
      .comparing=${dream !== null && (state.kind === 'done' || state.kind === 'paused')}
    ></dream-compare>`;
  }

  #content(state: StillState): TemplateResult | typeof nothing {
    switch (state.kind) {
      case 'idle':
      case 'opening':
        return nothing;
      case 'ready':
        return html`${this.#about(state)} ${this.#choices(state)}`;
      case 'running':
      case 'paused':
        return runView(state, state.kind === 'paused');
      case 'done':
        return this.choosing ? this.#choices(state) : this.#outcome(state);
      case 'failed':
        return html`<div class="failure" role="alert">
            <span class="mark">${icon('alert')}</span>
            <h3>${state.failure.title}</h3>
            <p class="soft">${state.failure.text}</p>
          </div>
          ${state.picture && !isAlone(state) ? this.#choices(state) : nothing}`;
      default:
        return state satisfies never;
    }
  }

  #about({ picture: { name, width, height, trouble } }: StillState & { readonly kind: 'ready' }): TemplateResult {
    return html`<p class="about"><span>${name}</span><span class="soft figures">${sizeInWords(width, height)}</span></p>
      ${trouble === undefined ? nothing : html`<p class="note" role="status">The recipe inside it cannot be read. ${trouble}</p>`}`;
  }

  #choices(state: StillState): TemplateResult | typeof nothing {
    const picture = pictureOf(state);
    if (!picture || !this.session) return nothing;
    return choices(this.session.still.recipes(), picture, this.#chosen(), (part) => {
      this.choice = { ...this.choice, ...part };
      this.chosen = true;
    });
  }

  #outcome(state: StillState & { readonly kind: 'done' }): TemplateResult {
    const { outcome, order } = state;
    return html`<div class="outcome">
      <h3>${outcome.cancelled ? 'As far as it got' : 'Dreamt'}</h3>
      <p class="soft figures">${outcomeInWords(outcome, order)}</p>
      ${objectiveView(outcome.objective, outcome.objective.length)} ${leftOutView(state)}
      <p class="soft small">Drag across the picture to see what it was.</p>
      <p class="note" role="status">${this.note}</p>
    </div>`;
  }

  #actions(state: StillState): TemplateResult | typeof nothing {
    switch (state.kind) {
      case 'idle':
      case 'opening':
        return nothing;
      case 'ready':
        return html`<footer>${primary('Dream', this.#dream)} ${outlined('Another picture…', this.#choose)}</footer>`;
      case 'running':
      case 'paused':
        return html`<footer>
          ${state.kind === 'paused' ? outlined('Go on', () => this.togglePause(), 'play') : outlined('Pause', () => this.togglePause(), 'pause')}
          ${outlined('Stop here', () => this.session?.still.cancel(), 'stop')}
        </footer>`;
      case 'done':
        return this.choosing ? this.#choosingActions() : this.#doneActions(state);
      case 'failed':
        return this.#failedActions(state);
      default:
        return state satisfies never;
    }
  }

  /** The same again, until something else is chosen. */
  #failedActions(state: StillState & { readonly kind: 'failed' }): TemplateResult | typeof nothing {
    const { picture, order } = state;
    if (isAlone(state)) return nothing;
    if (!picture) return html`<footer>${primary('Choose a picture…', this.#choose)}</footer>`;
    const first = order && !this.chosen ? primary('Try again', () => this.#run(order)) : primary('Dream', this.#dream);
    return html`<footer>${first} ${outlined('Another picture…', this.#choose)}</footer>`;
  }

  #choosingActions(): TemplateResult {
    return html`<footer>
      ${primary('Dream', this.#dream)}
      ${outlined('Back', () => {
        this.choosing = false;
      })}
    </footer>`;
  }

  #doneActions(state: StillState & { readonly kind: 'done' }): TemplateResult {
    return html`<footer>
      <button class="primary" aria-busy=${this.saving} ?disabled=${this.saving} @click=${this.#save}>
        ${icon('download')}${this.saving ? 'Saving…' : 'Save PNG'}
      </button>
      ${isAlone(state) ? nothing : html`${outlined('Dream on', this.#dreamOn, 'brush')} ${outlined('Another recipe', this.#chooseAgain)}`}
    </footer>`;
  }

  #ask(asking: Asking): TemplateResult {
    const running = this.#still.value?.kind !== 'done';
    return askView(running, asking, {
      keep: () => {
        this.asking = null;
      },
      lose: () => {
        this.asking = null;
        this.#lose(asking);
      },
    });
  }

  /** Does what was asked about. */
  #lose(asking: Asking): void {
    switch (asking.kind) {
      case 'close':
        this.session?.still.close();
        return;
      case 'replace':
        this.#open(asking.file);
        return;
      case 'run':
        this.session?.still.run(asking.order);
        return;
      default:
        asking satisfies never;
    }
  }

  /** What is chosen: of recipes that are gone, the first. */
  #chosen(): Choice {
    const recipes = this.session?.still.recipes() ?? [];
    const recipe = recipes.find(({ id }) => id === this.choice.recipe) ?? recipes[0];
    return { ...this.choice, recipe: recipe?.id ?? '' };
  }

  readonly #dream = (): void => {
    const still = this.session?.still;
    const { recipe: id, longest } = this.#chosen();
    const found = still?.recipes().find((recipe) => recipe.id === id);
    if (found) this.#run({ recipe: found.recipe, name: found.name, longest, from: 'picture' });
  };

  readonly #dreamOn = (): void => {
    const state = this.#still.value;
    if (state?.kind === 'done') this.#run({ ...state.order, from: 'result' });
  };

  /** Dreams; asks first when a result that is not saved would be lost to it. */
  #run(order: StillOrder): void {
    if (this.#wouldLose()) this.asking = { kind: 'run', order };
    else this.session?.still.run(order);
  }

  readonly #save = (): void => {
    void this.save();
  };

  readonly #leave = (): void => {
    if (this.#wouldLose()) this.asking = { kind: 'close' };
    else this.session?.still.close();
  };

  readonly #chooseAgain = (): void => {
    this.choosing = true;
  };

  readonly #choose = (): void => {
    this.dispatchEvent(new Event('choose-still', { bubbles: true, composed: true }));
  };

  #wouldLose(): boolean {
    const state = this.#still.value;
    return state !== undefined && wouldLose(state);
  }

  /** A picture that cannot be opened is told by the studio itself. */
  #open(file: File): void {
    this.choice = { ...this.choice, longest: null };
    this.session?.still.open(file).catch(() => undefined);
  }
}

/** What went wrong beside a dream that is still there. */
function beside(state: StillState): TemplateResult | typeof nothing {
  if (state.kind !== 'running' && state.kind !== 'paused' && state.kind !== 'done') return nothing;
  return state.failure ? html`<p class="note" role="alert">${state.failure.title}. ${state.failure.text}</p>` : nothing;
}

/** Whether nobody is there to dream: then nothing is offered but to keep what there is. */
function isAlone(state: StillState & { readonly kind: 'failed' | 'done' }): boolean {
  return state.failure?.code === 'worker-lost';
}

function primary(label: string, act: () => void): TemplateResult {
  return html`<button class="primary" @click=${act}>${label}</button>`;
}

function outlined(label: string, act: () => void, name?: 'pause' | 'play' | 'stop' | 'brush'): TemplateResult {
  return html`<button class="outlined" @click=${act}>${name ? icon(name) : nothing}${label}</button>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'dream-studio': DreamStudio;
  }
}
