import type { Motion } from '../../../src/engine/carry/motion.ts';
import { halfOf } from '../../../src/engine/carry/follow-layout.ts';
import type { Size } from '../../../src/engine/octaves.ts';
import { bilinearAt, clamp, cubic, curvedAt } from './flow-twins-grid.ts';
import type { Grid } from './flow-twins-grid.ts';
import { at, draw, sharpAt } from './twins.ts';

/** What becomes of Δ as it follows, once more, plainly, in float64. Pictures have four values a pixel. */

const BLOCK = 16;

const blocksOf = ({ width, height }: Size): Size => ({ width: Math.ceil(width / BLOCK), height: Math.ceil(height / BLOCK) });

/** The means of blocks of 16 × 16 pixels, of what there is of each. */
export function holdTwin(detail: Grid, dream: Size): number[] {
  return draw(blocksOf(dream), (bx, by, channel) => {
    let [sum, count] = [0, 0];
    for (let y = BLOCK * by; y < Math.min(BLOCK * (by + 1), dream.height); y++) {
      for (let x = BLOCK * bx; x < Math.min(BLOCK * (bx + 1), dream.width); x++) {
        sum += at(detail, dream, x, y, channel);
        count++;
      }
    }
    return sum / count;
  });
}

/** A grid of half the dream's size at a pixel of the dream. */
const halfAt = (grid: Grid, dream: Size, count: number, x: number, y: number, channel: number): number =>
  bilinearAt(grid, halfOf(dream), count, (x + 0.5) / 2 - 0.5, (y + 0.5) / 2 - 0.5, channel);

/** What carries Δ from the last frame. */
export interface Carrying {
  readonly field: Grid;
  readonly means: Grid;
  readonly motion: Motion;
  readonly decay: number;
  readonly seconds: number;
  readonly hold: number;
}

/** Δ less a share of its means, moved by the field and the motion, faded by both the decay and its doubt. */
export function followingTwin(detail: Grid, dream: Size, { field, means, motion, decay, seconds, hold }: Carrying): number[] {
  const middle = [(dream.width - 1) / 2, (dream.height - 1) / 2] as const;
  const { a, b, c, d, x0, y0 } = motion;
  const ones = Array.from(detail, () => 1);
  return draw(dream, (x, y, channel) => {
    const px = x + halfAt(field, dream, 4, x, y, 0) - middle[0];
    const py = y + halfAt(field, dream, 4, x, y, 1) - middle[1];
    const [cx, cy] = [a * px + b * py + x0 + middle[0], c * px + d * py + y0 + middle[1]];
    const left = Math.exp(-16 * seconds * halfAt(field, dream, 4, x, y, 2));
    const held = bilinearAt(means, blocksOf(dream), 4, (cx + 0.5) / BLOCK - 0.5, (cy + 0.5) / BLOCK - 0.5, channel);
    return decay * left * (sharpAt(detail, dream, cx, cy, channel) - hold * held * sharpAt(ones, dream, cx, cy, channel));
  });
}

/** The pictures that a climb joins Δ from; `lo` and `before` of octave size. */
export interface Climb {
  readonly live: Grid;
  readonly detail: Grid;
  readonly lo: Grid;
  readonly before: Grid;
}

/** clip(live + Δ + up(lo - before)(p + moved(p))) - live; nothing from outside is climbed. */
export function keepMovedTwin({ live, detail, lo, before }: Climb, moved: Grid, dream: Size, octave: Size): number[] {
  const climb = Array.from(lo, (value, index) => value - (before[index] ?? NaN));
  return draw(dream, (x, y, channel) => {
    const cx = ((x + halfAt(moved, dream, 4, x, y, 0) + 0.5) * octave.width) / dream.width - 0.5;
    const cy = ((y + halfAt(moved, dream, 4, x, y, 1) + 0.5) * octave.height) / dream.height - 0.5;
    const base = at(live, dream, x, y, channel);
    const inside = cx > -1 && cy > -1 && cx < octave.width && cy < octave.height;
    const climbed = inside ? (1 - halfAt(moved, dream, 4, x, y, 2)) * curvedAt(climb, octave, 4, [cx, cy, channel], cubic, cubic) : 0;
    return clamp(base + at(detail, dream, x, y, channel) + climbed, -1, 1) - base;
  });
}
