/** No frame and no turn counts more time than this, in seconds: a pause is not caught up with. */
const LONGEST = 0.1;

/** A step farther than this, in units of the [-1, 1] picture, leaves noise where finer ones leave forms. */
const COARSEST_STEP = 0.05;

/** What counts for the first frame and after a jump backwards (a film begins anew), in seconds. */
const USUAL = 1 / 30;

/**
 * The most time that a turn counts, in seconds: its steps grow with it, and on a slow machine are not to become coarse for that. What is set coarser stays so.
 * @param stepSize of one step at 30 turns a second, in units of the [-1, 1] picture
 */
export const longestTurn = (stepSize: number): number => Math.min(LONGEST, Math.max(USUAL, (COARSEST_STEP / stepSize) * USUAL));

/**
 * How much time passes for the dream, by frame timestamps. A turn climbs for the time since the last turn began, and between two beginnings
 * Δ decays for no longer than a turn can climb: so a slow machine dreams slower, not weaker.
 */
export class DreamClock {
  #now: number | null = null;
  #passed = 0;
  #apart = 0;
  #turnBegan: number | null = null;
  #decayed = 0;

  /** The newest frame's timestamp, in seconds; 0 before the first. */
  get now(): number {
    return (this.#now ?? 0) / 1e6;
  }

  /** Seconds between the last two frames, however many. */
  get apart(): number {
    return this.#apart;
  }

  /** Seconds between the last two frames, at most 0.1. */
  get passed(): number {
    return this.#passed;
  }

  /**
   * A frame comes.
   * @param timestamp microseconds
   * @param climbing whether turns are wanted: without them Δ decays freely, and until the first can begin it waits
   * @param longest seconds that a turn counts at most
   * @returns seconds for Δ to decay, at most 0.1
   */
  frame(timestamp: number, climbing: boolean, longest: number): number {
    const passed = between(this.#now, timestamp);
    this.#passed = passed;
    this.#apart = this.#now === null ? 0 : Math.abs(timestamp - this.#now) / 1e6;
    this.#now = timestamp;
    if (!climbing) return passed;
    const seconds = Math.min(passed, Math.max(0, longest - this.#decayed));
    this.#decayed += seconds;
    return seconds;
  }

  /**
   * A turn begins with the newest frame.
   * @param longest seconds that a turn counts at most
   * @returns seconds to climb for; 0 when no time has passed since the last turn began
   */
  turn(longest: number): number {
    const now = this.#now ?? 0;
    const seconds = Math.min(between(this.#turnBegan, now), longest);
    this.#turnBegan = now;
    this.#decayed = 0;
    return seconds;
  }
}

function between(then: number | null, now: number): number {
  if (then === null || now < then) return USUAL;
  return Math.min((now - then) / 1e6, LONGEST);
}
