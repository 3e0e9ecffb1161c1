import type { Size } from '../size.ts';

/** Numbers per pixel, interleaved, row-major: `channels` of them. */
export interface Field extends Size {
  readonly channels: number;
  readonly data: Float32Array | Float64Array;
}

const clamp = (index: number, most: number): number => (index < 0 ? 0 : index > most ? most : index);

/** Weights of four neighbours around a point `t` behind the second (Keys 1981, a = -1/2). */
function cubic(t: number, into: Float64Array): void {
  into[0] = 0.5 * t * (t * (2 - t) - 1);
  into[1] = 0.5 * (t * t * (3 * t - 5) + 2);
  into[2] = 0.5 * t * (t * (4 - 3 * t) + 1);
  into[3] = 0.5 * t * t * (t - 1);
}

function linear(t: number, into: Float64Array): void {
  into[0] = 0;
  into[1] = 1 - t;
  into[2] = t;
  into[3] = 0;
}

/** Writes the first channels of a field at a point, as many as `into` has; beyond the border its outermost pixels go on. */
export type Sampler = (x: number, y: number, into: Float64Array) => void;

const sampler = (weigh: typeof cubic, first: number, last: number) =>
  function of({ width, height, channels, data }: Field): Sampler {
    const [columns, rows] = [new Float64Array(4), new Float64Array(4)];
    return (x, y, into) => {
      const [left, top] = [Math.floor(x), Math.floor(y)];
      weigh(x - left, columns);
      weigh(y - top, rows);
      into.fill(0);
      for (let j = first; j <= last; j++) {
        const row = clamp(top - 1 + j, height - 1) * width;
        for (let i = first; i <= last; i++) {
          const weight = (rows[j] ?? 0) * (columns[i] ?? 0);
          const at = channels * (row + clamp(left - 1 + i, width - 1));
          for (let channel = 0; channel < into.length; channel++) into[channel] = (into[channel] ?? 0) + weight * (data[at + channel] ?? 0);
        }
      }
    };
  };

/** By bicubic interpolation. */
export const cubicSampler = sampler(cubic, 0, 3);

/** By bilinear interpolation. */
export const linearSampler = sampler(linear, 1, 2);
