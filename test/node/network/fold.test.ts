import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldBatchNorm } from '../../../src/engine/network/fold.ts';
import type { ConvNode } from '../../../src/engine/network/graph.ts';

const CHANNELS = 3;
const INPUTS = 2;
const floats = (length: number, min = -2, max = 2): fc.Arbitrary<Float32Array> =>
  fc.float32Array({ minLength: length, maxLength: length, min, max, noNaN: true });

test('foldBatchNorm, any weights, does what convolution then normalization do', () => {
  const learnt = fc.option(floats(CHANNELS), { nil: undefined });
  const cases = fc.record({
    weights: floats(INPUTS * CHANNELS),
    bias: floats(CHANNELS),
    x: floats(INPUTS),
    mean: floats(CHANNELS),
    variance: floats(CHANNELS, 0, 4),
    gamma: learnt,
    beta: learnt,
  });
  fc.assert(
    fc.property(cases, ({ weights, bias, x, ...rest }) => {
      const norm = { ...rest, epsilon: 0.001 };
      const conv: ConvNode = {
        op: 'conv',
        name: 'conv',
        input: 0,
        channels: CHANNELS,
        kernel: [1, 1],
        stride: [1, 1],
        padding: 'valid',
        weights,
        bias,
        relu: false,
      };
      const folded = run(foldBatchNorm(conv, norm, 'norm'), x);
      run(conv, x).forEach((value, c) => {
        const at = (values: Float32Array | undefined, absent: number): number => values?.[c] ?? absent;
        const scale = at(norm.gamma, 1) / Math.sqrt(at(norm.variance, 0) + norm.epsilon);
        const direct = (value - at(norm.mean, 0)) * scale + at(norm.beta, 0);
        // Each weight and the bias is rounded to float32 once; values stay below 10 · scale.
        expect(Math.abs((folded[c] ?? Number.NaN) - direct)).toBeLessThan(1e-6 * (1 + 10 * Math.abs(scale)));
      });
    }),
  );
});

test('foldBatchNorm, result, carries its own name and leaves the convolution as it was', () => {
  const weights = Float32Array.of(1, 2);
  const conv: ConvNode = {
    op: 'conv',
    name: 'conv',
    input: 4,
    channels: 1,
    kernel: [1, 2],
    stride: [2, 1],
    padding: 'same',
    weights,
    bias: Float32Array.of(0),
    relu: false,
  };
  const folded = foldBatchNorm(conv, { mean: Float32Array.of(1), variance: Float32Array.of(3), epsilon: 1 }, 'norm');
  expect(folded).toEqual({ ...conv, name: 'norm', weights: Float32Array.of(0.5, 1), bias: Float32Array.of(-0.5) });
  expect(weights).toEqual(Float32Array.of(1, 2));
});

/** A 1×1 convolution of one pixel in double precision. */
function run(conv: ConvNode, x: Float32Array): readonly number[] {
  return Array.from(conv.bias, (bias, c) => x.reduce((sum, value, ci) => sum + value * (conv.weights[ci * CHANNELS + c] ?? 0), bias));
}
