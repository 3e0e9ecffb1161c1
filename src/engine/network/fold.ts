import type { ConvNode } from './graph.ts';

/** Batch normalization at inference: y = gamma · (x − mean) / √(variance + epsilon) + beta, a value a channel each. */
export interface BatchNorm {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  /** Absent means 1 (Keras's `scale: false`). */
  readonly gamma?: Float32Array | undefined;
  /** Absent means 0 (Keras's `center: false`). */
  readonly beta?: Float32Array | undefined;
  readonly epsilon: number;
}

/**
 * The convolution that does what `conv` and then the batch normalization do, computed in double precision:
 * weights · s and (bias − mean) · s + beta, with s = gamma / √(variance + epsilon).
 * Exact up to float32 rounding, since the normalization is affine; `conv` must not have a ReLU.
 */
export function foldBatchNorm(conv: ConvNode, norm: BatchNorm, name: string): ConvNode {
  const scales = Float64Array.from(norm.variance, (variance, channel) => (norm.gamma?.[channel] ?? 1) / Math.sqrt(variance + norm.epsilon));
  const scaleOf = (channel: number): number => scales[channel] ?? 1;
  return {
    ...conv,
    name,
    weights: conv.weights.map((weight, index) => weight * scaleOf(index % conv.channels)),
    bias: conv.bias.map((bias, channel) => (bias - (norm.mean[channel] ?? 0)) * scaleOf(channel) + (norm.beta?.[channel] ?? 0)),
  };
}
