import type { Dispatch } from './kernels/dispatch.ts';

/** How many flops take as long as moving one byte, roughly: GPUs have 5 to 30. Only slices depend on it. */
const FLOPS_A_BYTE = 8;

/** How much an older submit counts beside the newest. */
const FORGETTING = 0.9;

/** Cost of the first slice, when nothing is measured yet: 8 ms of a very slow GPU. */
const FIRST_SLICE = 8e6;

/** What a dispatch costs, in flops. */
export function costOf(dispatch: Dispatch): number {
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
    if (ms === Infinity) return Infinity;
    return Math.min(ms * this.#speed(), 2 * this.#largest);
  }

  /**
   * Call right after a submit that costs `cost`.
   * @returns milliseconds of GPU time, when the GPU has done it or is gone
   */
  async submitted(queue: GPUQueue, cost: number): Promise<number> {
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
    this.#n = FORGETTING * this.#n + 1;
    this.#cost = FORGETTING * this.#cost + cost;
    this.#ms = FORGETTING * this.#ms + ms;
    this.#costSquared = FORGETTING * this.#costSquared + cost * cost;
    this.#costMs = FORGETTING * this.#costMs + cost * ms;
  }

  /** Cost a millisecond. Where all submits cost the same, a fit has no slope: then the plain ratio, which takes the overhead for work. */
  #speed(): number {
    if (this.#n === 0) return FIRST_SLICE / 8;
    const meanCost = this.#cost / this.#n;
    const variance = this.#costSquared / this.#n - meanCost * meanCost;
    const covariance = this.#costMs / this.#n - meanCost * (this.#ms / this.#n);
    if (variance > 0.01 * meanCost * meanCost && covariance > 0) return variance / covariance;
    return this.#cost / Math.max(this.#ms, 1e-3);
  }
}
