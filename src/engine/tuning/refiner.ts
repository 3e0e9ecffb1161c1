import { EngineError } from '../errors.ts';
import type { Precision } from '../kernels/compose.ts';
import { likelyWay } from '../kernels/convolution.ts';
import type { Convolution } from '../kernels/convolution.ts';
import type { PlanFamily } from '../octave-plans.ts';
import type { WayOf } from '../plan/ways.ts';
import { gpuMeasure } from './measure.ts';
import { Tuner } from './tuner.ts';
import { readTuning, storeKey, writeTuning } from './tuning-store.ts';
import type { TuningStore } from './tuning-store.ts';
import { Tuning } from './tuning.ts';

/** `off` where nothing is timed, `measuring` while ways are, `tuned` when plans follow what was measured, now or before. */
export type TuningState = 'off' | 'measuring' | 'tuned';

/** How an engine tunes. */
export interface TuningOptions {
  readonly store: TuningStore;
  /** Milliseconds of GPU time that measuring may take in all; 4000 unless given. */
  readonly budgetMs?: number;
}

export interface RefinerOptions extends TuningOptions {
  readonly device: GPUDevice;
  readonly precision: Precision;
  /** Resolves when a few milliseconds of GPU and thread are free, or the signal is aborted. */
  readonly rest: (signal: AbortSignal) => Promise<void>;
  /** Told once. The dream goes on with the plans it has. */
  readonly onError: (error: EngineError) => void;
}

const BUDGET_MS = 4000;

/**
 * Makes plans better while the dream goes on by those there are: with all sizes written into their shaders, each convolution the way that timing found the
 * fastest on this GPU. What was found is remembered.
 */
export class Refiner {
  readonly #options: RefinerOptions;
  readonly #tuner: Tuner | null;
  #tuning = { key: '', value: Tuning.none };
  #state: TuningState = 'off';
  #work: Promise<void> = Promise.resolve();
  #failed = false;

  constructor(options: RefinerOptions) {
    const { device, precision, budgetMs = BUDGET_MS } = options;
    this.#options = options;
    this.#tuner = device.features.has('timestamp-query') ? new Tuner({ measure: gpuMeasure(options), precision, budgetMs }) : null;
  }

  get state(): TuningState {
    return this.#state;
  }

  /** Refines the plans of these dream sizes, one after the other; `replaced` is called when some wait to be taken. Never rejects. */
  async refine(family: PlanFamily, dreamSizes: readonly number[], replaced: () => void, signal: AbortSignal): Promise<void> {
    const before = this.#work;
    const work = async (): Promise<void> => {
      await before;
      try {
        await this.#refineAll(family, dreamSizes, replaced, signal);
      } catch (cause) {
        // On a device that was lost it fails too, but then no lull comes any more: only the end.
        if (await this.#goesOn(signal)) this.#fail(cause);
      }
    };
    this.#work = work();
    await this.#work;
  }

  async #refineAll(family: PlanFamily, dreamSizes: readonly number[], replaced: () => void, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#failed) return;
    const key = storeKey(this.#options.device, family.layers, this.#options.precision);
    if (this.#tuning.key !== key) this.#tuning = { key, value: Tuning.parse(await readTuning(this.#options.store, key)) };
    const [present, ...near] = dreamSizes;
    const make = (dreamSize: number): Promise<void> => this.#make(family, dreamSize, replaced, signal);
    if (present === undefined) return;
    // What is dreamt by now gets better at once by what is known, and then with every octave; what may come is made when it is measured.
    await make(present);
    await this.#measure(family, present, signal, () => make(present));
    for (const dreamSize of near) {
      await this.#measure(family, dreamSize, signal);
      await make(dreamSize);
    }
  }

  async #make(family: PlanFamily, dreamSize: number, replaced: () => void, signal: AbortSignal): Promise<void> {
    const measured = this.#tuning.value.wayOf(this.#options.precision);
    const wayOf: WayOf = (convolution) => measured(convolution) ?? likelyWay(convolution);
    if (await family.refine(dreamSize, wayOf, () => this.#goesOn(signal))) replaced();
    if (this.#tuner && this.#state === 'off') this.#state = this.#settled();
  }

  /** Measures one octave after the other; `learnt` is awaited where it is known better then which ways to take. */
  async #measure(family: PlanFamily, dreamSize: number, signal: AbortSignal, learnt?: () => Promise<void>): Promise<void> {
    if (!this.#tuner || this.#tuner.exhausted) return;
    for await (const convolutions of family.convolutions(dreamSize, () => this.#goesOn(signal))) {
      if (await this.#measureAll(this.#tuner, convolutions, signal)) await learnt?.();
    }
  }

  async #measureAll(tuner: Tuner, convolutions: readonly Convolution[], signal: AbortSignal): Promise<boolean> {
    const { key, value } = this.#tuning;
    this.#state = 'measuring';
    const improved = await tuner.improve(value, convolutions, signal);
    this.#tuning = { key, value: improved };
    this.#state = this.#settled();
    if (improved === value) return false;
    await writeTuning(this.#options.store, key, improved.toJson());
    return true;
  }

  async #goesOn(signal: AbortSignal): Promise<boolean> {
    await this.#options.rest(signal);
    return !signal.aborted;
  }

  #settled(): TuningState {
    return this.#tuning.value.size > 0 ? 'tuned' : 'off';
  }

  #fail(cause: unknown): void {
    this.#failed = true;
    const message = cause instanceof Error ? cause.message : String(cause);
    this.#options.onError(
      new EngineError('device-failed', `Faster plans could not be made for this GPU, the dream goes on with the general ones: ${message}`, {
        cause,
      }),
    );
  }
}
