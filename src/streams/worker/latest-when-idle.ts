import { Observable, type OperatorFunction, type Subscriber } from 'rxjs';

/** What must be closed by whoever owns it: a VideoFrame. */
export interface Closable {
  close(): void;
}

/** How many frames came in, were closed, and were closed unused because the engine was busy. */
export interface FrameCounts {
  readonly opened: number;
  readonly closed: number;
  readonly dropped: number;
  /** Whether a frame waits for the engine: a source with a clock of its own need not make another. */
  readonly waiting: boolean;
}

/** Counts of frames that `latestWhenIdle` keeps for its caller. */
export class FrameCounter implements FrameCounts {
  opened = 0;
  closed = 0;
  dropped = 0;
  waiting = false;
}

/**
 * Owns every frame that arrives: lends it to `use` when the engine is idle and closes it after, keeps the newest that arrives while the
 * engine is busy, and closes the one that this replaces. `exhaustMap` would skip frames without seeing them, and so leak them.
 * Emits what `use` returns. Closes what it holds when it is unsubscribed or ends with an error.
 * @param busy$ emits at once on subscription, and synchronously when `use` makes the engine busy
 */
export function latestWhenIdle<F extends Closable, R>(
  busy$: Observable<boolean>,
  use: (frame: F) => R,
  counter = new FrameCounter(),
): OperatorFunction<F, R> {
  return (frames$) =>
    new Observable<R>((subscriber) => {
      const slot = new FrameSlot(subscriber, use, counter);
      // Runs before the subscriptions below end, which is where `closed` counts.
      subscriber.add(() => {
        slot.empty();
      });
      subscriber.add(
        busy$.subscribe({
          next: (busy) => {
            slot.setBusy(busy);
          },
          error: (error: unknown) => {
            subscriber.error(error);
          },
        }),
      );
      subscriber.add(
        frames$.subscribe({
          next: (frame) => {
            slot.take(frame);
          },
          error: (error: unknown) => {
            subscriber.error(error);
          },
          complete: () => {
            slot.finish();
          },
        }),
      );
    });
}

/** The one place where a frame can wait. */
class FrameSlot<F extends Closable, R> {
  readonly #subscriber: Subscriber<R>;
  readonly #use: (frame: F) => R;
  readonly #counter: FrameCounter;
  #waiting: F | null = null;
  #busy = true;
  #finished = false;

  constructor(subscriber: Subscriber<R>, use: (frame: F) => R, counter: FrameCounter) {
    this.#subscriber = subscriber;
    this.#use = use;
    this.#counter = counter;
  }

  take(frame: F): void {
    this.#counter.opened++;
    if (this.#subscriber.closed) {
      this.#close(frame);
    } else if (this.#busy) {
      if (this.#waiting !== null) {
        this.#counter.dropped++;
        this.#close(this.#waiting);
      }
      this.#hold(frame);
    } else {
      this.#lend(frame);
    }
  }

  setBusy(busy: boolean): void {
    this.#busy = busy;
    const frame = this.#waiting;
    if (busy || frame === null) return;
    this.#hold(null);
    this.#lend(frame);
    this.#completeIfDone();
  }

  finish(): void {
    this.#finished = true;
    this.#completeIfDone();
  }

  empty(): void {
    const frame = this.#waiting;
    this.#hold(null);
    if (frame !== null) this.#close(frame);
  }

  #lend(frame: F): void {
    let result: R;
    try {
      result = this.#use(frame);
    } catch (error) {
      this.#subscriber.error(error);
      return;
    } finally {
      this.#close(frame);
    }
    this.#subscriber.next(result);
  }

  #hold(frame: F | null): void {
    this.#waiting = frame;
    this.#counter.waiting = frame !== null;
  }

  #completeIfDone(): void {
    if (this.#finished && this.#waiting === null) this.#subscriber.complete();
  }

  #close(frame: F): void {
    this.#counter.closed++;
    frame.close();
  }
}
