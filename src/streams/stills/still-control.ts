import type { Objective } from '../../engine/index.ts';
import type { Behavior, BehaviorCell } from '../behavior.ts';
import { CodedError } from '../coded-error.ts';
import type { Scope } from '../scope.ts';
import type { ReadyRecipe } from '../settings/recipes.ts';
import type { Settings } from '../settings/schema.ts';
import { stillFailure } from '../words/still-failures.ts';
import type { StillAsk, StillSource, StillTell } from '../worker/still-protocol.ts';
import { afterLoss, restoreOf } from './after-loss.ts';
import { recipeChoices } from './recipe-choices.ts';
import {
  type StillFinished,
  type StillOrder,
  type StillRun,
  type StillState,
  bitmapsOf,
  finishedIn,
  pictureOf,
  wouldLose,
} from './still-state.ts';

/** The still studio as components see it: one picture, one run at a time. */
export interface StillStudio {
  readonly state$: Behavior<StillState>;
  /** What the picture can be dreamt by, the best fitting first. */
  recipes(): readonly ReadyRecipe[];
  /**
   * Opens a picture, or what the source shows just now: of a picture its own file, else a frozen frame. A run under way is ended once the picture is there; one that
   * cannot be opened takes nothing away. The live dream is held until `close`. Resolves when the picture is there.
   * @throws CodedError with the failure's code, or `ended` when the studio is closed or something else is begun meanwhile
   */
  open(picture: File | 'shown'): Promise<void>;
  /** Dreams the picture that is open. */
  run(order: StillOrder): void;
  pause(): void;
  resume(): void;
  /** Ends the run; what there is of it becomes the result. Of one that has not begun there is nothing. */
  cancel(): void;
  /** The result as a PNG at full size with its recipe inside. @throws CodedError `nothing-dreamt` or `not-saved` */
  save(): Promise<Blob>;
  /** Forgets picture and result; the live dream goes on. */
  close(): void;
}

/** What the control needs of its session. */
export interface StillSurroundings {
  send(ask: StillAsk): void;
  settings(): Settings;
  /** What the live dream climbs just now, its guide included. */
  objective(): Objective;
  /** What to call what the source shows. */
  shownName(): string;
}

/** A picture that is being opened. */
interface Opening {
  readonly id: number;
  readonly name: string;
  readonly answer: PromiseWithResolvers<void>;
}

type Opened = Extract<StillTell, { kind: 'opened' }>;
type Done = Extract<StillTell, { kind: 'done' }>;
type Failed = Extract<StillTell, { kind: 'failed' }>;
type Saved = Extract<StillTell, { kind: 'saved' }>;

/** The page's side of the still studio: one picture, one run at a time, and what became of it. */
export class StillControl implements StillStudio {
  readonly state$: Behavior<StillState>;
  readonly #state: BehaviorCell<StillState>;
  readonly #surroundings: StillSurroundings;
  readonly #saves = new Map<number, PromiseWithResolvers<Blob>>();
  #lastId = 0;
  /** The run that was asked for last: only its answers count. */
  #awaited = 0;
  #opening: Opening | null = null;
  /** The run whose still is there. */
  #finishedId = 0;
  /** Whether nobody is there to ask. */
  #alone = false;

  constructor(scope: Scope, surroundings: StillSurroundings) {
    this.#surroundings = surroundings;
    this.#state = scope.cell<StillState>({ kind: 'idle' });
    this.state$ = this.#state.behavior;
    scope.listen(window, 'beforeunload', (event) => {
      if (wouldLose(this.state$.value)) event.preventDefault();
    });
    scope.add(() => {
      this.close();
    });
  }

