import type { Precision } from '../kernels/compose.ts';
import type { Job } from '../kernels/job.ts';
import { Pipelines } from '../kernels/pipelines.ts';
import { Arena } from '../plan/arena.ts';
import { assemble } from '../plan/blueprint.ts';
import type { Blueprint } from '../plan/blueprint.ts';
import { fits } from '../plan/limits.ts';
import { Plan } from '../plan/plan.ts';
import { WeightSet } from '../plan/weight-set.ts';
import { Stopwatch } from './stopwatch.ts';
import { timeCandidate } from './timing.ts';
import type { Candidate, Measure, Measured } from './tuner.ts';

export interface MeasureOptions {
  readonly device: GPUDevice;
  readonly precision: Precision;
  /** Resolves when a few milliseconds of the GPU are free, or the signal is aborted: awaited before each submit. */
  readonly rest: (signal: AbortSignal) => Promise<void>;
}

/** A candidate as it is timed. */
interface Compiled {
  readonly way: string;
  readonly plan: Plan;
}

/**
 * Times candidates on the GPU: baked shaders, operands of their real sizes in memory of their own, freed afterwards. The device has the feature
 * `timestamp-query`. A candidate that does not compile or fit is left out.
 */
export function gpuMeasure(options: MeasureOptions): Measure {
  return async (candidates, signal) => {
    const bench = new TuningBench(options, candidates);
    try {
      return await bench.measure(signal);
    } finally {
      bench.destroy();
    }
  };
}

/** The memory that one convolution's candidates run in, one after the other. */
class TuningBench {
  readonly #options: MeasureOptions;
  readonly #blueprints: readonly (readonly [way: string, blueprint: Blueprint])[];
  readonly #weights: WeightSet;
  readonly #stopwatch: Stopwatch;
  readonly #arena: Arena;
  readonly #allocated: Promise<boolean>;
  readonly #plans: Plan[] = [];
  #destroyed = false;

  constructor(options: MeasureOptions, candidates: readonly Candidate[]) {
    const { device, precision } = options;
    this.#options = options;
    this.#blueprints = blueprintsOf(candidates, precision, device);
    this.#weights = new WeightSet(device);
    this.#stopwatch = new Stopwatch(device);
    device.pushErrorScope('out-of-memory');
    this.#arena = new Arena(
      device,
      this.#blueprints.map(([, blueprint]) => blueprint),
    );
    this.#allocated = device.popErrorScope().then(
      (error) => error === null,
      () => false,
    );
  }

  async measure(signal: AbortSignal): Promise<Measured> {
    const times = new Map<string, number>();
    let spent = 0;
    if (!(await this.#allocated)) return { times, spent };
    for (const { way, plan } of await this.#compile(signal)) {
      const timed = await timeCandidate((passes) => this.#time(plan, passes, signal), Math.min(...times.values()), signal);
      if (timed.ms !== null) times.set(way, timed.ms);
      spent += timed.spent;
      if (signal.aborted) break;
    }
    return { times, spent };
  }

  destroy(): void {
    this.#destroyed = true;
    for (const plan of this.#plans) plan.destroy();
    this.#stopwatch.destroy();
    this.#weights.destroy();
    this.#arena.destroy();
  }

  async #time(plan: Plan, passes: readonly number[], signal: AbortSignal): ReturnType<Stopwatch['time']> {
    await this.#options.rest(signal);
    return signal.aborted ? null : await this.#stopwatch.time(plan.dispatches, passes);
  }

  /** All at once: compilers work side by side. An abort does not wait for them. */
  async #compile(signal: AbortSignal): Promise<readonly Compiled[]> {
    const pipelines = new Pipelines(this.#options.device);
    const compiling = Promise.all(this.#blueprints.map(([way, blueprint]) => this.#compileOne(way, blueprint, pipelines)));
    const aborted = new Promise<readonly null[]>((resolve) => {
      if (signal.aborted) resolve([]);
      signal.addEventListener(
        'abort',
        () => {
          resolve([]);
        },
        { once: true },
      );
    });
    return (await Promise.race([compiling, aborted])).filter((compiled) => compiled !== null);
  }

  /** `null` for a candidate that this GPU's compiler refuses. */
  async #compileOne(way: string, blueprint: Blueprint, pipelines: Pipelines): Promise<Compiled | null> {
    const { device } = this.#options;
    // Shaders are made before the first await: their errors are caught here and do not reach the owner of the device.
    device.pushErrorScope('validation');
    const making = Plan.create({ device, pipelines, weights: this.#weights, arena: this.#arena }, blueprint, { bake: true }).catch(
      () => null,
    );
    const refused = await device.popErrorScope().catch(() => null);
    const plan = await making;
    if (this.#destroyed) this.#weights.destroy();
    if (!plan || refused || this.#destroyed) {
      plan?.destroy();
      return null;
    }
    this.#plans.push(plan);
    return { way, plan };
  }
}

function blueprintsOf(
  candidates: readonly Candidate[],
  precision: Precision,
  device: GPUDevice,
): readonly (readonly [string, Blueprint])[] {
  return candidates.flatMap(({ way, jobs }) => {
    const blueprint = assemble(jobs, { ...pictureOf(jobs), precision });
    return fits(blueprint, device.limits) ? [[way, blueprint] as const] : [];
  });
}

/** The picture that jobs read or write: a plan has one of its own, however small. */
function pictureOf(jobs: readonly Job[]): { readonly width: number; readonly height: number } {
  const views = jobs.flatMap(({ sources, results }) => [...sources, ...results]);
  return views.find(({ memory }) => memory.kind === 'fixed') ?? { width: 1, height: 1 };
}
