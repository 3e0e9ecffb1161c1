import type { Precision } from '../kernels/compose.ts';
import { likelyWay, ways } from '../kernels/convolution.ts';
import type { Convolution } from '../kernels/convolution.ts';
import type { Job } from '../kernels/job.ts';
import { waysFor } from '../plan/ways.ts';
import { shapeName } from './tuning.ts';
import type { Tuning } from './tuning.ts';

/** A way to compute a convolution, and its jobs. */
export interface Candidate {
  readonly way: string;
  readonly jobs: readonly Job[];
}

/** How long candidates took. */
export interface Measured {
  /** Milliseconds by way, without those that could not be timed. */
  readonly times: ReadonlyMap<string, number>;
  /** What timing them cost the GPU, in milliseconds. */
  readonly spent: number;
}

/** Times the candidates for one convolution, the usual one first. Rejects for nothing: what cannot be timed is left out. */
export type Measure = (candidates: readonly Candidate[], signal: AbortSignal) => Promise<Measured>;

export interface TunerOptions {
  readonly measure: Measure;
  readonly precision: Precision;
  /** GPU milliseconds that all measuring may take together. */
  readonly budgetMs: number;
}

/** What replaces the usual way must take at most so much of its time: less is within what timing tells. */
const BETTER = 0.97;

/** After so many convolutions in a row that could not be timed, none will be. */
const PATIENCE = 3;

/** Finds the fastest way for each convolution by timing, as far as its budget goes. */
export class Tuner {
  readonly #options: TunerOptions;
  #spent = 0;
  #untimed = 0;

  constructor(options: TunerOptions) {
    this.#options = options;
  }

  /** Whether there is nothing left to measure with: no budget, or no clock that can be used. */
  get exhausted(): boolean {
    return this.#spent >= this.#options.budgetMs || this.#untimed >= PATIENCE;
  }

  /** Measures what `tuning` does not know yet, the largest convolutions first. @returns what it knows then, also when it was stopped */
  async improve(tuning: Tuning, convolutions: readonly Convolution[], signal: AbortSignal): Promise<Tuning> {
    const { precision, measure } = this.#options;
    const goesOn = (): boolean => !signal.aborted && !this.exhausted;
    let improved = tuning;
    for (const convolution of distinct(convolutions, precision)) {
      if (improved.has(convolution, precision)) continue;
      if (!goesOn()) break;
      const candidates = candidatesFor(convolution);
      const way = candidates.length > 1 ? this.#choose(candidates, await measure(candidates, signal)) : candidates[0]?.way;
      // What was stopped half-way may have missed the best.
      if (signal.aborted) break;
      if (way !== undefined) improved = improved.with(convolution, precision, way);
    }
    return improved;
  }

  #choose([usual]: readonly Candidate[], { times, spent }: Measured): string | undefined {
    this.#spent += spent;
    const winner = usual && fastest(usual.way, times);
    this.#untimed = winner === undefined ? this.#untimed + 1 : 0;
    return winner;
  }
}

/** The way that took the least, if it is clearly faster than the usual one; `undefined` where that one could not be timed. */
export function fastest(usual: string, times: ReadonlyMap<string, number>): string | undefined {
  const least = times.get(usual);
  if (least === undefined) return undefined;
  const [best] = [...times].sort(([, a], [, b]) => a - b);
  return best && best[1] <= BETTER * least ? best[0] : usual;
}

/** All ways to compute a convolution; first the usual one, which would be taken were nothing measured. */
export function candidatesFor(convolution: Convolution): readonly Candidate[] {
  const usual = likelyWay(convolution);
  const names = [usual, ...waysFor(convolution).filter((name) => name !== usual)];
  return names.flatMap((way) => {
    const jobs = ways[way]?.(convolution);
    return jobs ? [{ way, jobs }] : [];
  });
}

/** One convolution of each shape, the largest first. */
function distinct(convolutions: readonly Convolution[], precision: Precision): readonly Convolution[] {
  const shapes = new Map(convolutions.map((convolution) => [shapeName(convolution, precision), convolution]));
  return [...shapes.values()].sort((a, b) => b.macs - a.macs);
}
