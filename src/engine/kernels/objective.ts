import arenaResultCode from './arena-result.wgsl?raw';
import arenaSourceCode from './arena-source.wgsl?raw';
import clearCode from './clear.wgsl?raw';
import { ACCUMULATE, BACKWARD, access, maskAccesses, pixelWindow, viewBytes } from './job.ts';
import type { Access, Job, Memory, Source, Target } from './job.ts';
import objectiveCode from './objective.wgsl?raw';
import placingCode from './placing.wgsl?raw';
import settleCode from './settle.wgsl?raw';
import writeCode from './write.wgsl?raw';

const THREADS = 64;
const MOST_GROUPS = 256;

/** Partial sums that `objectiveTerm` writes for a layer. */
export const partialsOf = (view: Source): number => Math.min(MOST_GROUPS, Math.ceil((view.height * view.width * view.quads) / THREADS));

/**
 * What the partial sums lie in: what undoes the scale of the seeds, three numbers unused, the gradient's sums, {@link SUMS_A_GROUP} a workgroup, and the
 * objective's.
 */
export const sums: Memory = { kind: 'fixed', id: 'sums' };

/** Where the gradient's begin. */
export const GRADIENT_SUMS = 4;

/** Of the gradient, its squares and its absolute values. */
export const SUMS_A_GROUP = 3;

interface ObjectiveTermSpec {
  readonly label: string;
  readonly activation: Source;
  readonly results: readonly Target[];
  readonly accumulate: boolean;
  /** Place of the layer's coefficients among the plan's, in quads. */
  readonly coefficients: number;
  /** Where in `sums` this layer's partial sums begin. */
  readonly firstPartial: number;
}

/** A layer's partial sums of the objective, and gradient (+)= its seed. */
export function objectiveTerm(spec: ObjectiveTermSpec): Job {
  const { activation, results, firstPartial } = spec;
  const elements = activation.height * activation.width * activation.quads;
  return {
    label: spec.label,
    kernel: {
      family: 'objective',
      name: 'objective',
      entry: 'objective',
      threads: THREADS,
      snippets: [arenaSourceCode, arenaResultCode, writeCode, placingCode, objectiveCode],
    },
    groups: partialsOf(activation),
    source: [activation.height, activation.width],
    result: [activation.height, activation.width],
    window: pixelWindow,
    flags: BACKWARD | (spec.accumulate ? ACCUMULATE : 0),
    sources: [activation],
    results,
    weights: null,
    coefficients: spec.coefficients,
    memory: { memory: sums, at: firstPartial },
    resultQuads: activation.quads,
    accesses: [
      access(activation, false),
      ...results.map((result) => access(result, true)),
      ...maskAccesses(results, false),
      sumsAccess(firstPartial, partialsOf(activation), true),
    ],
    flops: elements * 4 * 6,
    bytes: viewBytes(activation) * (2 + (spec.accumulate ? 1 : 0)),
  };
}

interface SettleSpec {
  readonly height: number;
  readonly width: number;
  /** Workgroups that wrote the picture's gradient, {@link SUMS_A_GROUP} sums each. */
  readonly gradientGroups: number;
  readonly firstPartial: number;
  readonly partials: number;
}

/** The objective's value, and the gradient's mean, deviation and mean absolute value, from their partial sums. */
export function settle(spec: SettleSpec): Job {
  const { height, width, gradientGroups, firstPartial, partials } = spec;
  return {
    label: 'objective value, mean, deviation and size of the gradient',
    kernel: { family: 'settle', name: 'settle', entry: 'settle', threads: THREADS, snippets: [settleCode] },
    groups: 1,
    source: [height, width],
    result: [height, width],
    window: pixelWindow,
    flags: 0,
    sources: [],
    results: [],
    weights: null,
    memory: { memory: sums, at: firstPartial },
    count: partials,
    sourceQuads: gradientGroups,
    accesses: [
      sumsAccess(0, firstPartial + partials, false),
      { memory: { kind: 'fixed', id: 'picture-gradient' }, from: 0, to: 1, writes: false },
    ],
    flops: SUMS_A_GROUP * gradientGroups + partials,
    bytes: 4 * SUMS_A_GROUP * gradientGroups + 4 * partials,
  };
}

/** What a job accesses of the partial sums. */
export const sumsAccess = (first: number, count: number, writes: boolean): Access => ({
  memory: sums,
  from: first,
  to: first + count,
  writes,
});

/** Zeroes the whole memory of a gradient that will first be written in part. */
export function clearGradient(label: string, gradient: Target): Job {
  const quads = gradient.height * gradient.width * gradient.pitch;
  const whole = { ...gradient, offset: 0, quads: gradient.pitch };
  return {
    label,
    kernel: { family: 'clear', name: 'clear', entry: 'clear', threads: THREADS, snippets: [arenaResultCode, clearCode] },
    groups: Math.ceil(quads / THREADS),
    source: [gradient.height, gradient.width],
    result: [gradient.height, gradient.width],
    window: pixelWindow,
    flags: 0,
    sources: [],
    results: [{ ...whole, mask: null }],
    weights: null,
    resultQuads: quads,
    accesses: [access(whole, true)],
    flops: 0,
    bytes: quads * 16,
  };
}
