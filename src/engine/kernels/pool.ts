import averageBackwardCode from './average-pool-backward.wgsl?raw';
import averageCode from './average-pool.wgsl?raw';
import geometryCode from './geometry.wgsl?raw';
import maxBackwardCode from './max-pool-backward.wgsl?raw';
import maxCode from './max-pool.wgsl?raw';
import { flag, viewBytes, windowGeometry, workgroupsFor } from './step.ts';
import type { GradientWrite, Operand, Part, Step, Window } from './step.ts';

interface Pool {
  readonly label: string;
  readonly source: Part;
  readonly result: Part;
  readonly window: Window;
}

/** result = the maximum of each window; `winner` keeps which tap it was, one byte a channel. */
export function maxPool(spec: Pool & { readonly winner: Operand }): Step {
  return {
    ...step(spec, 'max-pool', maxCode, {}),
    operands: [spec.source.buffer, spec.result.buffer, spec.winner],
    bytes: viewBytes(spec.source) + viewBytes(spec.result) + spec.winner.bytes,
  };
}

/** result (+)= the gradient of a max pool's input; `source` is the gradient of its output. */
export function maxPoolBackward(spec: Pool & GradientWrite & { readonly winner: Operand; readonly activation: Operand }): Step {
  return {
    ...step(spec, 'max-pool-backward', maxBackwardCode, writeFlags(spec)),
    operands: [spec.source.buffer, spec.winner, spec.activation, spec.result.buffer],
    bytes: viewBytes(spec.source) + spec.winner.bytes + writtenBytes(spec),
  };
}

/** result = relu?(the mean of each window's valid pixels). */
export function averagePool(spec: Pool & { readonly relu: boolean }): Step {
  return {
    ...step(spec, 'average-pool', averageCode, { RELU: flag(spec.relu) }),
    operands: [spec.source.buffer, spec.result.buffer],
    bytes: viewBytes(spec.source) + viewBytes(spec.result),
  };
}

/** result (+)= the gradient of an average pool's input; `source` is the gradient of its output. */
export function averagePoolBackward(spec: Pool & GradientWrite & { readonly activation: Operand }): Step {
  return {
    ...step(spec, 'average-pool-backward', averageBackwardCode, writeFlags(spec)),
    operands: [spec.source.buffer, spec.activation, spec.result.buffer],
    bytes: viewBytes(spec.source) + writtenBytes(spec),
  };
}

const writeFlags = (write: GradientWrite): Record<string, number> => ({ ACCUMULATE: flag(write.accumulate), MASK: flag(write.mask) });

const writtenBytes = (spec: Pool & GradientWrite): number => viewBytes(spec.result) * (1 + flag(spec.accumulate) + flag(spec.mask));

function step(spec: Pool, kernel: string, code: string, flags: Record<string, number>) {
  const { source, result, window } = spec;
  const elements = result.height * result.width * result.quads;
  return {
    kernel,
    code: geometryCode + code,
    constants: flags,
    geometry: windowGeometry(source, result, window),
    workgroups: workgroupsFor(elements, 64),
    label: spec.label,
    flops: elements * 4 * window.kernel[0] * window.kernel[1],
  };
}
