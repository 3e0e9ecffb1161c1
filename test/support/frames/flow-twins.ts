import type { FlowStage, PyramidLevel } from '../../../src/engine/carry/follow-layout.ts';
import type { Size } from '../../../src/engine/octaves.ts';
import { bilinearAt, cellAt, cubic, cubicSlope, curvedAt, fill } from './flow-twins-grid.ts';
import type { Grid } from './flow-twins-grid.ts';

/** The kernels of the optical flow once more, plainly, in float64. Flows have two values a cell, in pixels of the dream; a pyramid's levels lie one after the other. */

const LUMA = [0.2126, 0.7152, 0.0722] as const;
const SOFT = [1 / 8, 6 / 8, 1 / 8] as const;

/** The luma of a live picture in bytes, softened, and its halves. */
export function pyramidTwin(live: Grid, levels: readonly PyramidLevel[]): number[] {
  const made: number[][] = [];
  for (const [index, level] of levels.entries()) {
    const [above, larger] = [made[index - 1], levels[index - 1]];
    made.push(above && larger ? halved(above, larger, level) : softLuma(live, level));
  }
  return made.flat();
}

function softLuma(live: Grid, size: Size): number[] {
  const luma = fill(size, 1, (x, y) =>
    LUMA.reduce((sum, share, channel) => sum + 127.5 * share * (1 + cellAt(live, size, 4, x, y, channel)), 0),
  );
  return fill(size, 1, (x, y) => {
    let sum = 0;
    for (const [j, down] of SOFT.entries()) {
      for (const [i, across] of SOFT.entries()) sum += down * across * cellAt(luma, size, 1, x + i - 1, y + j - 1);
    }
    return sum;
  });
}

const halved = (larger: Grid, from: Size, to: Size): number[] =>
  fill(to, 1, (x, y) => {
    const each = [0, 1, 2, 3].map((k) => cellAt(larger, from, 1, 2 * x + (k % 2), 2 * y + Math.floor(k / 2)));
    return each.reduce((sum, value) => sum + value, 0) / 4;
  });

/** A level of a pyramid by itself. */
export const levelOf = (pyramid: Grid, { offset, width, height }: PyramidLevel): number[] =>
  Array.from({ length: width * height }, (_, index) => pyramid[offset + index] ?? NaN);

/** A stage's known flow at a place in pixels of the dream. */
function knownAt({ from }: FlowStage, known: Grid, x: number, y: number): readonly [x: number, y: number] {
  if (!from) return [0, 0];
  const [cx, cy] = [x / from.pixel - 0.5, y / from.pixel - 0.5];
  return [bilinearAt(known, from, 2, cx, cy, 0), bilinearAt(known, from, 2, cx, cy, 1)];
}

/** Gradients fainter than this are noise. */
const ZETA = 5;

/** What one pixel of the image says: w · (Ix², Ix·Iy, Iy², Ix·It, Iy·It). */
function product(stage: FlowStage, now: Grid, last: Grid, known: Grid, x: number, y: number): readonly number[] {
  const { level, pixel } = stage;
  const [u, v] = knownAt(stage, known, (x + 0.5) * pixel, (y + 0.5) * pixel);
  const [cx, cy] = [x + u / pixel, y + v / pixel];
  if (cx < 0 || cy < 0 || cx > level.width - 1 || cy > level.height - 1) return [0, 0, 0, 0, 0];
  const here = (dx: number, dy: number) => cellAt(now, level, 1, x + dx, y + dy);
  const slopeX = ((here(1, 0) - here(-1, 0)) / 2 + curvedAt(last, level, 1, [cx, cy, 0], cubicSlope, cubic)) / 2;
  const slopeY = ((here(0, 1) - here(0, -1)) / 2 + curvedAt(last, level, 1, [cx, cy, 0], cubic, cubicSlope)) / 2;
  const change = curvedAt(last, level, 1, [cx, cy, 0], cubic, cubic) - here(0, 0);
  const energy = slopeX ** 2 + slopeY ** 2;
  const weight = energy / (energy + ZETA ** 2) ** 2;
  return [slopeX ** 2, slopeX * slopeY, slopeY ** 2, slopeX * change, slopeY * change].map((each) => weight * each);
}

