import { type Rung, costOf, rungInWords } from './ladder.ts';

/** Milliseconds between two changes, at least: a dream that changes its size all the time is worse than a slow one. */
export const PAUSE_MS = 5000;

/** Turns count for so many milliseconds. */
const WINDOW_MS = 2000;

/** This long a rung is watched before it is given up, or before more is dared. */
const LOOK_MS = 1000;
const CALM_MS = 4000;

/** Shares of a frame's time: what a turn may take at most, what it should take after going down, and what may be foreseen of a rung to go up to. */
const MOST = 0.97;
const GOAL = 0.8;
const DARING = 0.72;

/** What no rung saves is believed up to so many times what the cheaper of two rungs costs. */
const MOST_FIXED = 4;

/** After a failure a rung is left alone for this long, and twice as long after each further one. */
const FIRST_REST_MS = 20_000;
const LONGEST_REST_MS = 640_000;

/** A rung that has held for so long has not failed when it is left: the GPU has become slower. */
const PROVEN_MS = 60_000;

/** Averages over all octaves that are remembered: more than come in a window, at any usual rate. */
const SAMPLES = 64;

/** So many are looked at, however old: one long turn then tells nothing. */
const LEAST_SAMPLES = 3;

/** What the governor chose, and why. */
export interface Choice {
  readonly rung: Rung;
  /** In three words: `holds 30 fps`. */
  readonly why: string;
  /** In a sentence: `256 px · 2 steps: holds 30 fps; 320 px · 2 steps would take 45 ms of 33`. */
  readonly reason: string;
}

/** Rungs from `index` on are left alone until a time. */
interface Rest {
  readonly index: number;
  readonly until: number;
  readonly ms: number;
}

/** What a turn took, and its rung's cost. */
interface Seen {
  readonly ms: number;
  readonly cost: number;
}

/**
 * Holds a rate of turns by walking a ladder of dream sizes and steps. Pure: it is told what each turn took and what time it is.
 * A turn's time is taken to be `speed · (cost + fixed)`; `fixed`, what no rung saves, is learned from one change to the next. So a change may jump
 * over several rungs, and two changes settle any jump of the GPU's speed. Going up nothing is taken to be fixed: the time grows with the cost at most.
 * Times in milliseconds of any clock that never falls.
 */
export class Governor {
  #ladder: readonly Rung[];
  #index: number;
  #frameMs: number;
  readonly #means = new Float64Array(SAMPLES);
  readonly #times = new Float64Array(SAMPLES);
  readonly #sorted = new Float64Array(SAMPLES);
  #samples = 0;
  /** Of the cycle of octaves that is being averaged. */
  #turns = 0;
  #turnsMs = 0;
  #octaves = 0;
  #cycle = 0;
  /** When the first turn of this rung was done; `null` before it. */
  #since: number | null = null;
  #changedAt = -Infinity;
  #wentDownAt = -Infinity;
  /** Cost that every rung has on top of its own. */
  #fixed = 0;
  /** The last average; `null` before the first. */
  #seen: Seen | null = null;
  /** The last average of the rung that was left, to learn `#fixed` from. */
  #left: Seen | null = null;
  #rest: Rest | null = null;
  readonly #slow: boolean;

  /**
   * @param ladder cheapest first, at least one rung
   * @param rate turns a second to hold
   * @param slow whether to start at the bottom, where little can be hoped for; else at the top: whoever has a fast GPU sees nothing change
   */
  constructor(ladder: readonly Rung[], rate: number, slow = false) {
    this.#ladder = ladder;
    this.#slow = slow;
    this.#index = slow ? 0 : ladder.length - 1;
    this.#frameMs = 1000 / rate;
  }

  get rung(): Rung {
    return this.#at(this.#index);
  }

  get index(): number {
    return this.#index;
  }

  /** The ceiling. */
  get top(): Rung {
    return this.#at(this.#ladder.length - 1);
  }

  get ladder(): readonly Rung[] {
    return this.#ladder;
  }

  get rate(): number {
    return 1000 / this.#frameMs;
  }

