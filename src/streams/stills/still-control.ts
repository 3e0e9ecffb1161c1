import { Subject, filter, firstValueFrom, takeUntil } from 'rxjs';
import type { Behavior, BehaviorCell } from '../behavior.ts';
import { CodedError } from '../coded-error.ts';
import type { Scope } from '../scope.ts';
import type { ReadyRecipe } from '../settings/recipes.ts';
import type { Settings } from '../settings/schema.ts';
import { stillFailure } from '../words/still-failures.ts';
import type { StillAsk, StillSource, StillTell } from '../worker/still-protocol.ts';
import { recipeChoices } from './recipe-choices.ts';
import { type StillOrder, type StillRun, type StillState, bitmapsOf, pictureOf, wouldLose } from './still-state.ts';

/** The still studio as components see it: one picture, one run at a time. */
export interface StillStudio {
  readonly state$: Behavior<StillState>;
  /** What the picture can be dreamt by, the best fitting first. */
  recipes(): readonly ReadyRecipe[];
  /**
   * Opens a picture, or what the source shows just now: of a picture its own file, else a frozen frame. A run under way is ended. The live dream is held until
   * `close`. Resolves when the picture is there.
   * @throws CodedError with the failure's code, or `ended` when the studio is closed meanwhile
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
  /** What to call what the source shows. */
  shownName(): string;
}

type Finished = Extract<StillState, { kind: 'done' }>;
type Opened = Extract<StillTell, { kind: 'opened' }>;
type Done = Extract<StillTell, { kind: 'done' }>;
type Failed = Extract<StillTell, { kind: 'failed' }>;
type Saved = Extract<StillTell, { kind: 'saved' }>;

/** The page's side of the still studio: one picture, one run at a time, and what became of it. */
export class StillControl implements StillStudio {
  readonly state$: Behavior<StillState>;
  readonly #state: BehaviorCell<StillState>;
  readonly #surroundings: StillSurroundings;
  readonly #closed$ = new Subject<void>();
  readonly #saves = new Map<number, PromiseWithResolvers<Blob>>();
  #lastId = 0;
  /** What was asked for last, a picture or a run: only its answers count. */
  #awaited = 0;

  constructor(scope: Scope, surroundings: StillSurroundings) {
    this.#surroundings = surroundings;
    this.#state = scope.cell<StillState>({ kind: 'idle' });
    this.state$ = this.#state.behavior;
    scope.listen(window, 'beforeunload', (event) => {
      if (wouldLose(this.state$.value)) event.preventDefault();
    });
    scope.add(() => {
      this.close();
      this.#closed$.complete();
    });
  }

  recipes(): readonly ReadyRecipe[] {
    return recipeChoices(this.#surroundings.settings(), pictureOf(this.state$.value));
  }

  async open(picture: File | 'shown'): Promise<void> {
    const source: StillSource = picture === 'shown' ? { kind: 'shown' } : { kind: 'file', file: picture };
    const name = picture === 'shown' ? this.#surroundings.shownName() : picture.name;
    const id = ++this.#lastId;
    this.#awaited = id;
    this.#set({ kind: 'opening', name, picture: pictureOf(this.state$.value) });
    this.#surroundings.send({ kind: 'open', id, source });
    const over$ = this.state$.pipe(
      filter(({ kind }) => kind !== 'opening' || this.#awaited !== id),
      takeUntil(this.#closed$),
    );
    const state = await firstValueFrom(over$, { defaultValue: null });
    if (state === null || state.kind === 'idle') throw new CodedError('ended', 'The studio was closed.');
    if (state.kind === 'failed') throw new CodedError(state.failure.code, `${state.failure.title}. ${state.failure.text}`);
  }

  run(order: StillOrder): void {
    const state = this.state$.value;
    const picture = pictureOf(state);
    if (picture === null) return;
    this.#awaited = ++this.#lastId;
    const preview = order.from === 'result' && state.kind === 'done' ? state.outcome.bitmap : null;
    this.#set({ kind: 'running', picture, order, plan: null, progress: null, preview });
    const { recipe, longest, from } = order;
    this.#surroundings.send({ kind: 'run', id: this.#awaited, recipe, longest, from });
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
    this.#set({ kind: 'ready', picture: state.picture });
  }

  async save(): Promise<Blob> {
    if (this.#finished() === null) throw new CodedError('nothing-dreamt', 'There is no still yet. Dream one first.');
    const run = this.#awaited;
    const id = ++this.#lastId;
    const answer = Promise.withResolvers<Blob>();
    this.#saves.set(id, answer);
    this.#surroundings.send({ kind: 'save', id });
    const png = await answer.promise;
    const state = this.#finished();
    if (state !== null && this.#awaited === run) this.#set({ ...state, outcome: { ...state.outcome, saved: true } });
    return png;
  }

  close(): void {
    if (this.state$.value.kind === 'idle') return;
    this.#end({ kind: 'idle' }, 'The studio was closed.');
    this.#surroundings.send({ kind: 'close' });
    this.#closed$.next();
  }

  /** The worker was replaced, and the pictures are gone with it. */
  workerGone(): void {
    if (this.state$.value.kind === 'idle') return;
    this.#end({ kind: 'failed', failure: stillFailure('worker-failed', '', ''), picture: null, order: null }, 'The worker was lost.');
  }

  #finished(): Finished | null {
    const { value } = this.state$;
    return value.kind === 'done' ? value : null;
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

  #opened({ id, width, height, bitmap, recipe }: Opened): void {
    const state = this.state$.value;
    if (id !== this.#awaited || state.kind !== 'opening') {
      bitmap.close();
      return;
    }
    this.#set({ kind: 'ready', picture: { name: state.name, width, height, bitmap, recipe } });
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
    const { picture, order, plan, preview } = state;
    const outcome = { width, height, bitmap: bitmap ?? preview, cancelled, objective, saved: false };
    this.#set({ kind: 'done', picture, order, plan, outcome });
  }

  #failed({ id, code, message }: Failed): void {
    const state = this.state$.value;
    if (id !== this.#awaited || state.kind === 'idle') return;
    const name = state.kind === 'opening' ? state.name : (pictureOf(state)?.name ?? '');
    const order = 'order' in state ? state.order : null;
    this.#set({ kind: 'failed', failure: stillFailure(code, message, name), picture: pictureOf(state), order });
  }

  #saved({ id, png, message }: Saved): void {
    const answer = this.#saves.get(id);
    this.#saves.delete(id);
    if (png === null) answer?.reject(new CodedError('not-saved', message));
    else answer?.resolve(png);
  }

  /** @param why whoever waits for a file hears */
  #end(state: StillState, why: string): void {
    this.#awaited = 0;
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
