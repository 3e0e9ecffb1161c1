import type { Detail } from '../../../src/engine/index.ts';

/** A Δ of three waves, smooth enough that bicubic interpolation hardly errs, moved by (x, y) pixels. */
export function waves(width: number, height: number, x = 0, y = 0): Detail {
  return detailOf(width, height, (column, row, channel) => {
    const [u, v] = [column - x, row - y];
    return 0.1 * (Math.sin(0.5 * u + channel) + Math.sin(0.45 * v - 2 * channel) + Math.cos(0.33 * (u + v)));
  });
}

export function detailOf(width: number, height: number, value: (x: number, y: number, channel: number) => number): Detail {
  const data = Float32Array.from({ length: 4 * width * height }, (_, index) => {
    const [pixel, channel] = [Math.floor(index / 4), index % 4];
    return channel === 3 ? 0 : value(pixel % width, Math.floor(pixel / width), channel);
  });
  return { width, height, data };
}

/** The same flow at every pixel. */
export const evenFlow = (width: number, height: number, x: number, y: number): Float32Array =>
  Float32Array.from({ length: 2 * width * height }, (_, index) => (index % 2 === 0 ? x : y));
