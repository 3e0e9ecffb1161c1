import type { Size } from '../octaves.ts';

/** One level of a pyramid of luma; `offset` in float32s. */
export interface PyramidLevel extends Size {
  readonly offset: number;
}

/** One stage of the flow, coarse to fine: its image's level, what of it makes a pixel of the grid, and the flow that it starts from. */
export interface FlowStage {
  readonly level: PyramidLevel;
  /** Pixels of the image along a side of one of the grid. */
  readonly ratio: 1 | 2;
  readonly grid: Size;
  /** Side of an image's pixel, in pixels of the dream. */
  readonly pixel: number;
  /** The grid of the known flow, and the side of its pixels; `null` for the first stage. */
  readonly from: (Size & { readonly pixel: number }) | null;
}

/** Levels at most, the dream size's own included (pyramid.wgsl). */
const MOST_LEVELS = 6;

/** The short side of the smallest level is not below this: there is nothing left to compare. */
const LEAST_SIDE = 10;

/** How often the dream size itself is compared, on the grid of half of it. */
const FINE_STAGES = 2;

/** The grid of the flow: half of the dream's size, upward. */
export const halfOf = ({ width, height }: Size): Size => ({ width: Math.ceil(width / 2), height: Math.ceil(height / 2) });

/** The levels of a pyramid, the dream size first; there are two at least. */
export function pyramidOf(dream: Size): readonly PyramidLevel[] {
  const levels: PyramidLevel[] = [{ ...dream, offset: 0 }];
  for (let last = levels[0]; last && levels.length < MOST_LEVELS; last = levels.at(-1)) {
    const next = halfOf(last);
    if (levels.length > 1 && Math.min(next.width, next.height) < LEAST_SIDE) break;
    levels.push({ ...next, offset: last.offset + last.width * last.height });
  }
  return levels;
}

/** Float32s of a pyramid. */
export const pyramidLength = (levels: readonly PyramidLevel[]): number =>
  levels.reduce((sum, { width, height }) => sum + width * height, 0);

/**
 * The stages, coarsest first: each level below the dream size on its own grid, then the dream size itself, twice, gathered on the grid of half of it. So the
 * finest detail counts, and the flow stays small.
 */
export function stagesOf(levels: readonly PyramidLevel[]): readonly FlowStage[] {
  const stages: FlowStage[] = [];
  const add = (index: number, ratio: 1 | 2): void => {
    const [level, grid] = [levels[index], levels[index + ratio - 1]];
    if (!level || !grid) return;
    const last = stages.at(-1);
    const from = last ? { ...last.grid, pixel: last.pixel * last.ratio } : null;
    stages.push({ level, ratio, grid: { width: grid.width, height: grid.height }, pixel: 2 ** index, from });
  };
  for (let index = levels.length - 1; index > 0; index--) add(index, 1);
  for (let index = 0; index < FINE_STAGES; index++) add(0, 2);
  return stages;
}
