import type { Size } from '../size.ts';

/** A Gaussian's weights out to three deviations, the middle one first; with their mirror images they sum to 1. */
function gaussian(deviation: number): Float64Array {
  const half = Float64Array.from({ length: Math.ceil(3 * deviation) + 1 }, (_, x) => Math.exp((-x * x) / (2 * deviation * deviation)));
  const sum = half.reduce((all, weight, x) => all + (x === 0 ? 1 : 2) * weight, 0);
  return half.map((weight) => weight / sum);
}

/** The Gaussian-weighted sum around every pixel, in which what lies outside the picture counts as 0. */
export function blurred(plane: Float64Array, { width, height }: Size, deviation: number): Float64Array {
  const weights = gaussian(deviation);
  const across = new Float64Array(plane.length);
  for (let y = 0; y < height; y++) line(plane, across, { start: y * width, step: 1, length: width }, weights);
  const both = new Float64Array(plane.length);
  for (let x = 0; x < width; x++) line(across, both, { start: x, step: width, length: height }, weights);
  return both;
}

interface Line {
  readonly start: number;
  readonly step: number;
  readonly length: number;
}

function line(from: Float64Array, into: Float64Array, { start, step, length }: Line, weights: Float64Array): void {
  for (let index = 0; index < length; index++) {
    let sum = (weights[0] ?? 0) * (from[start + index * step] ?? 0);
    const reach = Math.min(weights.length - 1, Math.max(index, length - 1 - index));
    for (let far = 1; far <= reach; far++) {
      const before = index - far < 0 ? 0 : (from[start + (index - far) * step] ?? 0);
      const behind = index + far >= length ? 0 : (from[start + (index + far) * step] ?? 0);
      sum += (weights[far] ?? 0) * (before + behind);
    }
    into[start + index * step] = sum;
  }
}
