import type { FollowValues } from '../../../src/engine/kernels/frame.ts';
import type { Size } from '../../../src/engine/octaves.ts';
import { bilinearAt, cellAt, clamp, cubic, curvedAt, fill } from './flow-twins-grid.ts';
import type { Grid } from './flow-twins-grid.ts';

/** What is made of a flow, once more, plainly, in float64. All grids have half the dream's size. */

/** The pictures and flows that a mismatch is found from. */
export interface MismatchInput {
  readonly size: Size;
  /** Luma. */
  readonly now: Grid;
  readonly last: Grid;
  readonly flow: Grid;
  /** The flow the other way; `null` where the two are not compared. */
  readonly back: Grid | null;
}

type Place = (x: number, y: number) => number;

/** Asked for often, worked out once. */
function remembered(place: Place): Place {
  const known = new Map<string, number>();
  return (x, y) => {
    const key = `${String(x)} ${String(y)}`;
    const value = known.get(key) ?? place(x, y);
    known.set(key, value);
    return value;
  };
}

/** What `join` makes of a place's surroundings. */
const around =
  (place: Place, reach: number, join: (values: readonly number[]) => number): Place =>
  (x, y) => {
    const values: number[] = [];
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) values.push(place(x + dx, y + dy));
    }
    return join(values);
  };

const BINOMIAL = [1, 4, 6, 4, 1].map((weight) => weight / 16);
const binomial = (values: readonly number[]): number =>
  values.reduce((sum, value, k) => sum + (BINOMIAL[k % 5] ?? NaN) * (BINOMIAL[Math.floor(k / 5)] ?? NaN) * value, 0);
const least = (values: readonly number[]): number => Math.min(...values);
const most = (values: readonly number[]): number => Math.max(...values);

/** The mismatch of a flow. What is differenced goes on beyond the edges by repeating them; all that follows is of that. */
export function mismatchTwin(input: MismatchInput): number[] {
  const { size } = input;
  const [right, bottom] = [size.width - 1, size.height - 1];
  const difference = remembered((x, y) => differenceAt(input, clamp(x, 0, right), clamp(y, 0, bottom)));
  const smooth = around(difference, 2, binomial);
  const steep = around(remembered(slopeAt(input)), 2, binomial);
  const unexplained: Place = (x, y) => {
    const found = Math.abs(smooth(x, y));
    return found * clamp((2 * found) / Math.max(0.2 * Math.sqrt(steep(x, y)), 1e-6) - 1, 0, 1);
  };
  const badly = remembered((x, y) => (disagrees(input, clamp(x, 0, right), clamp(y, 0, bottom)) ? 1000 : unexplained(x, y)));
  const eroded = remembered(around(badly, 1, least));
  const opened = remembered(around(eroded, 1, most));
  return fill(size, 1, around(opened, 1, most));
}

/** The square of the gradient of the newer picture. */
const slopeAt =
  ({ size, now }: MismatchInput): Place =>
  (x, y) => {
    const across = cellAt(now, size, 1, x + 1, y) - cellAt(now, size, 1, x - 1, y);
    const down = cellAt(now, size, 1, x, y + 1) - cellAt(now, size, 1, x, y - 1);
    return (across ** 2 + down ** 2) / 4;
  };

function differenceAt({ size, now, last, flow }: MismatchInput, x: number, y: number): number {
  const [cx, cy] = [x + cellAt(flow, size, 2, x, y, 0) / 2, y + cellAt(flow, size, 2, x, y, 1) / 2];
  if (cx < 0 || cy < 0 || cx > size.width - 1 || cy > size.height - 1) return 0;
  return cellAt(now, size, 1, x, y) - curvedAt(last, size, 1, [cx, cy, 0], cubic, cubic);
}