/** The structure tensor of a stage, five planes. */
export function tensorTwin(stage: FlowStage, now: Grid, last: Grid, known: Grid): number[] {
  const { level, ratio, grid } = stage;
  const [image, earlier] = [levelOf(now, level), levelOf(last, level)];
  const products = Array.from({ length: level.width * level.height }, (_, index) =>
    product(stage, image, earlier, known, index % level.width, Math.floor(index / level.width)),
  ).flat();
  return [0, 1, 2, 3, 4].flatMap((part) => {
    const gathered = fill(grid, 1, (x, y) => {
      let sum = 0;
      for (let j = 0; j < ratio; j++) {
        for (let i = 0; i < ratio; i++) sum += cellAt(products, level, 5, ratio * x + i, ratio * y + j, part);
      }
      return sum / ratio ** 2;
    });
    return smoothed(gathered, grid);
  });
}

const GAUSSIAN = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((d) => Math.exp(-(d ** 2) / 8));
const WHOLE = GAUSSIAN.reduce((sum, value) => sum + value, 0);

function smoothed(plane: Grid, size: Size): number[] {
  const along = (from: Grid, [dx, dy]: readonly [number, number]) =>
    fill(size, 1, (x, y) =>
      GAUSSIAN.reduce((sum, weight, k) => sum + (weight / WHOLE) * cellAt(from, size, 1, x + (k - 4) * dx, y + (k - 4) * dy), 0),
    );
  return along(along(plane, [1, 0]), [0, 1]);
}

const STEPS = 8;
const ALPHA = 0.3;

/** Eight Jacobi steps on the whole grid at once, from the known flow. */
export function relaxTwin(stage: FlowStage, tensor: Grid, known: Grid): number[] {
  const { grid, ratio, pixel } = stage;
  const [side, area] = [pixel * ratio, grid.width * grid.height];
  const start = fill(grid, 2, (x, y, axis) => (knownAt(stage, known, (x + 0.5) * side, (y + 0.5) * side)[axis] ?? NaN) / pixel);
  let flow = start;
  for (let step = 0; step < STEPS; step++) {
    const before = flow;
    flow = Array.from({ length: area }, (_, k) => {
      const [j0, j1, j2, j3, j4] = [0, 1, 2, 3, 4].map((part) => tensor[part * area + k] ?? NaN);
      if (j0 === undefined || j1 === undefined || j2 === undefined || j3 === undefined || j4 === undefined) return [NaN, NaN];
      const mean = [0, 1].map((axis) => neighbours(before, grid, k % grid.width, Math.floor(k / grid.width), axis));
      const [u, v] = [start[2 * k] ?? NaN, start[2 * k + 1] ?? NaN];
      const x = ALPHA * (mean[0] ?? NaN) - j3 + j0 * u + j1 * v;
      const y = ALPHA * (mean[1] ?? NaN) - j4 + j1 * u + j2 * v;
      const determinant = (j0 + ALPHA) * (j2 + ALPHA) - j1 ** 2;
      return [((j2 + ALPHA) * x - j1 * y) / determinant, ((j0 + ALPHA) * y - j1 * x) / determinant];
    }).flat();
  }
  return flow.map((value) => pixel * value);
}

/** The mean of the neighbours by (1 2 1; 2 0 2; 1 2 1) / 12. */
function neighbours(flow: Grid, grid: Size, x: number, y: number, axis: number): number {
  let sum = 0;
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const weight = dx === 0 && dy === 0 ? 0 : 3 - Math.abs(dx) - Math.abs(dy);
      sum += weight * cellAt(flow, grid, 2, x + dx, y + dy, axis);
    }
  }
  return sum / 12;
}

/** The whole flow, stage by stage. */
export function flowTwin(stages: readonly FlowStage[], now: Grid, last: Grid): number[] {
  return stages.reduce<number[]>((known, stage) => relaxTwin(stage, tensorTwin(stage, now, last, known), known), []);
}