  recipes(): readonly ReadyRecipe[] {
    return recipeChoices(this.#surroundings.settings(), pictureOf(this.state$.value), this.#surroundings.objective());
  }

  async open(picture: File | 'shown'): Promise<void> {
    const source: StillSource = picture === 'shown' ? { kind: 'shown' } : { kind: 'file', file: picture };
    const name = picture === 'shown' ? this.#surroundings.shownName() : picture.name;
    const id = ++this.#lastId;
    const answer = Promise.withResolvers<void>();
    this.#dropOpening('Another picture was opened.');
    this.#opening = { id, name, answer };
    const { value } = this.state$;
    // What would be lost stays, and goes on, until the picture is known to be one.
    if (!wouldLose(value)) this.#set({ kind: 'opening', name, picture: pictureOf(value) });
    if (this.#alone) this.#openingFailed(this.#opening, 'worker-lost', '');
    else this.#surroundings.send({ kind: 'open', id, source });
    await answer.promise;
  }

  run(order: StillOrder): void {
    const state = this.state$.value;
    const picture = pictureOf(state);
    if (picture === null) return;
    this.#dropOpening('A dream was begun.');
    this.#awaited = ++this.#lastId;
    const before = finishedIn(state);
    const preview = order.from === 'result' ? (before?.outcome.bitmap ?? null) : null;
    this.#set({ kind: 'running', picture, order, plan: null, progress: null, preview, ...(before && { before }) });
    const { recipe, longest, from } = order;
    if (this.#alone) this.#runFailed('worker-lost', '');
    else this.#surroundings.send({ kind: 'run', id: this.#awaited, recipe, longest, from });
  }

  pause(): void {
    const state = this.state$.value;
    if (state.kind !== 'running') return;
    this.#set({ ...state, kind: 'paused' });
    this.#surroundings.send({ kind: 'pause', paused: true });
  }

  resume(): void {
    const state = this.state$.value;
    if (state.kind !== 'paused') return;
    this.#set({ ...state, kind: 'running' });
    this.#surroundings.send({ kind: 'pause', paused: false });
  }

  cancel(): void {
    const state = this.state$.value;
    if (state.kind !== 'running' && state.kind !== 'paused') return;
    this.#surroundings.send({ kind: 'cancel' });
    if (state.plan !== null) return;
    this.#awaited = 0;
    this.#set(state.before ?? { kind: 'ready', picture: state.picture });
  }

  async save(): Promise<Blob> {
    const { value } = this.state$;
    if (value.kind !== 'done') throw new CodedError('nothing-dreamt', 'There is no still yet. Dream one first.');
    const run = this.#finishedId;
    const png = value.outcome.png ?? (await this.#askToSave());
    if (this.#finishedId === run) this.#changeFinished((finished) => ({ ...finished, outcome: { ...finished.outcome, saved: true } }));
    return png;
  }

  async #askToSave(): Promise<Blob> {
    const id = ++this.#lastId;
    const answer = Promise.withResolvers<Blob>();
    this.#saves.set(id, answer);
    this.#surroundings.send({ kind: 'save', id });
    return await answer.promise;
  }

  close(): void {
    if (this.state$.value.kind === 'idle') return;
    this.#end({ kind: 'idle' }, 'The studio was closed.');
    this.#surroundings.send({ kind: 'close' });
  }

  /** The worker was lost, and what it held with it; another is given what the page has kept. @param replaced whether there is another */
  workerGone(replaced: boolean): void {
    const { value } = this.state$;
    this.#alone = !replaced;
    if (value.kind === 'idle') return;
    const state = afterLoss(value, replaced);
    this.#end(state, 'The worker was lost.');
    const restore = replaced ? restoreOf(state) : null;
    if (restore) this.#surroundings.send(restore);
  }

  /** What the worker says. */
  handle(tell: StillTell): void {
    switch (tell.kind) {
      case 'opened':
        this.#opened(tell);
        return;
      case 'begun':
        this.#change(tell.id, { plan: tell.plan });
        return;
      case 'progress':
        this.#change(tell.id, { progress: tell.progress });
        return;
      case 'preview':
        if (!this.#change(tell.id, { preview: tell.bitmap })) tell.bitmap.close();
        return;
      case 'done':
        this.#done(tell);
        return;
      case 'kept':
        if (tell.id === this.#finishedId) {
          this.#changeFinished((finished) => ({ ...finished, outcome: { ...finished.outcome, png: tell.png } }));
        }
        return;
      case 'failed':
        this.#failed(tell);
        return;
      case 'saved':
        this.#saved(tell);
        return;
      default:
        tell satisfies never;
    }
  }

  #opened({ id, width, height, bitmap, file, recipe, trouble }: Opened): void {
    const opening = this.#opening;
    if (opening?.id !== id) {
      bitmap.close();
      return;
    }
    this.#opening = null;
    this.#awaited = 0;
    this.#finishedId = 0;
    const picture = { name: opening.name, width, height, bitmap, file, recipe, ...(trouble !== undefined && { trouble }) };
    this.#set({ kind: 'ready', picture });
    opening.answer.resolve();
  }

  /** Whether the run is still the one that counts. */
  #change(id: number, part: Partial<StillRun>): boolean {
    const state = this.state$.value;
    if (id !== this.#awaited || (state.kind !== 'running' && state.kind !== 'paused')) return false;
    this.#set({ ...state, ...part });
    return true;
  }

  #done({ id, width, height, bitmap, cancelled, objective }: Done): void {
    const state = this.state$.value;
    if (id !== this.#awaited || (state.kind !== 'running' && state.kind !== 'paused')) {
      bitmap?.close();
      return;
    }
    const { picture, order, plan, preview, before } = state;
    if (cancelled && objective.length === 0) {
      // It was ended before its first step: nothing was dreamt.
      bitmap?.close();
      this.#set(before ?? { kind: 'ready', picture });
      return;
    }
    const outcome = { width, height, bitmap: bitmap ?? preview, cancelled, objective, saved: false };
    this.#finishedId = id;
    this.#set({ kind: 'done', picture, order, plan, outcome });
  }

  #failed({ id, code, message }: Failed): void {
    if (id === this.#opening?.id) this.#openingFailed(this.#opening, code, message);
    else if (id === this.#awaited) this.#runFailed(code, message);
  }

  #openingFailed({ name, answer }: Opening, code: string, message: string): void {
    const failure = stillFailure(code, message, name);
    const { value } = this.state$;
    this.#opening = null;
    if (value.kind === 'running' || value.kind === 'paused' || value.kind === 'done') this.#set({ ...value, failure });
    else this.#set({ kind: 'failed', failure, picture: pictureOf(value), order: null });
    answer.reject(new CodedError(code, `${failure.title}. ${failure.text}`));
  }

  #runFailed(code: string, message: string): void {
    const { value } = this.state$;
    if (value.kind !== 'running' && value.kind !== 'paused') return;
    const { picture, order, before } = value;
    const failure = stillFailure(code, message, picture.name);
    this.#set(before ? { ...before, failure } : { kind: 'failed', failure, picture, order });
  }

  #saved({ id, png, message }: Saved): void {
    const answer = this.#saves.get(id);
    this.#saves.delete(id);
    if (png === null) answer?.reject(new CodedError('not-saved', message));
    else answer?.resolve(png);
  }

  /** Changes the still that is there, also while a run follows it. */
  #changeFinished(change: (finished: StillFinished) => StillFinished): void {
    const { value } = this.state$;
    if (value.kind === 'done') this.#set(change(value));
    else if ('before' in value) this.#set({ ...value, before: change(value.before) });
  }

  /** @param why whoever waits for the picture hears */
  #dropOpening(why: string): void {
    this.#opening?.answer.reject(new CodedError('ended', why));
    this.#opening = null;
  }

  /** @param why whoever waits for a picture or a file hears */
  #end(state: StillState, why: string): void {
    this.#awaited = 0;
    this.#dropOpening(why);
    this.#set(state);
    for (const { reject } of this.#saves.values()) reject(new CodedError('not-saved', why));
    this.#saves.clear();
  }

  /** Bitmaps that the new state does not show are closed: hundreds pass during a run. */
  #set(state: StillState): void {
    const left = bitmapsOf(this.state$.value);
    this.#state.set(state);
    const shown = bitmapsOf(state);
    for (const bitmap of left) if (!shown.includes(bitmap)) bitmap.close();
  }
}
