import { CodedError } from '../coded-error.ts';

/** Longer than any source at work takes for its next frame, in milliseconds. */
const PATIENCE_MS = 5000;

/** Catches a copy of the source's next frame for whoever asks: a moment to freeze. */
export class FrameCatch {
  #waiting: PromiseWithResolvers<VideoFrame> | null = null;

  /** Whether somebody waits for a frame. */
  get wanted(): boolean {
    return this.#waiting !== null;
  }

  /** The next frame; the caller closes it. @throws CodedError `nothing-shown` when none comes */
  async next(): Promise<VideoFrame> {
    this.#waiting ??= Promise.withResolvers<VideoFrame>();
    const { promise, reject } = this.#waiting;
    const timer = setTimeout(() => {
      this.#waiting = null;
      reject(new CodedError('nothing-shown', 'The source sends no picture.'));
    }, PATIENCE_MS);
    return await promise.finally(() => {
      clearTimeout(timer);
    });
  }

  /** A frame has come; it stays the caller's. */
  offer(frame: VideoFrame): void {
    this.#waiting?.resolve(frame.clone());
    this.#waiting = null;
  }
}
