import type { Pace } from '../sources/pace.ts';

/** The worker's clock for sources that have none of their own; it stands still while the dream is paused. */
export class SourceClock {
  #pausedAt: number | null = null;
  #pausedFor = 0;

  /** Seconds, standing still while paused. */
  now(): number {
    return (this.#pausedAt ?? performance.now() / 1000) - this.#pausedFor;
  }

  setPaused(paused: boolean): void {
    const now = performance.now() / 1000;
    if (paused) {
      this.#pausedAt ??= now;
    } else if (this.#pausedAt !== null) {
      this.#pausedFor += now - this.#pausedAt;
      this.#pausedAt = null;
    }
  }

  /** While paused, lets this much time pass: enough for another frame. */
  step(seconds: number): void {
    if (this.#pausedAt !== null) this.#pausedFor -= seconds;
  }

  /** How one source keeps time. Time that stands still asks for nothing but the first frame, so `hungry` alone decides. */
  pace(hungry: () => boolean): Pace {
    return { now: () => this.now(), wanted: hungry, sleep: async (seconds) => await sleep(seconds * 1000) };
  }
}

export async function sleep(milliseconds: number): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
