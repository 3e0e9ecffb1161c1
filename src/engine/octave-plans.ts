import { EngineError } from './errors.ts';
import type { Pipelines } from './kernels/pipelines.ts';
import type { Graph } from './network/graph.ts';
import { minimumSide } from './network/shapes.ts';
import { octaveSizes } from './octaves.ts';
import type { OctaveParams, Size } from './octaves.ts';
import { Arena } from './plan/arena.ts';
import { makeBlueprint } from './plan/blueprint.ts';
import type { Blueprint } from './plan/blueprint.ts';
import { checkFits } from './plan/limits.ts';
import { Plan } from './plan/plan.ts';
import { WeightSet } from './plan/weight-set.ts';

/** What plans are made for. */
export interface Wish extends OctaveParams {
  readonly source: Size;
  readonly layers: readonly string[];
}

/** The plans of one dream size, largest octave first; the smaller ones join while the first already dreams. */
export class OctavePlans {
  readonly wish: Wish;
  /** The dream size: that of the largest octave. */
  readonly size: Size;
  readonly plans: readonly Plan[];
  readonly #plans: Plan[] = [];
  readonly #arena: Arena;
  #destroyed = false;

  constructor(wish: Wish, size: Size, arena: Arena) {
    this.wish = wish;
    this.size = size;
    this.plans = this.#plans;
    this.#arena = arena;
  }

  add(plan: Plan): void {
    if (this.#destroyed) plan.destroy();
    else this.#plans.push(plan);
  }

  destroy(): void {
    this.#destroyed = true;
    for (const plan of this.#plans) plan.destroy();
    this.#arena.destroy();
  }
}

/** What making plans needs. */
export interface PreparationOptions {
  readonly device: GPUDevice;
  readonly pipelines: Pipelines;
  /** The graph down to the named layers. */
  readonly network: (layers: readonly string[]) => Promise<Graph>;
  /** Called once a wish that cannot be granted. */
  readonly onError: (error: EngineError) => void;
}

/** Makes the plans of the newest wish in the background, one wish after another: what was wished for in between is skipped. */
export class Preparation {
  readonly #options: PreparationOptions;
  readonly #weights: WeightSet;
  #wish: Wish | null = null;
  #work: Promise<void> | null = null;
  #ready: OctavePlans | null = null;
  #graph: { readonly layers: string; readonly graph: Graph } | null = null;
  #ended = false;

  constructor(options: PreparationOptions) {
    this.#options = options;
    this.#weights = new WeightSet(options.device);
  }

  /** Begins to grant a wish, unless it is the newest already. */
  want(wish: Wish): void {
    if (this.#ended || (this.#wish && sameWish(this.#wish, wish))) return;
    this.#wish = wish;
    this.#work ??= this.#run();
  }

  /** Whether plans wait to be taken. */
  get ready(): boolean {
    return this.#ready !== null;
  }

  /** The newest wish's plans, at least the first of them, given once; the caller owns them. */
  take(): OctavePlans | null {
    const ready = this.#ready;
    this.#ready = null;
    return ready;
  }

  destroy(): void {
    this.#ended = true;
    this.#wish = null;
    this.#ready?.destroy();
    this.#ready = null;
    // A plan still being made may ask for weights.
    void this.settled().then(() => {
      this.#weights.destroy();
    });
  }

  /** Resolves when the newest wish is granted in full, or cannot be. */
  async settled(): Promise<void> {
    await this.#work;
  }

  async #run(): Promise<void> {
    for (let wish = this.#wish, done: Wish | null = null; wish && wish !== done; done = wish, wish = this.#wish) {
      try {
        await this.#grant(wish);
      } catch (cause) {
        if (this.#isCurrent(wish)) this.#options.onError(asEngineError(cause));
      }
    }
    this.#work = null;
  }

  #isCurrent(wish: Wish): boolean {
    return !this.#ended && this.#wish === wish;
  }

  async #grant(wish: Wish): Promise<void> {
    const graph = await this.#graphOf(wish.layers);
    if (!this.#isCurrent(wish)) return;
    const blueprints = octaveSizes(wish.source, wish, minimumSide(graph)).map((size) => makeBlueprint(graph, size, wish.layers));
    const [first] = blueprints;
    if (!first) return;
    for (const blueprint of blueprints) checkFits(blueprint, this.#options.device.limits);
    const arena = new Arena(this.#options.device, blueprints);
    const result = new OctavePlans(wish, { width: first.width, height: first.height }, arena);
    try {
      await this.#fill(result, blueprints, arena);
    } catch (cause) {
      if (result.plans.length === 0) result.destroy();
      throw cause;
    }
  }

  /** Makes the plans one by one; the first makes the result ready. */
  async #fill(result: OctavePlans, blueprints: readonly Blueprint[], arena: Arena): Promise<void> {
    const { device, pipelines } = this.#options;
    for (const blueprint of blueprints) {
      result.add(await Plan.create({ device, pipelines, weights: this.#weights, arena }, blueprint));
      if (!this.#isCurrent(result.wish)) break;
      if (result.plans.length > 1) continue;
      this.#ready?.destroy();
      this.#ready = result;
    }
    // Wished for no more before the first was ready: nobody will take it.
    if (!this.#isCurrent(result.wish) && result.plans.length === 1 && this.#ready !== result) result.destroy();
  }

  async #graphOf(layers: readonly string[]): Promise<Graph> {
    const key = JSON.stringify(layers);
    if (this.#graph?.layers !== key) this.#graph = { layers: key, graph: await this.#options.network(layers) };
    return this.#graph.graph;
  }
}

function sameWish(a: Wish, b: Wish): boolean {
  return (
    a.source.width === b.source.width &&
    a.source.height === b.source.height &&
    a.dreamSize === b.dreamSize &&
    a.octaves === b.octaves &&
    a.octaveScale === b.octaveScale &&
    a.layers.length === b.layers.length &&
    a.layers.every((layer, index) => layer === b.layers[index])
  );
}

function asEngineError(cause: unknown): EngineError {
  if (cause instanceof EngineError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new EngineError('device-failed', `The network could not be prepared on this GPU: ${message}`, { cause });
}
