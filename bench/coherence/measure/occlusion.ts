import { inside } from '../size.ts';
import type { Size } from '../size.ts';
import { linearSampler } from './sample.ts';

/**
 * 1 for the pixels that were in sight in the other frame: |w + ŵ|² < 0.01 · (|w|² + |ŵ|²) + 0.5, w the flow at p to the other frame and ŵ the flow from
 * there, at p + w (Sundaram, Brox and Keutzer 2010; Ruder, Dosovitskiy and Brox 2016), where p + w lies in the picture.
 * @param there and `back`: x and y in pixels, interleaved, from either frame to the other
 */
export function consistent(there: Float32Array, back: Float32Array, size: Size): Uint8Array {
  const flowBack = linearSampler({ ...size, channels: 2, data: back });
  const w = new Float64Array(2);
  return Uint8Array.from({ length: size.width * size.height }, (_, pixel) => {
    const [u = 0, v = 0] = there.subarray(2 * pixel, 2 * pixel + 2);
    const [x, y] = [(pixel % size.width) + u, Math.floor(pixel / size.width) + v];
    if (!inside(size, x, y)) return 0;
    flowBack(x, y, w);
    return Number(agree(u, v, w[0] ?? 0, w[1] ?? 0));
  });
}

/** Whether two flows lead back to where they began. */
export const agree = (u: number, v: number, backU: number, backV: number): boolean =>
  (u + backU) ** 2 + (v + backV) ** 2 < 0.01 * (u ** 2 + v ** 2 + backU ** 2 + backV ** 2) + 0.5;
