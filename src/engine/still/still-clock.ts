/** How long a still has taken and will: pauses do not count, and what is left is told by what the work so far took. */
export class StillClock {
  #startedAt: number | null = null;
  #before = 0;
  #stepBegan = 0;
  #worked = 0;
  #workedMs = 0;
  #left: number;

  /** @param total what all steps cost */
  constructor(total: number) {
    this.#left = total;
  }

  /** Milliseconds since the start, without pauses. */
  get elapsedMs(): number {
    return this.#before + (this.#startedAt === null ? 0 : performance.now() - this.#startedAt);
  }

  /** `null` until a step is done. */
  get remainingMs(): number | null {
    return this.#worked === 0 ? null : (this.#left / this.#worked) * this.#workedMs;
  }

  start(): void {
    this.#startedAt ??= performance.now();
  }

  pause(): void {
    this.#before = this.elapsedMs;
    this.#startedAt = null;
  }

  beginStep(): void {
    this.#stepBegan = this.elapsedMs;
  }

  endStep(cost: number): void {
    this.#worked += cost;
    this.#workedMs += this.elapsedMs - this.#stepBegan;
    this.#left -= cost;
  }

  /** Work that will not be done after all. */
  skip(cost: number): void {
    this.#left -= cost;
  }
}
