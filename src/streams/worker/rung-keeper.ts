import type { DreamParams, LastTurn } from '../../engine/index.ts';
import { type Choice, Governor } from './governor.ts';
import { type Rung, ladderBelow, neighbouringSizes, rungInWords, stepSizeOn } from './ladder.ts';

/** A source that gives fewer frames than this is not waited for: it may give more in a moment. */
const LEAST_RATE = 15;

/** The user's params as the governor lets them be dreamt: the same dream, as large and in as many steps as the rate allows. */
export class RungKeeper {
  #wanted: DreamParams;
  #rate: number | null;
  #params: DreamParams;
  #governor: Governor | null = null;
  #sourceRate: number | null = null;
  #slow = false;
  #lastTurn = 0;

  /** @param rate turns a second to hold; `null` to leave size and steps as they are wanted */
  constructor(now: number, wanted: DreamParams, rate: number | null) {
    this.#wanted = wanted;
    this.#rate = rate;
    this.#params = wanted;
    this.want(now, wanted, rate);
  }

  /** What to show frames with. */
  get params(): DreamParams {
    return this.#params;
  }

  /** Other settings hold from now on. Times in milliseconds. */
  want(now: number, wanted: DreamParams, rate: number | null): void {
    const relearns = workOf(wanted) !== workOf(this.#wanted);
    this.#wanted = wanted;
    this.#rate = wanted.deterministic === true || wanted.steps === 0 ? null : rate;
    if (this.#rate === null) {
      this.#governor = null;
    } else {
      const ladder = ladderBelow(ceilingOf(wanted));
      if (this.#governor) this.#governor.setLadder(now, ladder);
      else this.#governor = new Governor(ladder, this.#target(this.#rate), this.#slow);
      if (relearns) this.#governor.forget();
      this.#governor.setRate(this.#target(this.#rate));
    }
    this.#apply();
  }

  /** Another engine dreams from now on. @param slow whether little can be hoped of its GPU */
  engineChanged(slow: boolean): void {
    this.#lastTurn = 0;
    const isNews = slow && !this.#slow;
    this.#slow = slow;
    if (!this.#governor) return;
    if (isNews) this.#governor = new Governor(this.#governor.ladder, this.#governor.rate, slow);
    else this.#governor.forget();
    this.#apply();
  }

  /** A source of fewer frames than the rate to hold leaves more time for each. @param rate frames a second, `null` where it is not known */
  setSourceRate(rate: number | null): void {
    this.#sourceRate = rate;
    if (this.#rate !== null) this.#governor?.setRate(this.#target(this.#rate));
  }

  /**
   * Looks at the engine's newest turn. One that began before the last change tells nothing of this rung.
   * @returns whether the params are others now
   */
  turn(now: number, { number, ms, dreamSize, steps, octaves, cycle }: LastTurn): boolean {
    if (number === this.#lastTurn || !this.#governor) return false;
    this.#lastTurn = number;
    const { rung } = this.#governor;
    if (dreamSize !== rung.size || steps !== rung.steps) return false;
    if (!this.#governor.turn(now, ms, octaves, cycle)) return false;
    this.#apply();
    return true;
  }

  /** What is dreamt at and why. */
  choice(now: number): Choice {
    if (this.#governor) return this.#governor.choice(now);
    const rung: Rung = { size: this.#wanted.dreamSize, steps: this.#wanted.steps };
    return { rung, why: 'not held', reason: `${rungInWords(rung)}: as set` };
  }

  #target(rate: number): number {
    const source = this.#sourceRate;
    if (source === null || source > 0.9 * rate) return rate;
    return Math.min(rate, Math.max(LEAST_RATE, 5 * Math.round(source / 5)));
  }

  #apply(): void {
    const governor = this.#governor;
    if (!governor) {
      this.#params = this.#wanted;
      return;
    }
    const { rung, ladder, index } = governor;
    this.#params = {
      ...this.#wanted,
      dreamSize: rung.size,
      steps: rung.steps,
      stepSize: stepSizeOn(rung, ceilingOf(this.#wanted)),
      sizes: { largest: this.#wanted.dreamSize, near: neighbouringSizes(ladder, index) },
    };
  }
}

function ceilingOf({ dreamSize, steps, stepSize }: DreamParams): Rung & { readonly stepSize: number } {
  return { size: dreamSize, steps, stepSize };
}

/** What a turn of the same size and steps is made of: where it changes, what was learned of the rungs holds no more. */
function workOf({ objective, octaves, octaveScale, octaveFirst, octaveOrder, rule }: DreamParams): string {
  const layers = objective.map(({ layer }) => layer).sort();
  const shape = [rule.smoothing > 0, rule.laplacian, rule.variation > 0];
  return [...layers, octaves, octaveScale, octaveFirst, octaveOrder, ...shape].join();
}
