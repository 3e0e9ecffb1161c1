import type { Detail } from '../../../src/engine/index.ts';
import { lucasKanade } from '../measure/lucas-kanade.ts';
import { greyOf } from '../measure/pyramid.ts';
import { linearSampler } from '../measure/sample.ts';
import type { Size } from '../size.ts';

/** Two frames as RGBA bytes and Δ after the first of them. */
export interface Before extends Size {
  readonly detail: Detail;
  readonly last: Uint8Array;
  readonly next: Uint8Array;
}

/** What Δ is when the turn on the next frame begins. */
export type Carry = (before: Before) => Detail;

/** Each frame alone: nothing. */
export const none: Carry = ({ detail }) => ({ ...detail, data: new Float32Array(detail.data.length) });

/** The dreamt picture is blended with the next raw one, x = (1 - b) · D + b · I', so that Δ = (1 - b) · (Δ + I - I'): where things move their ghosts stay. */
export const blend =
  (b: number): Carry =>
  ({ detail, last, next }) => ({
    ...detail,
    data: detail.data.map((value, index) => (index % 4 === 3 ? 0 : (1 - b) * (value + ((last[index] ?? 0) - (next[index] ?? 0)) / 127.5))),
  });

/** Side of the window of the flow that carries, in the dream's pixels: not the flow that measures, which would flatter it. */
const WINDOW = 11;

/** Δ moves with the picture, by bilinear interpolation, without a mask and without fading. */
export const warp: Carry = ({ detail, last, next, width, height }) => {
  const size = { width, height };
  const flow = lucasKanade(greyOf(last, size), greyOf(next, size), { window: WINDOW, smoothing: 0 });
  const before = linearSampler({ ...detail, channels: 4 });
  const data = new Float32Array(detail.data.length);
  const sample = new Float64Array(3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    before((pixel % width) + (flow[2 * pixel] ?? 0), Math.floor(pixel / width) + (flow[2 * pixel + 1] ?? 0), sample);
    data.set(sample, 4 * pixel);
  }
  return { width, height, data };
};
