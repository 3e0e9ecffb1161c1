import type { Ascent } from './ascent.ts';
import { costOf } from './pace.ts';

/** What a turn tells while it is recorded. */
export interface TurnListener {
  /** `ascent.plan.settled` now holds the objective before the first step. Called outside of any pass. */
  valued(encoder: GPUCommandEncoder, ascent: Ascent): void;
}

/** A turn under way: which octaves it still has to climb, and which dispatch of the present one comes next. One object serves all turns. */
export class Turn {
  readonly #listener: TurnListener;
  #ascents: readonly Ascent[] = [];
  #ascent: Ascent | null = null;
  #climbed = 0;
  #steps = 0;
  #next = 0;

  constructor(listener: TurnListener) {
    this.#listener = listener;
  }

  get underWay(): boolean {
    return this.#ascent !== null;
  }

  /** The octaves of the last turn that was begun. */
  get ascents(): readonly Ascent[] {
    return this.#ascents;
  }

  /** Steps in each octave of the last turn that was begun. */
  get steps(): number {
    return this.#steps;
  }

  /** @param ascents the octaves of the turn, at least one, in order: octave k has the slots from k · steps on */
  begin(ascents: readonly Ascent[], steps: number): void {
    this.#ascents = ascents;
    this.#ascent = ascents[0] ?? null;
    this.#steps = steps;
    this.#climbed = 0;
    this.#next = 0;
  }

  /** Forgets the rest: nothing of the present octave is kept. */
  drop(): void {
    this.#ascent = null;
  }

  /**
   * Records dispatches worth at most `budget`, and at least one. The turn is over when `underWay` is false.
   * @returns what they cost
   */
  record(encoder: GPUCommandEncoder, budget: number): number {
    let spent = 0;
    for (let ascent = this.#ascent; ascent && this.#affords(ascent, spent, budget); ascent = this.#ascent) {
      spent += this.#recordPass(encoder, ascent, spent, budget);
      if (this.#next === ascent.length(this.#steps)) this.#nextOctave();
    }
    return spent;
  }

  #nextOctave(): void {
    this.#climbed++;
    this.#next = 0;
    this.#ascent = this.#ascents[this.#climbed] ?? null;
  }

  /** One pass: up to the octave's end, the budget's or that of the dispatches that the objective's value needs. */
  #recordPass(encoder: GPUCommandEncoder, ascent: Ascent, spent: number, budget: number): number {
    const end = ascent.length(this.#steps);
    const pause = ascent.valued + 1;
    if (this.#next === 0) ascent.begin(encoder);
    const pass = encoder.beginComputePass({ label: 'climb' });
    let cost = 0;
    do {
      ascent.record(pass, this.#next, this.#steps, this.#climbed * this.#steps);
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
