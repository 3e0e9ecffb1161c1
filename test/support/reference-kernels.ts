import type { ConvNode, PoolNode } from '../../src/engine/network/graph.ts';
import { slide, type Shape } from '../../src/engine/network/shapes.ts';

/**
 * The plain twins of the engine's network kernels: naive loops in double precision. Arrays are HWC, row-major.
 * `visit` below walks a window over the picture; every kernel is that walk with one line of arithmetic.
 */

/** One pixel pair that a window connects: offsets of the first channel at the output and at the input, and the tap's index in the window. */
type Visit = (output: number, input: number, tap: number) => void;

interface Sliding {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: 'same' | 'valid';
}

/** Calls `visit` for each output pixel's taps inside the picture, row-major; offsets count pixels, not channels. */
function walk(input: Shape, window: Sliding, visit: Visit): void {
  const [kernelHeight, kernelWidth] = window.kernel;
  const [strideY, strideX] = window.stride;
  const rows = slide(input.height, kernelHeight, strideY, window.padding);
  const columns = slide(input.width, kernelWidth, strideX, window.padding);
  for (let oy = 0; oy < rows.size; oy++) {
    for (let ox = 0; ox < columns.size; ox++) {
      for (let ky = 0; ky < kernelHeight; ky++) {
        const iy = oy * strideY - rows.before + ky;
        if (iy < 0 || iy >= input.height) continue;
        for (let kx = 0; kx < kernelWidth; kx++) {
          const ix = ox * strideX - columns.before + kx;
          if (ix >= 0 && ix < input.width) visit(oy * columns.size + ox, iy * input.width + ix, ky * kernelWidth + kx);
        }
      }
    }
  }
}

function at(values: Float64Array | Float32Array, index: number): number {
  return values[index] ?? Number.NaN;
}

/** y = [relu](bias + Σ taps, input channels: x · w) */
export function convForward(node: ConvNode, input: Shape, x: Float64Array, outputPixels: number): Float64Array {
  const { channels, weights, bias } = node;
  const y = new Float64Array(outputPixels * channels);
  for (let index = 0; index < y.length; index++) y[index] = at(bias, index % channels);
  walk(input, node, (output, from, tap) => {
    for (let ci = 0; ci < input.channels; ci++) {
      const value = at(x, from * input.channels + ci);
      if (value === 0) continue;
      const row = (tap * input.channels + ci) * channels;
      const target = output * channels;
      for (let co = 0; co < channels; co++) y[target + co] = at(y, target + co) + value * at(weights, row + co);
    }
  });
  return node.relu ? y.map((value) => Math.max(value, 0)) : y;
}

/** dx = Σ taps, output channels: dy · w, with dy masked where the fused ReLU cut (y ≤ 0). Adds to `dx`. */
export function convBackward(node: ConvNode, input: Shape, y: Float64Array, dy: Float64Array, dx: Float64Array): void {
  const { channels, weights } = node;
  const masked = node.relu ? dy.map((value, index) => (at(y, index) > 0 ? value : 0)) : dy;
  walk(input, node, (output, to, tap) => {
    for (let ci = 0; ci < input.channels; ci++) {
      const row = (tap * input.channels + ci) * channels;
      const source = output * channels;
      let sum = 0;
      for (let co = 0; co < channels; co++) sum += at(masked, source + co) * at(weights, row + co);
      dx[to * input.channels + ci] = at(dx, to * input.channels + ci) + sum;
    }
  });
}

/** y = the window's largest value; padding takes no part. */
export function maxPoolForward(node: PoolNode, input: Shape, x: Float64Array, outputPixels: number): Float64Array {
  const y = new Float64Array(outputPixels * input.channels).fill(-Infinity);
  walk(input, node, (output, from) => {
    for (let c = 0; c < input.channels; c++) {
      y[output * input.channels + c] = Math.max(at(y, output * input.channels + c), at(x, from * input.channels + c));
    }
  });
  return y;
}

/** The first maximum of a window in row-major order takes the whole gradient. Adds to `dx`. */
export function maxPoolBackward(node: PoolNode, input: Shape, x: Float64Array, y: Float64Array, dy: Float64Array, dx: Float64Array): void {
  const taken = new Uint8Array(y.length);
  walk(input, node, (output, to) => {
    for (let c = 0; c < input.channels; c++) {
      const source = output * input.channels + c;
      const target = to * input.channels + c;
      if (taken[source] === 1 || at(x, target) !== at(y, source)) continue;
      taken[source] = 1;
      dx[target] = at(dx, target) + at(dy, source);
    }
  });
}

/** y = the mean of the window's pixels inside the picture: with `same` padding the borders divide by fewer. */
export function averagePoolForward(node: PoolNode, input: Shape, x: Float64Array, outputPixels: number): Float64Array {
  const y = new Float64Array(outputPixels * input.channels);
  const valid = validCounts(node, input, outputPixels);
  walk(input, node, (output, from) => {
    for (let c = 0; c < input.channels; c++) {
      const target = output * input.channels + c;
      y[target] = at(y, target) + at(x, from * input.channels + c) / at(valid, output);
    }
  });
  return y;
}

/** Each pixel inside the window takes dy ÷ the same count that the mean divided by. Adds to `dx`. */
export function averagePoolBackward(node: PoolNode, input: Shape, dy: Float64Array, dx: Float64Array): void {
  const valid = validCounts(node, input, dy.length / input.channels);
  walk(input, node, (output, to) => {
    for (let c = 0; c < input.channels; c++) {
      const target = to * input.channels + c;
      dx[target] = at(dx, target) + at(dy, output * input.channels + c) / at(valid, output);
    }
  });
}

function validCounts(node: PoolNode, input: Shape, outputPixels: number): Float64Array {
  const counts = new Float64Array(outputPixels);
  walk(input, node, (output) => {
    counts[output] = at(counts, output) + 1;
  });
  return counts;
}

/** Copies `channels` channels a pixel from one channel offset to another; adds where the target already holds something. */
export function addChannels(
  from: Float64Array,
  fromWidth: number,
  fromOffset: number,
  to: Float64Array,
  toWidth: number,
  toOffset: number,
  channels: number,
): void {
  for (let pixel = 0; pixel < from.length / fromWidth; pixel++) {
    for (let c = 0; c < channels; c++) {
      const target = pixel * toWidth + toOffset + c;
      to[target] = at(to, target) + at(from, pixel * fromWidth + fromOffset + c);
    }
  }
}
