import type { Behavior, BehaviorCell } from '../behavior.ts';
import type { Scope } from '../scope.ts';
import { guideFailure } from '../words/guide-failures.ts';
import type { GuideAsk, GuideTell } from '../worker/guide-protocol.ts';
import type { GuideState, GuideWish } from './guide-state.ts';

/** The guide of the live dream as components see it. */
export interface LiveGuide {
  readonly state$: Behavior<GuideState>;
  /** Takes a picture, or what the source shows just now, as the guide. */
  hold(picture: File | 'shown'): void;
  /** Changes how the guide is climbed toward. */
  change(wish: Partial<GuideWish>): void;
  forget(): void;
}

const USUAL: GuideWish = { match: 'dot', strength: 0.8 };

/** What the control needs of its session. */
export interface GuideSurroundings {
  send(ask: GuideAsk): void;
  /** What is to be climbed has changed. */
  changed(): void;
}

/** The page's side of the live guide. The worker holds the picture, through a lost device too. */
export class GuideControl implements LiveGuide {
  readonly state$: Behavior<GuideState>;
  readonly #state: BehaviorCell<GuideState>;
  readonly #surroundings: GuideSurroundings;
  #wish = USUAL;
  #lastId = 0;

  constructor(scope: Scope, surroundings: GuideSurroundings) {
    this.#surroundings = surroundings;
    this.#state = scope.cell<GuideState>({ kind: 'none' });
    this.state$ = this.#state.behavior;
    scope.add(() => {
      this.#set({ kind: 'none' });
    });
  }

  /** How the guide that is held is climbed toward; `null` without one. */
  get wish(): GuideWish | null {
    const { value } = this.state$;
    return value.kind === 'held' ? value.wish : null;
  }

  hold(picture: File | 'shown'): void {
    const id = ++this.#lastId;
    this.#set({ kind: 'taking' });
    this.#surroundings.send({ kind: 'hold', id, picture });
  }

  change(wish: Partial<GuideWish>): void {
    const { value } = this.state$;
    this.#wish = { ...this.#wish, ...wish };
    if (value.kind !== 'held') return;
    this.#set({ ...value, wish: this.#wish });
    this.#surroundings.changed();
  }

  forget(): void {
    this.#lastId++;
    this.#set({ kind: 'none' });
    this.#surroundings.send({ kind: 'forget' });
    this.#surroundings.changed();
  }

  /** The worker was replaced, and the picture is gone with it. */
  workerGone(): void {
    if (this.state$.value.kind !== 'none') this.#set({ kind: 'none' });
  }

  /** What the worker says. */
  handle(tell: GuideTell): void {
    if (tell.id !== this.#lastId) {
      if (tell.kind === 'held') tell.bitmap.close();
      return;
    }
    if (tell.kind === 'held') this.#set({ kind: 'held', bitmap: tell.bitmap, wish: this.#wish });
    else this.#set({ kind: 'failed', failure: guideFailure(tell.code, tell.message) });
    this.#surroundings.changed();
  }

  #set(state: GuideState): void {
    const before = this.state$.value;
    this.#state.set(state);
    if (before.kind === 'held' && !(state.kind === 'held' && state.bitmap === before.bitmap)) before.bitmap.close();
  }
}