function disagrees({ size, flow, back }: MismatchInput, x: number, y: number): boolean {
  if (!back) return false;
  const [u, v] = [cellAt(flow, size, 2, x, y, 0), cellAt(flow, size, 2, x, y, 1)];
  const [r, s] = [0, 1].map((axis) => bilinearAt(back, size, 2, x + u / 2, y + v / 2, axis));
  if (r === undefined || s === undefined) return true;
  return (u + r) ** 2 + (v + s) ** 2 >= 0.01 * (u ** 2 + v ** 2 + r ** 2 + s ** 2) + 0.5;
}

/** What a field is made of. */
export interface FollowInput {
  readonly dream: Size;
  readonly size: Size;
  readonly values: FollowValues;
  readonly flow: Grid;
  readonly mismatch: Grid;
  /** How many cells have a mismatch above the strong limit. */
  readonly count: number;
  /** The last frame's field, four values a cell. */
  readonly before: Grid;
  readonly movedBefore: Grid;
}

const smoothstep = (low: number, high: number, value: number): number => {
  const t = clamp((value - low) / (high - low), 0, 1);
  return t * t * (3 - 2 * t);
};

/** The field, four values a cell, and how far Δ has moved and what is lost, four. */
export function followTwin(input: FollowInput): { readonly field: number[]; readonly moved: number[] } {
  const { size, values, flow, before, movedBefore, count } = input;
  const { known, letGo, underWay, strong, weak, seconds } = values;
  const cut = letGo || (known && count > 0.4 * size.width * size.height);
  const flowAt: Place[] = [0, 1].map((axis) => (x, y) => {
    if (cut) return 0;
    const found = [0, 1].map((each) => (known ? cellAt(flow, size, 2, x, y, each) : 0));
    return (found[axis] ?? NaN) + (wandering(input, x, y, Math.hypot(...found))[axis] ?? NaN);
  });
  const earlier = (grid: Grid, channels: number, x: number, y: number, channel: number): number =>
    bilinearAt(grid, size, channels, x + (flowAt[0]?.(x, y) ?? NaN) / 2, y + (flowAt[1]?.(x, y) ?? NaN) / 2, channel);
  const tripped: Place = (x, y) => {
    if (!known) return 0;
    const limit = strong + (weak - strong) * clamp(4 * earlier(before, 4, x, y, 2), 0, 1);
    return smoothstep(0.8 * limit, 1.2 * limit, cellAt(input.mismatch, size, 1, x, y));
  };
  const doubt: Place = (x, y) => {
    if (cut) return 1;
    return known ? Math.max(0, tripped(x, y), earlier(before, 4, x, y, 2) - seconds / 0.25) : 0;
  };
  const moved = (x: number, y: number, axis: number): number => {
    if (!known || !underWay) return 0;
    if (axis === 2) return cut ? 1 : Math.max(tripped(x, y), earlier(movedBefore, 4, x, y, 2));
    return axis === 3 ? 0 : (flowAt[axis]?.(x, y) ?? NaN) + earlier(movedBefore, 4, x, y, axis);
  };
  return {
    field: fill(size, 4, (x, y, channel) => [...flowAt, doubt][channel]?.(x, y) ?? 0),
    moved: fill(size, 4, moved),
  };
}

/** Three waves, each across its own direction, where it is slower than 4 to 16 pixels a second. */
function wandering({ dream, values }: FollowInput, x: number, y: number, length: number): readonly [x: number, y: number] {
  const { seconds, restless, time } = values;
  const still = 1 - smoothstep(4, 16, length / Math.max(seconds, 1e-3));
  let [u, v] = [0, 0];
  for (let i = 0; i < 3; i++) {
    const angle = 2.4 * i + 0.7;
    const along = Math.cos(angle) * (2 * x + 0.5) + Math.sin(angle) * (2 * y + 0.5);
    const wave = along / (Math.min(dream.width, dream.height) * (0.35 + 0.12 * i));
    const share = (restless / 3) * seconds * still * Math.cos(2 * Math.PI * (wave + time / (7 + 3 * i) + 0.37 * i));
    u -= Math.sin(angle) * share;
    v += Math.cos(angle) * share;
  }
  return [u, v];
}
