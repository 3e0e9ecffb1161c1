import { type Observable, Subscription, tap } from 'rxjs';
import type { DreamEngine, DreamParams } from '../../engine/index.ts';
import { behaviorOf } from '../behavior.ts';
import { FrameCounter, type FrameCounts, latestWhenIdle } from './latest-when-idle.ts';

/** What the loop needs of the engine. */
export type LoopEngine = Pick<DreamEngine, 'show' | 'climb' | 'submit' | 'present' | 'unfinished' | 'climbing'>;

/** What the loop needs of a frame. */
export type LoopFrame = VideoFrame;

/** What the loop tells its owner. */
export interface LoopEvents {
  /** The engine shows a frame from now on. It stays the loop's. */
  shows(frame: LoopFrame): void;
  /** A picture has been shown: the GPU has done it. @param latency milliseconds since its frame came; `null` where it is the last one once more */
  shown(latency: number | null): void;
  /** The GPU has done a submit, of whatever. */
  done(): void;
  /** The engine threw. The frame is closed and the loop goes on with the next. Told once, until a frame succeeds. */
  failed(error: unknown): void;
}

/** More submits than this unfinished, and the engine is busy: what is shown would fall behind what happens. */
const DEPTH = 1;

/**
 * Runs the engine: one show a frame, with a slice of the climb in the same submit; and between frames, while a turn is under way,
 * further slices, so that no frame waits for the dream. Where showing alone fills the GPU's time, half of it goes to the climb: else
 * there would be pictures and no dream. Engines come and go (a lost device), frames go on.
 */
export class DreamLoop {
  readonly #events: LoopEvents;
  readonly #counter = new FrameCounter();
  readonly #busy = behaviorOf(true);
  readonly #subscription = new Subscription();
  readonly #now: () => number;
  /** When the GPU was last known to have done a submit. */
  #lastDone = -Infinity;
  /** What the last show took, in milliseconds of GPU time. */
  #showMs = 0;
  /** GPU time that the climb may still have before the next show. */
  #owedMs = 0;
  #params: DreamParams;
  #engine: LoopEngine | null = null;
  #paused = false;
  /** Whether this engine has shown nothing yet: then there is nothing to hold, and even a paused dream takes a frame. */
  #blank = true;
  /** Whether the picture that is held should be shown anew. */
  #stale = false;
  /** When the newest frame came: the newest is the only one that is ever shown. */
  #arrival = 0;
  /** Whether the engine threw, and has shown nothing since. */
  #failing = false;

  /** @param now milliseconds, never falling */
  constructor(frames$: Observable<LoopFrame>, params: DreamParams, events: LoopEvents, now = () => performance.now()) {
    this.#params = params;
    this.#now = now;
    this.#events = events;
    const dream = latestWhenIdle(
      this.#busy.behavior,
      (frame: LoopFrame) => {
        this.#dream(frame);
      },
      this.#counter,
    );
    const timed = tap<LoopFrame>(() => {
      this.#arrival = this.#now();
    });
    this.#subscription.add(frames$.pipe(timed, dream).subscribe());
  }

  get counts(): FrameCounts {
    return this.#counter;
  }

  /** Dreams with `engine` from the next frame on, also on a fresh canvas; with `null` the newest frame waits. */
  setEngine(engine: LoopEngine | null): void {
    this.#engine = engine;
    this.#blank = true;
    this.#stale = false;
    this.#update();
  }

  /** Takes effect with the next frame; while paused the last picture is shown anew. */
  setParams(params: DreamParams): void {
    this.#params = params;
    this.refresh();
  }

  /** While paused, shows the last picture anew: something about it has changed. */
  refresh(): void {
    this.#stale = this.#paused && !this.#blank;
    this.#presentIfStale();
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#update();
    if (!paused) this.#goOn();
  }

  /** Ends the loop and closes the frame that waits. */
  end(): void {
    this.#engine = null;
    this.#subscription.unsubscribe();
  }

  #dream(frame: LoopFrame): void {
    this.#attempt((engine) => {
      engine.show(frame, frame.timestamp, this.#params);
      this.#blank = false;
      this.#events.shows(frame);
      if (!this.#paused) engine.climb();
      this.#owedMs = this.#showMs;
      this.#submit(engine, true, this.#arrival);
    });
    this.#goOn();
  }

  /** Another slice of the turn, while no frame is there to be shown or it is the climb's time. */
  #goOn(): void {
    const engine = this.#engine;
    if (engine === null || this.#paused || !engine.climbing || engine.unfinished > DEPTH) return;
    if (this.#counter.waiting && !this.#isClimbsTime(engine)) return;
    this.#attempt(() => {
      engine.climb();
      this.#submit(engine, false, null);
    });
  }

  #isClimbsTime(engine: LoopEngine): boolean {
    return this.#owedMs > 0 && engine.climbing;
  }

  #presentIfStale(): void {
    if (!this.#stale || this.#engine === null || this.#engine.unfinished > DEPTH) return;
    this.#stale = false;
    this.#attempt((engine) => {
      engine.present(this.#params);
      this.#submit(engine, true, null);
    });
  }

  #attempt(act: (engine: LoopEngine) => void): void {
    const engine = this.#engine;
    if (engine === null) return;
    try {
      act(engine);
    } catch (error) {
      this.#fail(error);
    }
    this.#update();
  }

  #fail(error: unknown): void {
    if (!this.#failing) this.#events.failed(error);
    this.#failing = true;
  }

  /** @param arrival of the frame that is shown; `null` where there is none */
  #submit(engine: LoopEngine, shows: boolean, arrival: number | null): void {
    const start = this.#now();
    engine.submit().then(
      () => {
        this.#account(start, shows);
        this.#finished(engine, shows, arrival);
      },
      (error: unknown) => {
        if (engine === this.#engine) this.#fail(error);
      },
    );
  }

  #finished(engine: LoopEngine, shows: boolean, arrival: number | null): void {
    if (engine !== this.#engine) return;
    if (shows) {
      this.#failing = false;
      this.#events.shown(arrival === null ? null : this.#now() - arrival);
    }
    this.#events.done();
    this.#update();
    this.#presentIfStale();
    this.#goOn();
  }

  #account(start: number, shows: boolean): void {
    const now = this.#now();
    const ms = now - Math.max(start, this.#lastDone);
    this.#lastDone = now;
    if (shows) this.#showMs = ms;
    else this.#owedMs -= ms;
  }

  /** Frees the way for a waiting frame as soon as the engine can take it. */
  #update(): void {
    const engine = this.#engine;
    const holds = this.#paused && !this.#blank;
    this.#busy.set(holds || engine === null || engine.unfinished > DEPTH || this.#isClimbsTime(engine));
  }
}
