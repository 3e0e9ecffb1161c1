import { CodedError } from '../coded-error.ts';

/** Longer than any source at work takes for its next frame, in milliseconds. */
const PATIENCE_MS = 5000;

/** Catches a copy of the source's next frame for whoever asks: a moment to freeze. */
export class FrameCatch {
  /** Each gets a copy of its own, and closes it. */
  readonly #waiting = new Set<PromiseWithResolvers<VideoFrame>>();

  /** Whether somebody waits for a frame. */
  get wanted(): boolean {
    return this.#waiting.size > 0;
  }

  /** The next frame; the caller closes it. @throws CodedError `nothing-shown` when none comes */
  async next(): Promise<VideoFrame> {
    const waiting = Promise.withResolvers<VideoFrame>();
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
    for (const { resolve } of this.#waiting) resolve(frame.clone());
    this.#waiting.clear();
  }
}
