import type { Precision } from '../kernels/compose.ts';
import { EngineError } from '../errors.ts';
import type { Graph } from '../network/graph.ts';
import { minimumSide } from '../network/shapes.ts';
import { guidedLayersOf, layersOf } from '../objective.ts';
import type { GuidedLayer } from '../objective.ts';
import type { Size } from '../octaves.ts';
import { makeBlueprint } from '../plan/blueprint.ts';
import type { Blueprint } from '../plan/blueprint.ts';
import { fits } from '../plan/limits.ts';
import type { Limits } from '../plan/limits.ts';
import type { WayOf } from '../plan/ways.ts';
import { megabytes, pixelsOf, tooLarge } from './still-limits.ts';
import { ruleBytes } from './rule-step.ts';
import { PIXEL_BYTES, SMALL_BYTES, weightBytes, workBytes } from './still-memory.ts';
import { octaveSize, spansOf } from './still-octaves.ts';
import type { StillRecipe } from './still-recipe.ts';
import type { StillOctave } from './still-types.ts';

/** An octave with the plan of its tiles. */
export interface OctaveLayout extends StillOctave {
  readonly blueprint: Blueprint;
}

/** What octaves are planned for. */
export interface OctavePlannerOptions {
  readonly base: Size;
  readonly recipe: StillRecipe;
  readonly graph: Graph;
  readonly limits: Limits;
  readonly precision: Precision;
  /** Bytes. */
  readonly budget: number;
  readonly wayOf?: WayOf | undefined;
}

/** Tiles to fall back to where those of the recipe, or a whole picture at once, are more than there is room for. */
const TILES: readonly number[] = [2048, 1536, 1024, 768, 512, 384, 256, 192, 128, 96, 64];

/** Bytes for strips and previews. */
const RESERVE = 20e6;

/** Bytes that a plan may have at work even where the pictures leave it less: those of tiles of 512. */
const LEAST_ROOM = 45e6;

/** Plans a still's octaves one after the other, each with a plan for tiles of one size. Pure. */
export class OctavePlanner {
  /** What the network needs a side. */
  readonly minimum: number;
  readonly #options: OctavePlannerOptions;
  readonly #layers: readonly string[];
  readonly #guides: readonly GuidedLayer[];
  readonly #blueprints = new Map<string, Blueprint>();

  constructor(options: OctavePlannerOptions) {
    this.#options = options;
    this.#layers = [...layersOf(options.recipe.objective)].sort();
    this.#guides = guidedLayersOf(options.recipe.objective);
    this.minimum = minimumSide(options.graph);
  }

  /**
   * @param before the octaves that are planned already
   * @returns the octave, or why it is left out
   * @throws EngineError `size-too-large` when the GPU cannot hold the plan of the smallest tile
   */
  plan({ exponent, ...size }: Size & { readonly exponent: number }, before: readonly OctaveLayout[]): OctaveLayout | string {
    const { limits, budget } = this.#options;
    if (Math.min(size.width, size.height) < this.minimum)
      return `Smaller than the ${String(this.minimum)} pixels a side that the network needs.`;
    const problem = tooLarge(size, limits);
    if (problem !== null) return problem;
    const blueprint = this.#tileFor(size);
    const tile = { width: blueprint.width, height: blueprint.height };
    const tiles = spansOf(size.width, tile.width).length * spansOf(size.height, tile.height).length;
    const octave = { exponent, ...size, tile, tiles, ...(this.#isFallback(size, tile) && { fallback: true as const }), blueprint };
    const bytes = this.bytes([...before, octave]);
    if (exponent <= 0 || bytes <= budget) return octave;
    return `It would take ${megabytes(bytes)} MB of the GPU’s memory; a still may take ${megabytes(budget)} MB.`;
  }

  /** Pixels of the largest picture that lies on the GPU. */
  pixels(octaves: readonly Size[]): number {
    const { base, recipe } = this.#options;
    // What was added is brought to the base's size before it joins the original.
    return Math.max(recipe.carry === 'detail' ? pixelsOf(base) : 0, ...octaves.map(pixelsOf));
  }

  /** Bytes on the GPU while these octaves are climbed, one plan at a time. */
  bytes(octaves: readonly OctaveLayout[]): number {
    const blueprints = octaves.map(({ blueprint }) => blueprint);
    const weights = weightBytes(blueprints, this.#options.precision);
    const { rule } = this.#options.recipe;
    const work = octaves.map(({ blueprint, tiles, ...octave }) => workBytes(blueprint) + 4 * tiles + ruleBytes(octave, rule));
    return PIXEL_BYTES * this.pixels(octaves) + Math.max(...work) + weights + SMALL_BYTES;
  }

  /** The plan of the recipe's tiles, or of the largest there is room for. */
  #tileFor(octave: Size): Blueprint {
    const { recipe, limits } = this.#options;
    let last: Blueprint | null = null;
    for (const side of this.#sides(recipe.tile)) {
      const blueprint = this.#blueprint({ width: Math.min(side, octave.width), height: Math.min(side, octave.height) });
      if (!fits(blueprint, limits)) continue;
      last = blueprint;
      if (workBytes(blueprint) <= this.#room(octave, blueprint)) break;
    }
    if (last) return last;
    throw new EngineError(
      'size-too-large',
      'Expected a GPU that can hold the network at work on a small tile; this one cannot. Choose layers that are less deep.',
    );
  }

  /** Bytes that are left for a plan at work beside the largest picture that there will be. */
  #room(octave: Size, blueprint: Blueprint): number {
    const { base, recipe, budget, precision } = this.#options;
    const { from, to, scale } = recipe.octaves;
    const pictures = PIXEL_BYTES * this.pixels(from <= 0 ? [octave, octaveSize(base, scale, Math.min(to, 0))] : [octave]);
    // Octaves of other sizes may want weights in other layouts.
    const others = 2 * weightBytes([blueprint], precision) + ruleBytes(octave, recipe.rule) + RESERVE;
    return Math.max(budget - pictures - others, LEAST_ROOM);
  }

  #isFallback(octave: Size, tile: Size): boolean {
    const asked = this.#options.recipe.tile ?? Infinity;
    return tile.width < Math.min(asked, octave.width) || tile.height < Math.min(asked, octave.height);
  }

  #sides(tile: number | null): readonly number[] {
    const asked = tile ?? Infinity;
    return [asked, ...TILES.filter((side) => side < asked && side >= this.minimum)];
  }

  /** Octaves of one tile size share one plan. */
  #blueprint(size: Size): Blueprint {
    const { graph, precision, wayOf } = this.#options;
    const key = `${String(size.width)}×${String(size.height)}`;
    const known =
      this.#blueprints.get(key) ?? makeBlueprint(graph, size, this.#layers, { precision, guides: this.#guides, ...(wayOf && { wayOf }) });
    this.#blueprints.set(key, known);
    return known;
  }
}
