import { EngineError } from '../errors.ts';
import type { Precision } from '../kernels/compose.ts';
import type { Graph } from '../network/graph.ts';
import { dreamSize } from '../octaves.ts';
import type { Size } from '../octaves.ts';
import type { Limits } from '../plan/limits.ts';
import type { WayOf } from '../plan/ways.ts';
import { checkRecipe } from './check-recipe.ts';
import { OctavePlanner } from './octave-planner.ts';
import type { OctaveLayout } from './octave-planner.ts';
import { sizeTooLarge, tooLarge } from './still-limits.ts';
import { memoryFor } from './still-memory.ts';
import type { StillMemory } from './still-memory.ts';
import { octaveSize } from './still-octaves.ts';
import type { StillRecipe } from './still-recipe.ts';
import type { LeftOutOctave, StillOctave, StillPlan } from './still-types.ts';

/** What a still may take, and how its plans are made. */
export interface LayoutOptions {
  /** f32 unless given. */
  readonly precision?: Precision | undefined;
  /** Bytes of device memory that octaves above the base keep to; 700 MB unless given. */
  readonly budget?: number | undefined;
  /** Long side of previews in pixels; 0, unless given: none. */
  readonly previewSize?: number | undefined;
  /** Of the guide, where there is one. */
  readonly guide?: Size | undefined;
  /** Which way to compute each convolution; the usual one unless given. */
  readonly wayOf?: WayOf | undefined;
}

/** A still before the GPU. */
export interface StillLayout {
  readonly plan: StillPlan;
  /** Those of the plan. */
  readonly octaves: readonly OctaveLayout[];
  /** Pixels of the largest picture there will be on the GPU. */
  readonly pixels: number;
  readonly memory: StillMemory;
  /** What previews are shrunk to; `null` without. */
  readonly preview: Size | null;
}

/** Bytes of device memory that a still may take. */
const BUDGET = 700e6;

/**
 * What climbing a picture of this size by this recipe takes: octaves, tiles and memory. Pure. Octaves too small for the network, and those above the base
 * that are too large for the budget or the GPU, are left out. Where a tile, or a whole picture at once, needs more memory than there is, smaller tiles do.
 * @throws EngineError `bad-params`, `size-too-small` when every octave is left out, `size-too-large` when the GPU cannot hold the base
 */
export const planStill = (size: Size, recipe: StillRecipe, graph: Graph, limits: Limits, options: LayoutOptions = {}): StillPlan =>
  layOutStill(size, recipe, graph, limits, options).plan;

/** As {@link planStill}, with all that running it needs. */
export function layOutStill(size: Size, recipe: StillRecipe, graph: Graph, limits: Limits, options: LayoutOptions = {}): StillLayout {
  checkRecipe(recipe);
  const base = { width: size.width, height: size.height };
  const { precision = 'f32', budget = BUDGET, previewSize = 0, wayOf, guide } = options;
  const planner = new OctavePlanner({ base, recipe, graph, limits, precision, budget, wayOf });
  expectTilesOf(recipe, planner.minimum);
  expectRoom(base, recipe, limits);
  const { octaves, leftOut } = sortOut(base, recipe, planner);
  const [smallest] = octaves;
  if (!smallest) throw nothingLeft(base, recipe, planner.minimum, leftOut);
  const preview = previewSize > 0 ? dreamSize(base, Math.min(previewSize, Math.max(base.width, base.height)), 1) : null;
  const guided = guide ? [{ from: guide, height: Math.min(...octaves.map(({ tile }) => tile.height)) }] : [];
  const memory = memoryFor([{ from: base, height: smallest.height }, ...guided], preview);
  const deviceBytes = planner.bytes(octaves) + 2 * (memory.strip + memory.preview);
  const plan = { base, octaves: octaves.map(told), leftOut, deviceBytes };
  return { plan, octaves, pixels: planner.pixels(octaves), memory, preview };
}

const told = ({ exponent, width, height, tile, tiles, fallback }: OctaveLayout): StillOctave => ({
  ...{ exponent, width, height, tile, tiles },
  ...(fallback && { fallback }),
});

/** The octaves of a recipe, small to large, and those that cannot be climbed. */
function sortOut(base: Size, { octaves: { from, to, scale } }: StillRecipe, planner: OctavePlanner) {
  const octaves: OctaveLayout[] = [];
  const leftOut: LeftOutOctave[] = [];
  for (let exponent = from; exponent <= to; exponent++) {
    const octave = { exponent, ...octaveSize(base, scale, exponent) };
    const planned = planner.plan(octave, octaves);
    if (typeof planned === 'string') leftOut.push({ ...octave, why: planned });
    else octaves.push(planned);
  }
  return { octaves, leftOut };
}

/** The GPU must hold what is not above the base: the octaves up to it, and the base itself where the detail is brought there. */
function expectRoom(base: Size, { carry, octaves: { from, to, scale } }: StillRecipe, limits: Limits): void {
  const largest = octaveSize(base, scale, Math.min(to, 0));
  for (const size of [...(from <= 0 ? [largest] : []), ...(carry === 'detail' ? [base] : [])]) {
    const why = tooLarge(size, limits);
    if (why !== null) throw sizeTooLarge(base, size, limits, why);
  }
}

function expectTilesOf({ tile }: StillRecipe, minimum: number): void {
  if (tile === null || tile >= minimum) return;
  throw new EngineError(
    'bad-params',
    `Expected tiles of at least ${String(minimum)} pixels, which the network needs for these layers, got ${String(tile)}. Choose larger tiles or shallower layers.`,
  );
}

/** Every octave was left out: how large a picture would have to be, or which octaves would do. */
function nothingLeft(base: Size, { octaves: { to, scale } }: StillRecipe, minimum: number, leftOut: readonly LeftOutOctave[]): EngineError {
  const came = `${String(base.width)}×${String(base.height)}`;
  const largest = leftOut.at(-1);
  if (largest && Math.min(largest.width, largest.height) >= minimum) {
    return new EngineError(
      'size-too-large',
      `No octave of a picture of ${came} pixels can be climbed here: ${largest.why} Choose smaller octaves.`,
    );
  }
  const least = String(Math.ceil(minimum / scale ** to));
  return new EngineError(
    'size-too-small',
    `A picture of ${came} pixels is too small for these layers, whatever its octave: expected at least ${least}×${least}. Choose a larger picture, larger octaves or shallower layers.`,
  );
}
