import type { Size } from '../../../src/engine/octaves.ts';
import { type Picture, at, draw } from './twins.ts';

/** The ascent rules once more, plainly: float64, one loop, no cleverness, no rolls. Pictures have four values a pixel, row-major. */

/** Mean, population standard deviation and mean absolute value of the three colours. */
export function sizesTwin(picture: Picture): {
  readonly mean: number;
  readonly std: number;
  readonly meanAbs: number;
  readonly rms: number;
} {
  const values = Array.from(picture).filter((_, index) => index % 4 !== 3);
  const of = (value: (v: number) => number): number => values.reduce((sum, v) => sum + value(v), 0) / values.length;
  const mean = of((v) => v);
  return { mean, std: Math.sqrt(of((v) => (v - mean) ** 2)), meanAbs: of(Math.abs), rms: Math.sqrt(of((v) => v * v)) };
}

function gaussianTwin(picture: Picture, size: Size, sigma: number, reach: number): number[] {
  const weight = (d: number): number => Math.exp((-d * d) / (2 * sigma * sigma));
  let total = 0;
  for (let d = -reach; d <= reach; d++) total += weight(d);
  return draw(size, (x, y, channel) => {
    let sum = 0;
    for (let j = -reach; j <= reach; j++) {
      for (let i = -reach; i <= reach; i++) sum += (weight(i) * weight(j) * at(picture, size, x + i, y + j, channel)) / (total * total);
    }
    return sum;
  });
}

/** The mean of three Gaussians, as far as the widest reaches. */
export function smoothTwin(picture: Picture, size: Size, sigma: number): number[] {
  const blurs = [sigma / 2, sigma, 2 * sigma].map((each) => gaussianTwin(picture, size, each, Math.ceil(6 * sigma)));
  return draw(size, (x, y, channel) => blurs.reduce((sum, blur) => sum + at(blur, size, x, y, channel), 0) / 3);
}

const BINOMIAL = [1, 4, 6, 4, 1];

const half = ({ width, height }: Size): Size => ({ width: Math.ceil(width / 2), height: Math.ceil(height / 2) });

function narrowTwin(picture: Picture, size: Size): number[] {
  return draw(half(size), (x, y, channel) => {
    let sum = 0;
    BINOMIAL.forEach((wy, j) => {
      BINOMIAL.forEach((wx, i) => (sum += (wx * wy * at(picture, size, 2 * x + i - 2, 2 * y + j - 2, channel)) / 256));
    });
    return sum;
  });
}

/** A level raised to the size of the one before it: zeros between its pixels, then four times the binomial. */
function raiseTwin(level: Picture, to: Size): number[] {
  const from = half(to);
  return draw(to, (x, y, channel) => {
    let sum = 0;
    for (let qy = Math.ceil(y / 2) - 2; qy <= y / 2 + 2; qy++) {
      for (let qx = Math.ceil(x / 2) - 2; qx <= x / 2 + 2; qx++) {
        const weight = (BINOMIAL[x - 2 * qx + 2] ?? 0) * (BINOMIAL[y - 2 * qy + 2] ?? 0);
        if (weight > 0) sum += (weight / 64) * at(level, from, qx, qy, channel);
      }
    }
    return sum;
  });
}

/** The Laplacian pyramid with each band divided by its root mean square, put together again: `lap_normalize` of the TF1 notebook. */
export function laplacianTwin(picture: Picture, size: Size, levels: number): number[] {
  if (levels === 0) return divided(picture);
  const narrow = narrowTwin(picture, size);
  const raised = raiseTwin(narrow, size);
  const band = divided(Array.from(picture, (value, index) => value - (raised[index] ?? NaN)));
  const below = raiseTwin(laplacianTwin(narrow, half(size), levels - 1), size);
  return band.map((value, index) => value + (below[index] ?? NaN));
}

function divided(picture: Picture): number[] {
  const { rms } = sizesTwin(picture);
  return Array.from(picture, (value) => value / Math.max(rms, 1e-10));
}

/** The total variation of a picture, rounded off below differences of 0.1. */
export function variationTwin(picture: Picture, size: Size): number {
  let sum = 0;
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const here = at(picture, size, x, y, channel);
        for (const d of [at(picture, size, x + 1, y, channel) - here, at(picture, size, x, y + 1, channel) - here])
          sum += Math.hypot(d, 0.1) - 0.1;
      }
    }
  }
  return sum;
}
