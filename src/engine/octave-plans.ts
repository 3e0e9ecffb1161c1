import type { Precision } from './kernels/compose.ts';
import type { Convolution } from './kernels/convolution.ts';
import { Pipelines } from './kernels/pipelines.ts';
import type { Graph } from './network/graph.ts';
import { minimumSide } from './network/shapes.ts';
import { sameGuided } from './objective.ts';
import type { GuidedLayer } from './objective.ts';
import { dreamSize as dreamSizeOf, octaveSizes, sameSize } from './octaves.ts';
import type { OctaveParams, Size } from './octaves.ts';
import { Arena } from './plan/arena.ts';
import { convolutionsOf, makeBlueprint } from './plan/blueprint.ts';
import type { Blueprint } from './plan/blueprint.ts';
import { nextTask } from './next-task.ts';
import { checkFits, fits } from './plan/limits.ts';
import { Plan } from './plan/plan.ts';
import type { WayOf } from './plan/ways.ts';
import type { WeightSet } from './plan/weight-set.ts';

/** What plans are made for. */
export interface Wish extends OctaveParams {
  readonly source: Size;
  readonly layers: readonly string[];
  /** Those of them that are guided, and how; sorted. */
  readonly guides: readonly GuidedLayer[];
  /** The largest dream size there will be; at least `dreamSize`. */
  readonly largest: number;
  /** Dream sizes that may be wished for next. */
  readonly near: readonly number[];
  /** Whether the dream is to come out the same to the last bit: such plans are never refined. */
  readonly deterministic?: boolean;
}

/** What making plans needs. */
export interface PlanParts {
  readonly device: GPUDevice;
  readonly pipelines: Pipelines;
  readonly weights: WeightSet;
  readonly precision: Precision;
}

/** The plans of one dream size, largest octave first; the smaller ones join while the first already dreams. */
export class OctavePlans {
  readonly family: PlanFamily;
  /** The long side that was wished for. */
  readonly dreamSize: number;
  readonly size: Size;
  /** The sizes of all octaves, planned or not. */
  readonly octaves: readonly Size[];
  readonly plans: readonly Plan[];
  /** For refined plans, the kernels that they are made of. */
  readonly make: string | null;
  readonly #plans: Plan[] = [];
  #destroyed = false;

  /** @param size the dream size, which no octave is larger than */
  constructor(family: PlanFamily, dreamSize: number, size: Size, octaves: readonly Size[], make: string | null = null) {
    this.family = family;
    this.dreamSize = dreamSize;
    this.size = size;
    this.octaves = octaves;
    this.make = make;
    this.plans = this.#plans;
  }

  get complete(): boolean {
    return this.#plans.length === this.octaves.length;
  }

