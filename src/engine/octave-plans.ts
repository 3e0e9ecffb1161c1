import type { Pipelines } from './kernels/pipelines.ts';
import type { Graph } from './network/graph.ts';
import { minimumSide } from './network/shapes.ts';
import { octaveSizes, sameSize } from './octaves.ts';
import type { OctaveParams, Size } from './octaves.ts';
import { Arena } from './plan/arena.ts';
import { makeBlueprint } from './plan/blueprint.ts';
import type { Blueprint } from './plan/blueprint.ts';
import { checkFits } from './plan/limits.ts';
import { Plan } from './plan/plan.ts';
import type { WeightSet } from './plan/weight-set.ts';

/** What plans are made for. */
export interface Wish extends OctaveParams {
  readonly source: Size;
  readonly layers: readonly string[];
  /** The largest dream size there will be; at least `dreamSize`. */
  readonly largest: number;
  /** Dream sizes that may be wished for next. */
  readonly near: readonly number[];
}

/** What making plans needs. */
export interface PlanParts {
  readonly device: GPUDevice;
  readonly pipelines: Pipelines;
  readonly weights: WeightSet;
}

/** The plans of one dream size, largest octave first; the smaller ones join while the first already dreams. */
export class OctavePlans {
  readonly family: PlanFamily;
  /** The long side that was wished for. */
  readonly dreamSize: number;
  /** The sizes of all octaves, planned or not: the first is the dream size. */
  readonly octaves: readonly Size[];
  readonly plans: readonly Plan[];
  readonly #plans: Plan[] = [];
  #destroyed = false;

  constructor(family: PlanFamily, dreamSize: number, octaves: readonly Size[]) {
    this.family = family;
    this.dreamSize = dreamSize;
    this.octaves = octaves;
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
  readonly #parts: PlanParts;
  readonly #wish: Wish;
  readonly #graph: Graph;
  /** Of the largest octave there will be. */
  readonly #largest: Blueprint;
  readonly #arenas: Arena[];
  readonly #held = new Map<number, OctavePlans>();

  /** @throws EngineError `size-too-large` when the GPU cannot hold the largest size, `size-too-small` for the network */
  constructor(parts: PlanParts, graph: Graph, wish: Wish) {
    const [largest] = octavesOf(graph, wish, wish.largest);
    this.#largest = makeBlueprint(graph, largest ?? wish.source, wish.layers);
    checkFits(this.#largest, parts.device.limits);
    this.layers = wish.layers;
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
      sameLayers(own.layers, wish.layers)
    );
  }

  /** The plans of a dream size, where at least the first is made. */
  plansOf(dreamSize: number): OctavePlans | null {
    const held = this.#held.get(dreamSize);
    return held !== undefined && held.plans.length > 0 ? held : null;
  }

  /** Makes what is missing of a dream size's plans, one by one, for as long as they are wanted. */
  async make(dreamSize: number, wanted: () => boolean): Promise<void> {
    const held = this.#held.get(dreamSize) ?? new OctavePlans(this, dreamSize, octavesOf(this.#graph, this.#wish, dreamSize));
    this.#held.set(dreamSize, held);
    while (wanted()) {
      const size = held.octaves[held.plans.length];
      if (!size) return;
      const blueprint = sameSize(size, this.#largest) ? this.#largest : makeBlueprint(this.#graph, size, this.layers);
      held.add(await Plan.create({ ...this.#parts, arena: this.#arenaFor(blueprint) }, blueprint));
      await nextTask();
    }
  }

  /** Frees the plans of all other dream sizes. */
  keepOnly(dreamSizes: readonly number[]): void {
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

  /** The shared arena holds every smaller size, as far as placing things by their size goes: where one comes out larger, it gets its own. */
  #arenaFor(blueprint: Blueprint): Arena {
    const found = this.#arenas.find(({ pictures, bits }) => blueprint.arenaBytes <= pictures.size && blueprint.bitsBytes <= bits.size);
    if (found) return found;
    const own = new Arena(this.#parts.device, [blueprint]);
    this.#arenas.push(own);
    return own;
  }
}

/** Planning takes milliseconds: between two plans it is the frames' turn. */
async function nextTask(): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
}

/** Whether two lists of layers, both sorted, are the same. */
export function sameLayers(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((layer, index) => layer === b[index]);
}

function octavesOf(graph: Graph, { source, octaves, octaveScale }: Wish, dreamSize: number): readonly Size[] {
  return octaveSizes(source, { dreamSize, octaves, octaveScale }, minimumSide(graph));
}
