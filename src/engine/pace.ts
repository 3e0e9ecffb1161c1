import type { Dispatch } from './kernels/dispatch.ts';

/** How many flops take as long as moving one byte, roughly: GPUs have 5 to 30. Only slices depend on it. */
const FLOPS_A_BYTE = 8;

/** How much an older submit counts beside the newest. */
const FORGETTING = 0.9;

/** Cost of the first slice, when nothing is measured yet: 8 ms of a very slow GPU. */
const FIRST_SLICE = 8e6;

/** While all submits cost the same, every so many-th is a larger one. */
const PROBE_EVERY = 8;

/** What a dispatch costs, in flops. */
export function costOf(dispatch: Pick<Dispatch, 'flops' | 'bytes'>): number {
  return dispatch.flops + FLOPS_A_BYTE * dispatch.bytes;
}

/**
 * How fast the GPU is, as far as `onSubmittedWorkDone` tells: a submit takes `overhead + cost / speed` milliseconds, fitted by least squares
 * with forgetting. A submit's time runs from its submission or the end of the one before it, whichever is later.
 */
export class Pace {
  #unfinished = 0;
  #lastDone = 0;
  #largest = FIRST_SLICE / 2;
  #submits = 0;
  #n = 0;
  #cost = 0;
  #ms = 0;
  #costSquared = 0;
  #costMs = 0;

  /** Submits that the GPU has not done yet. */
  get unfinished(): number {
    return this.#unfinished;
  }

  /** How much may be submitted to take about `ms`; at most twice what was ever tried, as a fit says little about what lies far beyond. */
  budget(ms: number): number {
    return ms === Infinity ? Infinity : Math.min(this.#fitted(ms), 2 * this.#largest);
  }

  /**
   * Call right after a submit that costs `cost`.
   * @returns milliseconds of GPU time, when the GPU has done it or is gone
   */
  async submitted(queue: Pick<GPUQueue, 'onSubmittedWorkDone'>, cost: number): Promise<number> {
    const start = performance.now();
    this.#unfinished++;
    // A lost device has nothing left to do.
    await queue.onSubmittedWorkDone().catch(() => undefined);
    this.#unfinished--;
    const now = performance.now();
    const ms = now - Math.max(start, this.#lastDone);
    this.#lastDone = now;
    this.#learn(cost, ms);
    return ms;
  }

  #learn(cost: number, ms: number): void {
    this.#largest = Math.max(this.#largest, cost);
    this.#submits++;
    this.#n = FORGETTING * this.#n + 1;
    this.#cost = FORGETTING * this.#cost + cost;
    this.#ms = FORGETTING * this.#ms + ms;
    this.#costSquared = FORGETTING * this.#costSquared + cost * cost;
    this.#costMs = FORGETTING * this.#costMs + cost * ms;
  }

  /**
   * Where all submits cost the same there is no slope to fit: then the plain ratio, which takes the overhead for work, and a larger slice now and then
   * to learn better. Where more cost does not take longer, more is affordable.
   */
  #fitted(ms: number): number {
    if (this.#submits === 0) return FIRST_SLICE;
    const mean = this.#cost / this.#n;
    const variance = this.#costSquared / this.#n - mean * mean;
    const covariance = this.#costMs / this.#n - mean * (this.#ms / this.#n);
    if (variance < 0.01 * mean * mean) {
      const probe = this.#submits % PROBE_EVERY === 0 ? 2 * mean : 0;
      return Math.max((ms * this.#cost) / Math.max(this.#ms, 1e-3), probe);
    }
    return covariance > 0 ? (ms * variance) / covariance : 2 * mean;
  }
}
