/** Events a second over the last second or so: a ring of times, nothing allocated. */
export class FrameRate {
  readonly #times = new Float64Array(128).fill(-Infinity);
  #count = 0;

  /** @param now in milliseconds, never falling */
  mark(now: number): void {
    this.#times[this.#count % this.#times.length] = now;
    this.#count++;
  }

  /** How many there were in the second before `now`. */
  perSecond(now: number): number {
    return this.#times.reduce((sum, time) => sum + (now - time < 1000 ? 1 : 0), 0);
  }
}
