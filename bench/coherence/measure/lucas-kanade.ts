import { inside } from '../size.ts';
import type { Size } from '../size.ts';
import { blurred } from './blur.ts';
import { pyramid, resizedFlow, smoothFlow } from './pyramid.ts';
import type { Grey } from './pyramid.ts';
import { cubicSampler } from './sample.ts';

export interface LucasKanadeOptions {
  /** Side of the window in pixels: a Gaussian that ends there, at three deviations. */
  readonly window: number;
  /** Deviation of the Gaussian that the flow is smoothed by at the end, in pixels; 0 leaves it. */
  readonly smoothing: number;
}

/** Of each level; the last ones change the flow by a hundredth of a pixel. */
const ITERATIONS = 8;
/** Shortest side of the smallest level. */
const SMALLEST = 16;
/** No iteration goes farther, in pixels: what is linear holds nearby only. */
const LONGEST = 1;
/** Added to the diagonal, in squares of bytes a pixel: where there is no structure nothing moves. */
const DAMPING = 0.5;

/**
 * From the current picture to the previous one: x and y in pixels for every pixel, by the pyramidal, iterated method of Lucas and Kanade (1981; Bouguet 2001)
 * for every pixel, coarse to fine. Σ w·g·gᵀ·d = -Σ w·g·(previous(p + flow) - current(p)), g the gradient of the current picture and w a Gaussian window.
 */
export function lucasKanade(previous: Grey, current: Grey, { window, smoothing }: LucasKanadeOptions): Float32Array {
  const [before, now] = [pyramid(previous, SMALLEST), pyramid(current, SMALLEST)];
  const deviation = (window - 1) / 6;
  const smallest = now.at(-1) ?? current;
  let flow: Float64Array = new Float64Array(2 * smallest.width * smallest.height);
  let size: Size = smallest;
  for (let level = now.length - 1; level >= 0; level--) {
    const [from, to] = [before[level] ?? previous, now[level] ?? current];
    flow = refined(resizedFlow(flow, size, to), from, to, deviation);
    size = to;
  }
  return Float32Array.from(smoothing > 0 ? smoothFlow(flow, current, smoothing) : flow);
}

function refined(flow: Float64Array, previous: Grey, current: Grey, deviation: number): Float64Array {
  const gradient = gradientOf(current);
  const weighted = (plane: Float64Array) => blurred(plane, current, deviation);
  const counts = insideOf(flow, current);
  const product = (a: Float64Array, b: Float64Array) => weighted(a.map((value, pixel) => (counts[pixel] ?? 0) * value * (b[pixel] ?? 0)));
  const tensor = [product(gradient.x, gradient.x), product(gradient.x, gradient.y), product(gradient.y, gradient.y)] as const;
  let moved = flow;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const error = errorOf(moved, previous, current);
    moved = stepped(moved, tensor, product(gradient.x, error), product(gradient.y, error));
  }
  return moved;
}

function stepped(
  flow: Float64Array,
  [xx, xy, yy]: readonly [Float64Array, Float64Array, Float64Array],
  errorX: Float64Array,
  errorY: Float64Array,
): Float64Array {
  const moved = new Float64Array(flow.length);
  for (let pixel = 0; pixel < xx.length; pixel++) {
    const [a, b, c] = [(xx[pixel] ?? 0) + DAMPING, xy[pixel] ?? 0, (yy[pixel] ?? 0) + DAMPING];
    const [ex, ey] = [errorX[pixel] ?? 0, errorY[pixel] ?? 0];
    const det = a * c - b * b;
    const [x, y] = [(b * ey - c * ex) / det, (b * ex - a * ey) / det];
    const shorter = Math.min(1, LONGEST / Math.hypot(x, y));
    moved[2 * pixel] = (flow[2 * pixel] ?? 0) + x * shorter;
    moved[2 * pixel + 1] = (flow[2 * pixel + 1] ?? 0) + y * shorter;
  }
  return moved;
}

/** previous(p + flow) - current(p). */
function errorOf(flow: Float64Array, previous: Grey, current: Grey): Float64Array {
  const previously = cubicSampler({ ...previous, channels: 1 });
  const sample = new Float64Array(1);
  return current.data.map((value, pixel) => {
    const [x, y] = [pixel % current.width, Math.floor(pixel / current.width)];
    previously(x + (flow[2 * pixel] ?? 0), y + (flow[2 * pixel + 1] ?? 0), sample);
    return (sample[0] ?? 0) - value;
  });
}

/** What left the picture says nothing about its motion. */
const insideOf = (flow: Float64Array, { width, height, data }: Grey): Float64Array =>
  data.map((_, pixel) =>
    Number(inside({ width, height }, (pixel % width) + (flow[2 * pixel] ?? 0), Math.floor(pixel / width) + (flow[2 * pixel + 1] ?? 0))),
  );

/** Central differences over five pixels (1, -8, 0, 8, -1) / 12; at the border its pixels go on. */
function gradientOf({ width, height, data }: Grey): { readonly x: Float64Array; readonly y: Float64Array } {
  const value = (x: number, y: number): number =>
    data[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))] ?? 0;
  const along = (dx: number, dy: number): Float64Array =>
    data.map((_, pixel) => {
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      const near = value(x + dx, y + dy) - value(x - dx, y - dy);
      return (8 * near - value(x + 2 * dx, y + 2 * dy) + value(x - 2 * dx, y - 2 * dy)) / 12;
    });
  return { x: along(1, 0), y: along(0, 1) };
}