  add(plan: Plan): void {
    if (this.#destroyed) plan.destroy();
    else this.#plans.push(plan);
  }

  destroy(): void {
    this.#destroyed = true;
    for (const plan of this.#plans) plan.destroy();
  }
}

/**
 * The plans of all dream sizes of one source and one choice of layers. They share the memory they run in, laid out once for the largest: so the dream
 * goes from one size to the next without waiting for any.
 */
export class PlanFamily {
  readonly layers: readonly string[];
  readonly guides: readonly GuidedLayer[];
  readonly #parts: PlanParts;
  readonly #wish: Wish;
  readonly #graph: Graph;
  /** Of the largest octave there will be. */
  readonly #largest: Blueprint;
  readonly #arenas: Arena[];
  readonly #held = new Map<number, OctavePlans>();
  /** Plans that refined ones have replaced. */
  readonly #replaced = new Set<OctavePlans>();

  /** @throws EngineError `size-too-large` when the GPU cannot hold the largest size, `size-too-small` for the network */
  constructor(parts: PlanParts, graph: Graph, wish: Wish) {
    const [largest] = octavesOf(graph, wish, wish.largest);
    this.#largest = makeBlueprint(graph, largest ?? wish.source, wish.layers, { precision: parts.precision, guides: wish.guides });
    checkFits(this.#largest, parts.device.limits);
    this.layers = wish.layers;
    this.guides = wish.guides;
    this.#parts = parts;
    this.#wish = wish;
    this.#graph = graph;
    this.#arenas = [new Arena(parts.device, [this.#largest])];
  }

  /** Whether this wish's plans are of this family, made or not. */
  covers(wish: Wish): boolean {
    const own = this.#wish;
    return (
      own.source.width === wish.source.width &&
      own.source.height === wish.source.height &&
      own.largest === wish.largest &&
      own.octaves === wish.octaves &&
      own.octaveScale === wish.octaveScale &&
      own.octaveFirst === wish.octaveFirst &&
      own.deterministic === wish.deterministic &&
      sameLayers(own.layers, wish.layers) &&
      sameGuided(own.guides, wish.guides)
    );
  }

  /** The plans of a dream size, where at least the first is made. */
  plansOf(dreamSize: number): OctavePlans | null {
    const held = this.#held.get(dreamSize);
    return held !== undefined && held.plans.length > 0 ? held : null;
  }

  /** Makes what is missing of a dream size's plans, one by one, for as long as they are wanted. */
  async make(dreamSize: number, wanted: () => boolean): Promise<void> {
    const held = this.#held.get(dreamSize) ?? this.#unmade(dreamSize);
    this.#held.set(dreamSize, held);
    while (wanted()) {
      const size = held.octaves[held.plans.length];
      if (!size) return;
      const blueprint = sameSize(size, this.#largest) ? this.#largest : this.#blueprint(size);
      held.add(await Plan.create({ ...this.#parts, arena: this.#arenaFor(blueprint) }, blueprint));
      await nextTask();
    }
  }

  /** What there is to choose ways for in each octave of a dream size; `goesOn` is awaited before each. */
  async *convolutions(dreamSize: number, goesOn: () => Promise<boolean>): AsyncGenerator<readonly Convolution[]> {
    for (const size of this.#held.get(dreamSize)?.octaves ?? []) {
      if (!(await goesOn())) return;
      yield convolutionsOf(this.#graph, size, this.layers, this.#parts.precision);
    }
  }

  /**
   * Makes a dream size's plans once more, for their own sizes alone and with convolutions computed these ways; `goesOn` is awaited between them. When all
   * are made they replace those there are, which `keepOnly` frees.
   * @returns whether there are others now
   */
  async refine(dreamSize: number, wayOf: WayOf, goesOn: () => Promise<boolean>): Promise<boolean> {
    const old = this.#held.get(dreamSize);
    if (!old) return false;
    const blueprints: Blueprint[] = [];
    for (const size of old.octaves) {
      if (!(await goesOn())) return false;
      blueprints.push(this.#blueprint(size, wayOf));
    }
    const make = makeOf(blueprints);
    if (old.make === make) return false;
    const refined = new OctavePlans(this, dreamSize, old.size, old.octaves, make);
    // Shaders with sizes in them serve these plans alone, and go with them.
    const pipelines = new Pipelines(this.#parts.device);
    try {
      for (const blueprint of blueprints) {
        if (!(await goesOn())) break;
        const context = { ...this.#parts, pipelines, arena: this.#arenaFor(blueprint) };
        refined.add(await Plan.create(context, blueprint, { bake: true }));
      }
      // Once more: to be dropped meanwhile ends what is being made.
      if (refined.complete && (await goesOn()) && this.#held.get(dreamSize) === old) {
        this.#held.set(dreamSize, refined);
        this.#replaced.add(old);
        return true;
      }
    } catch (error) {
      refined.destroy();
      throw error;
    }
    refined.destroy();
    return false;
  }

  /** Frees the plans of all other dream sizes, and those that were replaced, but for `inUse`. */
  keepOnly(dreamSizes: readonly number[], inUse: OctavePlans | null = null): void {
    for (const plans of this.#replaced) {
      if (plans === inUse) continue;
      this.#replaced.delete(plans);
      plans.destroy();
    }
    for (const [dreamSize, plans] of this.#held) {
      if (dreamSizes.includes(dreamSize)) continue;
      this.#held.delete(dreamSize);
      plans.destroy();
    }
  }

  destroy(): void {
    this.keepOnly([]);
    for (const arena of this.#arenas) arena.destroy();
  }

  #unmade(dreamSize: number): OctavePlans {
    const size = dreamSizeOf(this.#wish.source, dreamSize, minimumSide(this.#graph));
    return new OctavePlans(this, dreamSize, size, octavesOf(this.#graph, this.#wish, dreamSize));
  }

  /** A plan that the ways asked for make too large for the GPU takes the usual ones. */
  #blueprint(size: Size, wayOf?: WayOf): Blueprint {
    const { device, precision } = this.#parts;
    const blueprint = makeBlueprint(this.#graph, size, this.layers, { precision, guides: this.guides, ...(wayOf && { wayOf }) });
    return wayOf && !fits(blueprint, device.limits) ? this.#blueprint(size) : blueprint;
  }

  /** The shared arena holds every smaller size, as far as placing things by their size goes: where one comes out larger, it gets its own. */
  #arenaFor(blueprint: Blueprint): Arena {
    const found = this.#arenas.find(({ pictures, bits }) => blueprint.arenaBytes <= pictures.size && blueprint.bitsBytes <= bits.size);
    if (found) return found;
    const own = new Arena(this.#parts.device, [blueprint]);
    this.#arenas.push(own);
    return own;
  }
}

/** The same for plans of the same kernels. */
const makeOf = (blueprints: readonly Blueprint[]): string =>
  blueprints
    .flatMap(({ steps }) => steps.flatMap(({ jobs }) => jobs.map(({ kernel, groups }) => `${kernel.name} ${String(groups)}`)))
    .join(', ');

/** Whether two lists of layers, both sorted, are the same. */
export function sameLayers(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((layer, index) => layer === b[index]);
}

function octavesOf(graph: Graph, wish: Wish, dreamSize: number): readonly Size[] {
  return octaveSizes(wish.source, { ...wish, dreamSize }, minimumSide(graph));
}
