import type { Graph } from '../../src/engine/index.ts';
import { likelyWay } from '../../src/engine/kernels/convolution.ts';
import type { Convolution } from '../../src/engine/kernels/convolution.ts';
import { convolutionsOf } from '../../src/engine/plan/blueprint.ts';
import type { WayOf } from '../../src/engine/plan/ways.ts';
import { gpuMeasure } from '../../src/engine/tuning/measure.ts';
import { Tuner, candidatesFor } from '../../src/engine/tuning/tuner.ts';
import { Tuning, shapeName } from '../../src/engine/tuning/tuning.ts';
import type { Size } from './options.ts';
import type { ConvolutionReport, Precision, TuningReport } from './report.ts';

/** How a plan is to be computed, and what was measured to tell. */
export interface Tuned {
  readonly wayOf: WayOf;
  readonly report: TuningReport;
}

type Times = ReadonlyMap<string, number>;

/** Nothing stops it but its budget. */
const never = new AbortController().signal;

/**
 * Finds the fastest way for each convolution of a plan as the engine does, by its own tuner. What was measured for one plan serves the next, as it does in
 * the engine. The device has the feature `timestamp-query`.
 */
export class PlanTuner {
  readonly #device: GPUDevice;
  readonly #budgetMs: number;
  #tuning = Tuning.none;
  readonly #times = new Map<string, Times>();

  /** @param budgetMs milliseconds that each plan may take, compilers included: after it no further convolution is begun, one that was begun is ended */
  constructor(device: GPUDevice, budgetMs: number) {
    this.#device = device;
    this.#budgetMs = budgetMs;
  }

  async tune(graph: Graph, size: Size, layers: readonly string[], precision: Precision): Promise<Tuned> {
    const shapes = shapesOf(convolutionsOf(graph, size, layers, precision), precision);
    const start = performance.now();
    const elapsed = (): number => performance.now() - start;
    await this.#measure(shapes, precision, elapsed);
    const measured = this.#tuning.wayOf(precision);
    const wayOf: WayOf = (convolution) => measured(convolution) ?? likelyWay(convolution);
    const convolutions = shapes.map((shape) => this.#report(shape, precision, wayOf));
    return { wayOf, report: { seconds: elapsed() / 1000, convolutions } };
  }

  async #measure(shapes: readonly Shape[], precision: Precision, elapsed: () => number): Promise<void> {
    let times: Times = new Map();
    const measure = gpuMeasure({ device: this.#device, precision, rest: () => Promise.resolve() });
    const tuner = new Tuner({
      precision,
      // What counts here is the time that people wait.
      budgetMs: Infinity,
      measure: async (candidates, signal) => {
        const measured = await measure(candidates, signal);
        ({ times } = measured);
        return measured;
      },
    });
    for (const { convolution, name } of shapes) {
      if (elapsed() >= this.#budgetMs || tuner.exhausted) return;
      if (this.#tuning.has(convolution, precision)) continue;
      times = new Map();
      this.#tuning = await tuner.improve(this.#tuning, [convolution], never);
      this.#times.set(name, times);
    }
  }

  #report({ convolution, name, count }: Shape, precision: Precision, wayOf: WayOf): ConvolutionReport {
    return {
      label: convolution.label,
      shape: shapeWords(convolution),
      count,
      flops: 2 * convolution.macs,
      likely: likelyWay(convolution),
      taken: wayOf(convolution) ?? likelyWay(convolution),
      measured: this.#tuning.has(convolution, precision) || candidatesFor(convolution).length === 1,
      milliseconds: Object.fromEntries(this.#times.get(name) ?? []),
    };
  }
}

interface Shape {
  readonly name: string;
  readonly convolution: Convolution;
  readonly count: number;
}

/** One convolution of each shape and how many there are of it, those that take the most work together first. */
function shapesOf(convolutions: readonly Convolution[], precision: Precision): readonly Shape[] {
  const shapes = new Map<string, Shape>();
  for (const convolution of convolutions) {
    const name = shapeName(convolution, precision);
    const { count = 0 } = shapes.get(name) ?? {};
    shapes.set(name, { name, convolution, count: count + 1 });
  }
  return [...shapes.values()].sort((a, b) => b.count * b.convolution.macs - a.count * a.convolution.macs);
}

/** A shape for people: channels as the kernels pad them, sizes as width × height. */
function shapeWords({ backward, window, sources, results }: Convolution): string {
  const channels = (views: typeof sources): string => views.map(({ quads }) => String(4 * quads)).join('+');
  const [source, result] = [sources[0], results[0]];
  const stride = window.stride.some((step) => step > 1) ? ` by ${window.stride.join('×')}` : '';
  const size = (view: typeof source): string => `${String(view?.width ?? 0)}×${String(view?.height ?? 0)}`;
  const sizes = size(source) === size(result) ? size(source) : `${size(source)} → ${size(result)}`;
  return `${backward ? 'backward' : 'forward'} ${window.kernel.join('×')}${stride}, ${channels(sources)} → ${channels(results)}, ${sizes}`;
}
