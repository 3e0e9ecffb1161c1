/** However busy the GPU is, something small finds its place after so many milliseconds. */
const LONGEST_MS = 250;

/** The moments between frames in which the GPU has nothing to do: others wait here for the next. */
export class Lull {
  #waiting: (() => void)[] = [];
  #last = 0;

  /** Resolves at the next lull, or when the signal is aborted. */
  async wait(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
    });
  }

  /** To be called after each submit that is done. @param idle whether the GPU has nothing more to do */
  come(idle: boolean): void {
    const now = performance.now();
    if (this.#waiting.length === 0 || (!idle && now - this.#last < LONGEST_MS)) return;
    this.#last = now;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
