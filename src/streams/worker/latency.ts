/** How late pictures are shown, in milliseconds: half of them sooner than `p50`, nineteen of twenty sooner than `p95`. */
export interface LatencySummary {
  readonly p50: number;
  readonly p95: number;
}

/** The last so many count: a few seconds of them. */
const LAST = 120;

/** From capture to presentation of the last pictures: a ring, so that a frame makes no garbage. */
export class Latency {
  readonly #ring = new Float64Array(LAST);
  readonly #sorted = new Float64Array(LAST);
  #count = 0;

  /** @param milliseconds from the capture of a picture, or its arrival, until the GPU has shown it */
  mark(milliseconds: number): void {
    this.#ring[this.#count % LAST] = milliseconds;
    this.#count++;
  }

  /** Another source begins. */
  restart(): void {
    this.#count = 0;
  }

  /** `null` until a picture was shown. */
  summary(): LatencySummary | null {
    if (this.#count === 0) return null;
    this.#sorted.set(this.#ring);
    const sorted = this.#sorted.subarray(0, Math.min(this.#count, LAST)).sort();
    const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
    return { p50: at(0.5), p95: at(0.95) };
  }
}
