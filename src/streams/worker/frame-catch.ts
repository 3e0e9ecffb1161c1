import { CodedError } from '../coded-error.ts';

/** Longer than any source at work takes for its next frame, in milliseconds. */
const PATIENCE_MS = 5000;

/** A frame, and whether it is shown mirrored. */
export interface CaughtFrame {
  readonly frame: VideoFrame;
  readonly mirror: boolean;
}

/** Catches a copy of the frame that is shown, for whoever freezes it: through a pause too, while the source goes on. */
export class FrameCatch {
  readonly #mirror: () => boolean;
  /** Each gets a copy of its own, and closes it. */
  readonly #waiting = new Set<PromiseWithResolvers<CaughtFrame>>();
  /** A copy: the frame itself is closed as soon as it is shown. */
  #shown: CaughtFrame | null = null;

  /** @param mirror whether a frame that comes now would be shown mirrored */
  constructor(mirror: () => boolean) {
    this.#mirror = mirror;
  }

  /** Whether somebody waits for a frame. */
  get wanted(): boolean {
    return this.#waiting.size > 0;
  }

  /** The frame that is shown, or while nothing is, the source's next; the caller closes it. @throws CodedError `nothing-shown` when none comes */
  async take(): Promise<CaughtFrame> {
    if (this.#shown) return copyOf(this.#shown);
    const waiting = Promise.withResolvers<CaughtFrame>();
    this.#waiting.add(waiting);
    const timer = setTimeout(() => {
      this.#waiting.delete(waiting);
      waiting.reject(new CodedError('nothing-shown', 'The source sends no picture.'));
    }, PATIENCE_MS);
    return await waiting.promise.finally(() => {
      clearTimeout(timer);
    });
  }

  /** A frame has come; it stays the caller's. */
  offer(frame: VideoFrame): void {
    const mirror = this.#mirror();
    for (const { resolve } of this.#waiting) resolve(copyOf({ frame, mirror }));
    this.#waiting.clear();
  }

  /** A frame is shown from now on; it stays the caller's. */
  show(frame: VideoFrame): void {
    const before = this.#shown;
    this.#shown = copyOf({ frame, mirror: this.#mirror() });
    before?.frame.close();
  }

  /** Nothing will be shown any more. */
  end(): void {
    this.#shown?.frame.close();
    this.#shown = null;
  }
}

function copyOf({ frame, mirror }: CaughtFrame): CaughtFrame {
  return { frame: frame.clone(), mirror };
}
