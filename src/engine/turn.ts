import type { Ascent } from './ascent.ts';
import { costOf } from './pace.ts';

/** What a turn tells while it is recorded. */
export interface TurnListener {
  /** `ascent.plan.settled` now holds the objective before the first step. Called outside of any pass. */
  valued(encoder: GPUCommandEncoder, ascent: Ascent): void;
}

/** A turn under way: which dispatch of which octave comes next. One object serves all turns. */
export class Turn {
  readonly #listener: TurnListener;
  #ascent: Ascent | null = null;
  #steps = 0;
  #next = 0;

  constructor(listener: TurnListener) {
    this.#listener = listener;
  }

  get underWay(): boolean {
    return this.#ascent !== null;
  }

  /** Of the last turn that was begun. */
  get steps(): number {
    return this.#steps;
  }

  begin(ascent: Ascent, steps: number): void {
    this.#ascent = ascent;
    this.#steps = steps;
    this.#next = 0;
  }

  /** Forgets the rest: nothing is kept. */
  drop(): void {
    this.#ascent = null;
  }

  /**
   * Records dispatches worth at most `budget`, and at least one. The turn is over when `underWay` is false.
   * @returns what they cost
   */
  record(encoder: GPUCommandEncoder, budget: number): number {
    const ascent = this.#ascent;
    if (!ascent) return 0;
    const end = ascent.length(this.#steps);
    let spent = 0;
    while (this.#next < end && this.#affords(ascent, spent, budget)) spent += this.#recordPass(encoder, ascent, end, spent, budget);
    if (this.#next === end) this.#ascent = null;
    return spent;
  }

  /** One pass: up to the end, the budget's or that of the dispatches that the objective's value needs. */
  #recordPass(encoder: GPUCommandEncoder, ascent: Ascent, end: number, spent: number, budget: number): number {
    const pause = ascent.valued + 1;
    const pass = encoder.beginComputePass({ label: 'climb' });
    let cost = 0;
    do {
      ascent.record(pass, this.#next, this.#steps);
      cost += costOf(ascent.at(this.#next, this.#steps));
      this.#next++;
    } while (this.#next < end && this.#next !== pause && this.#affords(ascent, spent + cost, budget));
    pass.end();
    if (this.#next === pause) this.#listener.valued(encoder, ascent);
    return cost;
  }

  #affords(ascent: Ascent, spent: number, budget: number): boolean {
    return spent === 0 || spent + costOf(ascent.at(this.#next, this.#steps)) <= budget;
  }
}
