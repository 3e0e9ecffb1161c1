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
      const go = (): void => {
        signal.removeEventListener('abort', go);
        resolve();
      };
      this.#waiting.push(go);
      signal.addEventListener('abort', go);
    });
  }

  /** To be called after each submit that is done. @param idle whether the GPU has nothing more to do */
  come(idle: boolean): void {
    const now = performance.now();
    if (this.#waiting.length === 0 || (!idle && now - this.#last < LONGEST_MS)) return;
    this.#last = now;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }
}
