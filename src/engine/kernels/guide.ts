import type { GuideMatch } from '../objective.ts';
import arenaResultCode from './arena-result.wgsl?raw';
import arenaSourceCode from './arena-source.wgsl?raw';
import cosineCode from './guide-cosine.wgsl?raw';
import dotCode from './guide-dot.wgsl?raw';
import keepCode from './guide-keep.wgsl?raw';
import guideCode from './guide.wgsl?raw';
import { ACCUMULATE, BACKWARD, access, maskAccesses, pixelWindow, viewBytes } from './job.ts';
import type { Job, JobKernel, Memory, Source, Target } from './job.ts';
import { sums, sumsAccess } from './objective.ts';
import placingCode from './placing.wgsl?raw';
import writeCode from './write.wgsl?raw';

const THREADS = 64;
const MOST_GROUPS = 256;

/** Positions that a workgroup matches by their dot products, and the most of the guide's that it looks at. */
const DOT_POSITIONS = 8;
const MOST_CANDIDATES = 1024;

/** The features of guides that belong to a plan. */
export const guideMemory: Memory = { kind: 'fixed', id: 'guide' };

/** Quads that a layer's features take, with what comes before them. */
export const guideQuads = (layer: Source): number => 1 + layer.height * layer.width * layer.quads;

/** Where a guide's features of a layer lie, from quad `place` of the plan's on. */
const featuresAt = ({ height, width, quads }: Source, place: number): Source => ({
  memory: guideMemory,
  height,
  width,
  quads,
  offset: place,
  pitch: 1,
});

/** Partial sums that a guided layer's job writes. */
export const guidePartials = (layer: Source, match: GuideMatch): number =>
  match === 'dot' ? Math.ceil((layer.height * layer.width) / DOT_POSITIONS) : Math.min(MOST_GROUPS, layer.height * layer.width);

/** Keeps a layer's activations as the guide's features. */
export function guideKeep(label: string, layer: Source, place: number): Job {
  const elements = layer.height * layer.width * layer.quads;
  const features = { ...featuresAt(layer, place), mask: null };
  return {
    label,
    kernel: kernelOf('guide-keep', 'guide_keep', [arenaSourceCode, placingCode, guideCode, keepCode]),
    groups: Math.min(MOST_GROUPS, Math.ceil(elements / THREADS)),
    ...sizeOf(layer),
    flags: 0,
    sources: [layer],
    results: [features],
    weights: null,
    resultQuads: layer.quads,
    accesses: [access(layer, false), { memory: guideMemory, from: place, to: place + guideQuads(layer), writes: true }],
    flops: 0,
    bytes: 2 * viewBytes(layer),
  };
}

interface GuideClimbSpec {
  readonly label: string;
  readonly match: GuideMatch;
  /** Whose activations are to come near the guide's. */
  readonly layer: Source;
  /** Of the features among the plan's, in quads. */
  readonly place: number;
  readonly results: readonly Target[];
  readonly accumulate: boolean;
  /** Place of the one quad of coefficients among the plan's. */
  readonly coefficients: number;
  readonly firstPartial: number;
}

/** A guided layer's partial sums of the objective, and gradient (+)= its seed. */
export function guideClimb(spec: GuideClimbSpec): Job {
  const { match, layer, place, results, firstPartial } = spec;
  const positions = layer.height * layer.width;
  const looked = match === 'dot' ? Math.min(positions, MOST_CANDIDATES) : 1;
  return {
    label: spec.label,
    kernel: climbKernels[match],
    groups: guidePartials(layer, match),
    ...sizeOf(layer),
    flags: BACKWARD | (spec.accumulate ? ACCUMULATE : 0),
    sources: [layer, featuresAt(layer, place)],
    results,
    weights: null,
    coefficients: spec.coefficients,
    memory: { memory: sums, at: firstPartial },
    sourceQuads: layer.quads,
    resultQuads: layer.quads,
    accesses: [
      access(layer, false),
      { memory: guideMemory, from: place, to: place + guideQuads(layer), writes: false },
      ...results.map((result) => access(result, true)),
      ...maskAccesses(results, false),
      sumsAccess(firstPartial, guidePartials(layer, match), true),
    ],
    flops: positions * layer.quads * (looked + 4) * 8,
    bytes: viewBytes(layer) * (3 + (spec.accumulate ? 1 : 0)),
  };
}

const sizeOf = ({ height, width }: Source): Pick<Job, 'source' | 'result' | 'window'> => ({
  source: [height, width],
  result: [height, width],
  window: pixelWindow,
});

const kernelOf = (name: string, entry: string, snippets: readonly string[]): JobKernel => ({
  family: name,
  name,
  entry,
  threads: THREADS,
  snippets,
});

const climbKernels: Readonly<Record<GuideMatch, JobKernel>> = {
  dot: kernelOf('guide-dot', 'guide_dot', [arenaSourceCode, arenaResultCode, writeCode, guideCode, dotCode]),
  cosine: kernelOf('guide-cosine', 'guide_cosine', [arenaSourceCode, arenaResultCode, writeCode, placingCode, guideCode, cosineCode]),
};
