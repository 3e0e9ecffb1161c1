import code from './convolution.wgsl?raw';
import geometryCode from './geometry.wgsl?raw';
import { flag, viewBytes, windowGeometry } from './step.ts';
import type { GradientWrite, Operand, Part, Step, Window } from './step.ts';

const TILE_PIXELS = 64;
const TILE_QUADS = 8;

interface Convolution {
  readonly label: string;
  readonly source: Part;
  readonly result: Part;
  readonly window: Window;
  /** [tap][source channel][result channel], channels padded to quads. */
  readonly weights: Operand;
  /** Multiply-adds of the convolution proper, padding not counted. */
  readonly macs: number;
}

/** result = relu(convolution(source) + bias). */
export function convolution(spec: Convolution & { readonly bias: Operand; readonly relu: boolean }): Step {
  const { source, result } = spec;
  return {
    ...step(spec, { RELU: flag(spec.relu) }),
    // `activation` is not read going forward: the weights stand in its place.
    operands: [source.buffer, spec.weights, spec.bias, spec.weights, result.buffer],
    workgroups: [Math.ceil((result.height * result.width) / TILE_PIXELS), Math.ceil(result.quads / TILE_QUADS), 1],
    bytes: viewBytes(source) + viewBytes(result) + spec.weights.bytes,
  };
}

/** result (+)= the gradient of a convolution's input: `source` is the gradient of its output, `weights` are transposed. */
export function convolutionBackward(spec: Convolution & GradientWrite & { readonly activation: Operand }): Step {
  const { source, result, window } = spec;
  const [strideY, strideX] = window.stride;
  const phasePixels = Math.ceil(result.height / strideY) * Math.ceil(result.width / strideX);
  const reads = flag(spec.mask) + flag(spec.accumulate);
  return {
    ...step(spec, { BACKWARD: 1, ACCUMULATE: flag(spec.accumulate), MASK: flag(spec.mask) }),
    // `bias` is not read going backward: the weights stand in its place.
    operands: [source.buffer, spec.weights, spec.weights, spec.activation, result.buffer],
    workgroups: [Math.ceil(phasePixels / TILE_PIXELS), Math.ceil(result.quads / TILE_QUADS), strideY * strideX],
    bytes: viewBytes(source) + viewBytes(result) * (1 + reads) + spec.weights.bytes,
  };
}

function step(spec: Convolution, flags: Record<string, number>) {
  return {
    kernel: 'convolution',
    code: geometryCode + code,
    constants: flags,
    geometry: windowGeometry(spec.source, spec.result, spec.window),
    label: spec.label,
    flops: 2 * spec.macs,
  };
}
