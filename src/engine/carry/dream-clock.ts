/** No frame and no turn counts more time than this, in seconds: a pause is not caught up with. */
const LONGEST = 0.1;

/** What counts for the first frame and after a jump backwards (a film begins anew), in seconds. */
const USUAL = 1 / 30;

/**
 * How much time passes for the dream, by frame timestamps. A turn climbs for the time since the last turn began, and between two beginnings
 * Δ decays for no longer than a turn can climb: so a slow machine dreams slower, not weaker.
 */
export class DreamClock {
  #now: number | null = null;
  #turnBegan: number | null = null;
  #decayed = 0;

  /**
   * A frame comes.
   * @param timestamp microseconds
   * @param climbing whether turns are wanted: without them Δ decays freely, and until the first can begin it waits
   * @returns seconds for Δ to decay, at most 0.1
   */
  frame(timestamp: number, climbing: boolean): number {
    const passed = between(this.#now, timestamp);
    this.#now = timestamp;
    if (!climbing) return passed;
    const seconds = Math.min(passed, Math.max(0, LONGEST - this.#decayed));
    this.#decayed += seconds;
    return seconds;
  }

  /**
   * A turn begins with the newest frame.
   * @returns seconds to climb for, at most 0.1; 0 when no time has passed since the last turn began
   */
  turn(): number {
    const now = this.#now ?? 0;
    const seconds = between(this.#turnBegan, now);
    this.#turnBegan = now;
    this.#decayed = 0;
    return seconds;
  }
}

function between(then: number | null, now: number): number {
  if (then === null || now < then) return USUAL;
  return Math.min((now - then) / 1e6, LONGEST);
}
