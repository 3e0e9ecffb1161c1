import clearCode from './clear.wgsl?raw';
import maskCode from './mask.wgsl?raw';
import objectiveCode from './objective.wgsl?raw';
import { flag, viewBytes, workgroupsFor } from './step.ts';
import type { GradientWrite, Operand, Step, View } from './step.ts';
import sumCode from './sum.wgsl?raw';

const THREADS = 256;
const MOST_GROUPS = 64;

/** Partial sums that `objectiveTerm` writes for a layer. */
export const partialsOf = (view: View): number => Math.min(MOST_GROUPS, Math.ceil((view.height * view.width * view.quads) / THREADS));

interface ObjectiveTermSpec extends GradientWrite {
  readonly label: string;
  readonly view: View;
  readonly activation: Operand;
  readonly coefficients: Operand;
  readonly partials: Operand;
  /** Where in `partials` this layer's sums begin. */
  readonly firstPartial: number;
  readonly gradient: Operand;
}

/** A layer's partial sums of the objective, and gradient (+)= its seed. */
export function objectiveTerm(spec: ObjectiveTermSpec): Step {
  const { view } = spec;
  return {
    kernel: 'objective',
    code: objectiveCode,
    constants: { ACCUMULATE: flag(spec.accumulate), MASK: flag(spec.mask) },
    geometry: [...viewGeometry(view), spec.firstPartial],
    operands: [spec.activation, spec.coefficients, spec.partials, spec.gradient],
    workgroups: [partialsOf(view), 1, 1],
    label: spec.label,
    flops: view.height * view.width * view.quads * 4 * 6,
    bytes: viewBytes(view) * (2 + flag(spec.accumulate)),
  };
}

/** value = the sum of the first `count` numbers of `partials`. */
export function objectiveValue(partials: Operand, count: number, value: Operand): Step {
  return {
    kernel: 'sum',
    code: sumCode,
    constants: {},
    geometry: [count],
    operands: [partials, value],
    workgroups: [1, 1, 1],
    label: 'objective value',
    flops: count,
    bytes: count * 4,
  };
}

/** Zeroes a whole gradient buffer that will first be written in part. */
export function clearGradient(label: string, gradient: Operand): Step {
  return {
    kernel: 'clear',
    code: clearCode,
    constants: {},
    geometry: [],
    operands: [gradient],
    workgroups: workgroupsFor(gradient.bytes / 16, 64),
    label,
    flops: 0,
    bytes: gradient.bytes,
  };
}

/** Zeroes a gradient where its activation was rectified away, for a rectified part of a picture that is not rectified as a whole. */
export function maskGradient(label: string, view: View, activation: Operand, gradient: Operand): Step {
  return {
    kernel: 'mask',
    code: maskCode,
    constants: {},
    geometry: viewGeometry(view),
    operands: [activation, gradient],
    workgroups: workgroupsFor(view.height * view.width * view.quads, 64),
    label,
    flops: 0,
    bytes: viewBytes(view) * 3,
  };
}

const viewGeometry = ({ height, width, quads, pitch, offset }: View): readonly number[] => [height, width, quads, pitch, offset];
