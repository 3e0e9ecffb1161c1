import { seededRandom } from '../../../src/engine/jitter.ts';
import type { Size } from '../../../src/engine/octaves.ts';

/** Grids of one or more values a cell, row-major, for the twins of the flow's kernels. */
export type Grid = ArrayLike<number>;

/** A curve that weighs a cell by how far a point lies behind it. */
type Curve = (distance: number) => number;

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** A grid made value by value. */
export function fill({ width, height }: Size, count: number, value: (x: number, y: number, channel: number) => number): number[] {
  return Array.from({ length: count * width * height }, (_, index) => {
    const cell = Math.floor(index / count);
    return value(cell % width, Math.floor(cell / width), index % count);
  });
}

/** A value of a grid of `count` values a cell; edges are repeated. */
export const cellAt = (grid: Grid, { width, height }: Size, count: number, x: number, y: number, channel = 0): number =>
  grid[count * (clamp(y, 0, height - 1) * width + clamp(x, 0, width - 1)) + channel] ?? NaN;

/** A value between cells, bilinear; edges are repeated. */
export function bilinearAt(grid: Grid, size: Size, count: number, x: number, y: number, channel = 0): number {
  const [px, py] = [clamp(x, 0, size.width - 1), clamp(y, 0, size.height - 1)];
  let sum = 0;
  for (const qy of [Math.floor(py), Math.floor(py) + 1]) {
    for (const qx of [Math.floor(px), Math.floor(px) + 1])
      sum += (1 - Math.abs(px - qx)) * (1 - Math.abs(py - qy)) * cellAt(grid, size, count, qx, qy, channel);
  }
  return sum;
}

/** Keys' cubic convolution kernel, a = -1/2. */
export function cubic(distance: number): number {
  const d = Math.abs(distance);
  if (d < 1) return 1.5 * d ** 3 - 2.5 * d ** 2 + 1;
  return d < 2 ? -0.5 * d ** 3 + 2.5 * d ** 2 - 4 * d + 2 : 0;
}

/** Its derivative. */
export function cubicSlope(distance: number): number {
  const d = Math.abs(distance);
  if (d < 1) return Math.sign(distance) * (4.5 * d ** 2 - 5 * d);
  return d < 2 ? Math.sign(distance) * (-1.5 * d ** 2 + 5 * d - 4) : 0;
}

/** A value between cells, by a curve along each axis; edges are repeated. */
export function curvedAt(
  grid: Grid,
  size: Size,
  count: number,
  [x, y, channel]: readonly [number, number, number],
  across: Curve,
  down: Curve,
): number {
  let sum = 0;
  for (let qy = Math.floor(y) - 1; qy <= Math.floor(y) + 2; qy++) {
    for (let qx = Math.floor(x) - 1; qx <= Math.floor(x) + 2; qx++)
      sum += across(x - qx) * down(y - qy) * cellAt(grid, size, count, qx, qy, channel);
  }
  return sum;
}

/** Random waves, four in each channel, of 6 to 30 cells: smooth, in [-reach, reach]. */
export function waves(size: Size, count: number, seed: number, reach = 1): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  const channels = Array.from({ length: count }, () =>
    Array.from({ length: 4 }, () => {
      const [angle, wave] = [2 * Math.PI * random(), (2 * Math.PI) / (6 + 24 * random())];
      return { x: wave * Math.cos(angle), y: wave * Math.sin(angle), phase: 2 * Math.PI * random() };
    }),
  );
  return Float32Array.from(
    fill(size, count, (x, y, channel) =>
      (channels[channel] ?? []).reduce((sum, wave) => sum + (reach / 4) * Math.sin(wave.x * x + wave.y * y + wave.phase), 0),
    ),
  );
}

/** The largest difference of two grids, as a share of the largest value that was expected. */
export function apart(found: Grid, expected: Grid): number {
  if (found.length !== expected.length) throw new RangeError(`Expected ${String(expected.length)} values, got ${String(found.length)}.`);
  let [difference, most] = [0, 0];
  for (let index = 0; index < expected.length; index++) {
    const [value, wanted] = [found[index] ?? NaN, expected[index] ?? NaN];
    difference = Math.max(difference, Math.abs(value - wanted));
    most = Math.max(most, Math.abs(wanted));
  }
  return difference / most;
}
