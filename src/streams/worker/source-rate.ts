/** So many frames tell the rate. */
const LAST = 32;

/** How many frames a second a camera or screen gives, by their timestamps: the median, so that a frame left out does not count. */
export class SourceRate {
  readonly #intervals = new Float64Array(LAST);
  readonly #sorted = new Float64Array(LAST);
  #count = 0;
  #last: number | null = null;

  /** @param timestamp microseconds of the source's clock */
  mark(timestamp: number): void {
    if (this.#last !== null && timestamp > this.#last) this.#intervals[this.#count++ % LAST] = timestamp - this.#last;
    this.#last = timestamp;
  }

  /** Another source begins. */
  restart(): void {
    this.#count = 0;
    this.#last = null;
  }

  /** `null` until enough frames have come. */
  perSecond(): number | null {
    if (this.#count < LAST) return null;
    this.#sorted.set(this.#intervals);
    return 1e6 / (this.#sorted.sort()[LAST / 2] ?? NaN);
  }
}
