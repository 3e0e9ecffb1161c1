import type { Detail } from '../../../src/engine/index.ts';
import { inside } from '../size.ts';
import type { Size } from '../size.ts';
import { blurred } from './blur.ts';
import { cubicSampler } from './sample.ts';

/** How a picture moved: from every pixel to where it was a frame ago, and which pixels were in sight then. */
export interface Truth {
  /** x and y in pixels, interleaved. */
  readonly flow: Float32Array;
  /** 1 where it counts. */
  readonly visible: Uint8Array;
}

/** How well Δ stuck to what moved, from one frame to the next. */
export interface Coherence {
  /** RMS(Δ_t − W(Δ_{t−1})) / RMS(Δ_t): 0 is glued to what moves, √2 is unrelated. */
  readonly flicker: number;
  /** What is left of that after the locally best extra shift: what changed rather than moved. */
  readonly boil: number;
  /** Mean length of that shift, in pixels. */
  readonly slip: number;
}

/** How far Δ is looked for beside where it should be, and how finely, in pixels. */
const REACH = 1.5;
const GRID = 0.25;
/** Deviation of the window that a shift is chosen by, in pixels. */
const WINDOW = 5;

interface Shift {
  readonly x: number;
  readonly y: number;
  readonly length: number;
}

/** All shifts of the grid within reach, the shortest first: of two that are as good the shorter is taken. */
const SHIFTS: readonly Shift[] = shiftsWithin(REACH, GRID);

function shiftsWithin(reach: number, grid: number): readonly Shift[] {
  const steps = Math.round(reach / grid);
  const line = Array.from({ length: 2 * steps + 1 }, (_, index) => (index - steps) * grid);
  return line
    .flatMap((y) => line.map((x) => ({ x, y, length: Math.hypot(x, y) })))
    .filter(({ length }) => length <= reach)
    .sort((a, b) => a.length - b.length);
}

/**
 * Flicker, boil and slip of Δ from the frame before to this one. The extra shift is sought for every pixel among quarters of a pixel within 1.5, by the
 * residual's energy in a Gaussian window of deviation 5 over what was in sight; boil is the mean of the least such energies.
 * @returns `null` where nothing of Δ was in sight before
 */
export function coherence(current: Detail, previous: Detail, { flow, visible }: Truth): Coherence | null {
  const counts = Float64Array.from(visible);
  const energy = sumOver(energyOf(current), counts);
  if (energy === 0) return null;
  const shares = blurred(counts, current, WINDOW);
  const least = new Float64Array(counts.length).fill(Infinity);
  const slips = new Float64Array(counts.length);
  let apart = 0;
  for (const shift of SHIFTS) {
    const residual = residualEnergy(current, previous, { flow, visible }, shift);
    if (shift.length === 0) apart = sumOver(residual, counts);
    const windowed = blurred(residual, current, WINDOW);
    for (let pixel = 0; pixel < least.length; pixel++) {
      const mean = (windowed[pixel] ?? 0) / (shares[pixel] ?? 1);
      if (visible[pixel] === 0 || mean >= (least[pixel] ?? 0)) continue;
      least[pixel] = mean;
      slips[pixel] = shift.length;
    }
  }
  const pixels = counts.reduce((sum, count) => sum + count, 0);
  return {
    flicker: Math.sqrt(apart / energy),
    boil: Math.sqrt(sumOver(least, counts) / energy),
    slip: sumOver(slips, counts) / pixels,
  };
}

/** |Δ_t(p) − Δ_{t−1}(p + flow + shift)|² for the pixels that count, 0 elsewhere. */
function residualEnergy(current: Detail, previous: Detail, { flow, visible }: Truth, shift: Shift): Float64Array {
  const { width } = current;
  const previously = cubicSampler({ ...previous, channels: 4 });
  const sample = new Float64Array(3);
  return Float64Array.from(visible, (counts, pixel) => {
    if (counts === 0) return 0;
    previously((pixel % width) + at(flow, 2 * pixel) + shift.x, Math.floor(pixel / width) + at(flow, 2 * pixel + 1) + shift.y, sample);
    let sum = 0;
    for (let channel = 0; channel < 3; channel++) sum += (at(current.data, 4 * pixel + channel) - at(sample, channel)) ** 2;
    return sum;
  });
}

const at = (values: Float32Array | Float64Array, index: number): number => values[index] ?? 0;

/** |Δ|² of every pixel. */
export function energyOf({ width, height, data }: Detail): Float64Array {
  return Float64Array.from({ length: width * height }, (_, pixel) => {
    const first = 4 * pixel;
    return at(data, first) ** 2 + at(data, first + 1) ** 2 + at(data, first + 2) ** 2;
  });
}

/** The sum over the pixels that count; others may be anything. */
function sumOver(values: Float64Array, counts: Float64Array): number {
  let sum = 0;
  for (let pixel = 0; pixel < values.length; pixel++) if (at(counts, pixel) > 0) sum += at(values, pixel);
  return sum;
}

/** Those of the pixels whose place a frame ago lies in the picture. */
export function inPicture(flow: Float32Array, size: Size): Uint8Array {
  return Uint8Array.from({ length: size.width * size.height }, (_, pixel) =>
    Number(inside(size, (pixel % size.width) + at(flow, 2 * pixel), Math.floor(pixel / size.width) + at(flow, 2 * pixel + 1))),
  );
}