  /** Holds another rate from now on. */
  setRate(rate: number): void {
    if (1000 / rate === this.#frameMs) return;
    this.#frameMs = 1000 / rate;
    this.#rest = null;
  }

  /** Takes another ladder: stays on its rung where the top is the same, else begins at the new top or as high as the last turns let hope for. */
  setLadder(now: number, ladder: readonly Rung[]): void {
    const { rung, top } = this;
    const known = this.#ladder;
    if (ladder.length === known.length && ladder.every((each, index) => sameRung(each, known[index] ?? top))) return;
    this.#ladder = ladder;
    this.#rest = null;
    const same = sameRung(top, this.top) ? ladder.findIndex((each) => sameRung(each, rung)) : -1;
    if (same >= 0) this.#index = same;
    else this.#goTo(now, this.#hoped(), null);
  }

  /** Another network is climbed: what was learned of the rungs holds no more. */
  forget(): void {
    this.#rest = null;
    this.#left = null;
    this.#restart();
  }

  /**
   * A turn on this rung is done.
   * @param turnMs GPU time of it and of the frames shown during it
   * @param octaves how many octaves are climbed
   * @param cycle in how many turns: turns are averaged over all of them
   * @returns whether another rung is chosen now
   */
  turn(now: number, turnMs: number, octaves: number, cycle = octaves): boolean {
    if (this.#since === null || octaves !== this.#octaves || cycle !== this.#cycle) {
      // The first turn on new plans is not like the others.
      this.#restart();
      this.#since = now;
      this.#octaves = octaves;
      this.#cycle = cycle;
      return false;
    }
    this.#turns++;
    this.#turnsMs += turnMs;
    if (this.#turns < cycle) return false;
    this.#sample(now, this.#turnsMs / this.#turns);
    const ms = this.#load(now);
    if (ms === null) return false;
    this.#seen = { ms, cost: costOf(this.rung) };
    return this.#decide(now, this.#since, this.#seen);
  }

  /** What is chosen and why. */
  choice(now: number): Choice {
    const { rung } = this;
    const ms = this.#load(now);
    const why = this.#why(ms);
    return { rung, why, reason: `${rungInWords(rung)}: ${why}${this.#above(ms)}` };
  }

  #decide(now: number, since: number, seen: Seen): boolean {
    if (now - since < LOOK_MS || now - this.#changedAt < PAUSE_MS) return false;
    this.#learn(seen);
    if (seen.ms > MOST * this.#frameMs) return this.#index > 0 && this.#goDown(now, seen);
    if (now - since < CALM_MS || this.#samples < LEAST_SAMPLES) return false;
    const index = this.#highest(seen, DARING, this.#lastAllowed(now));
    return index > this.#index && this.#goTo(now, index, seen);
  }

  /** Whatever is above the new rung has failed, or would. */
  #goDown(now: number, seen: Seen): boolean {
    // What was foreseen the last time was not enough.
    const share = now - this.#wentDownAt < 2 * PAUSE_MS ? GOAL * GOAL : GOAL;
    const index = this.#highest(seen, share, this.#index - 1);
    this.#wentDownAt = now;
    const proven = now - this.#changedAt > PROVEN_MS;
    const ms = this.#rest && !proven ? Math.min(2 * this.#rest.ms, LONGEST_REST_MS) : FIRST_REST_MS;
    this.#rest = { index: index + 1, until: now + ms, ms };
    return this.#goTo(now, index, seen);
  }

  /** The highest rung up to `last` that should take no more than this share of a frame's time; the lowest, where none should. */
  #highest(seen: Seen, share: number, last: number): number {
    let index = last;
    while (index > 0 && this.#foreseen(seen, this.#at(index)) > share * this.#frameMs) index--;
    return index;
  }

  /** Milliseconds of a turn on a rung. */
  #foreseen({ ms, cost }: Seen, rung: Rung): number {
    const fixed = costOf(rung) < cost ? this.#fixed : 0;
    return (ms * (costOf(rung) + fixed)) / (cost + fixed);
  }

  /** Where to begin on a new ladder. */
  #hoped(): number {
    const last = this.#ladder.length - 1;
    if (this.#seen === null) return this.#slow ? 0 : last;
    return this.#highest(this.#seen, GOAL, last);
  }

  #goTo(now: number, index: number, left: Seen | null): true {
    this.#index = index;
    this.#changedAt = now;
    this.#left = left;
    this.#restart();
    return true;
  }

  /** The highest rung below those that rest. */
  #lastAllowed(now: number): number {
    const last = this.#ladder.length - 1;
    return this.#rest === null || this.#rest.until <= now ? last : Math.min(last, this.#rest.index - 1);
  }

  /** Two rungs' times tell what neither saves: speed · (a + fixed) = A, speed · (b + fixed) = B. */
  #learn({ ms, cost }: Seen): void {
    const left = this.#left;
    if (!left) return;
    this.#left = null;
    const slope = (left.ms - ms) / (left.cost - cost);
    // Where the cheaper rung took no less, the GPU has changed its speed meanwhile: nothing is to be learned.
    if (slope > 0) this.#fixed = Math.min(Math.max(0, ms / slope - cost), MOST_FIXED * Math.min(cost, left.cost));
  }

  #sample(now: number, mean: number): void {
    this.#means[this.#samples % SAMPLES] = mean;
    this.#times[this.#samples % SAMPLES] = now;
    this.#samples++;
    this.#turns = 0;
    this.#turnsMs = 0;
  }

  /** What was measured counts no more. */
  #restart(): void {
    this.#since = null;
    this.#samples = 0;
    this.#turns = 0;
    this.#turnsMs = 0;
  }

  /** The median of the averages of the last two seconds, and of three at least where there are so many; `null` where there is none. */
  #load(now: number): number | null {
    const kept = Math.min(this.#samples, SAMPLES);
    let count = 0;
    for (let back = 1; back <= kept; back++) {
      const at = (this.#samples - back) % SAMPLES;
      if (back > LEAST_SAMPLES && now - (this.#times[at] ?? 0) > WINDOW_MS) break;
      this.#sorted[count++] = this.#means[at] ?? 0;
    }
    if (count === 0) return null;
    const sorted = this.#sorted.subarray(0, count).sort();
    return ((sorted[(count - 1) >> 1] ?? 0) + (sorted[count >> 1] ?? 0)) / 2;
  }

  #at(index: number): Rung {
    const rung = this.#ladder[index];
    if (!rung) throw new RangeError(`Expected a rung below ${String(this.#ladder.length)}, got ${String(index)}.`);
    return rung;
  }

  #why(ms: number | null): string {
    const rate = `${String(Math.round(this.rate))} fps`;
    if (ms === null) return `measuring for ${rate}`;
    return ms <= this.#frameMs / MOST ? `holds ${rate}` : `too slow for ${rate}`;
  }

  /** Why it is not the rung above. */
  #above(ms: number | null): string {
    const above = this.#ladder[this.#index + 1];
    if (ms === null || !above || ms > this.#frameMs / MOST) return '';
    const foreseen = this.#foreseen({ ms, cost: costOf(this.rung) }, above);
    return `; ${rungInWords(above)} would take ${String(Math.round(foreseen))} ms of ${String(Math.round(this.#frameMs))}`;
  }
}

function sameRung(a: Rung, b: Rung): boolean {
  return a.size === b.size && a.steps === b.steps;
}
