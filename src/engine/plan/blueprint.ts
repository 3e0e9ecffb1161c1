import type { Precision } from '../kernels/compose.ts';
import type { Convolution } from '../kernels/convolution.ts';
import { MOST_SOURCES, fieldsOf } from '../kernels/job.ts';
import type { Field, Job, JobKernel, Weights } from '../kernels/job.ts';
import { GRADIENT_SUMS, SUMS_A_GROUP } from '../kernels/objective.ts';
import type { Graph } from '../network/graph.ts';
import { nodeShapes } from '../network/shapes.ts';
import { backwardJobs } from './backward.ts';
import type { SeededLayer } from './backward.ts';
import { forwardJobs } from './forward.ts';
import { at } from './at.ts';
import { layoutTensors } from './layout.ts';
import type { Tensor } from './layout.ts';
import { mergedConvolutions } from './network.ts';
import { place } from './placement.ts';
import type { Placement } from './placement.ts';
import { rewriteGraph } from './rewrite.ts';
import { schedule, sharedKernels } from './schedule.ts';
import { chooser } from './ways.ts';
import type { WayOf } from './ways.ts';

/** How a plan computes what it computes. */
export interface PlanOptions {
  /** f32 unless given. */
  readonly precision?: Precision;
  /** Which way to compute each convolution; the usual one unless given. */
  readonly wayOf?: WayOf;
}

/** One dispatch: jobs side by side. */
export interface Step {
  readonly jobs: readonly Job[];
  /** What its shader can run when sizes come in uniforms: its jobs' kernels, and others that share it. */
  readonly kernels: readonly JobKernel[];
  /** For people: the jobs' labels. */
  readonly label: string;
  /** The uniform, job after job. */
  readonly fields: readonly (readonly Field[])[];
  readonly weights: readonly Weights[];
  readonly workgroups: readonly [x: number, y: number, z: number];
  readonly flops: number;
  readonly bytes: number;
}

/** A layer's coefficients: where they lie among the plan's, in quads, and the tensor they weigh. */
export interface LayerPlace {
  readonly tensor: Tensor;
  readonly coefficients: number;
}

/** A plan before the GPU: every dispatch of one gradient at one size, and where its memory lies. Pure. */
export interface Blueprint {
  readonly width: number;
  readonly height: number;
  readonly precision: Precision;
  /** Forward, objective and backward, in order. */
  readonly steps: readonly Step[];
  readonly placement: Placement;
  /** Bytes of activations, gradients and masks, and the least that any placement would need. */
  readonly arenaBytes: number;
  readonly bitsBytes: number;
  readonly liveBytes: number;
  /** The layers an objective can name. */
  readonly layers: ReadonlyMap<string, LayerPlace>;
  /** Numbers that the partial sums of the objective and of the gradient need. */
  readonly sums: number;
  readonly flops: number;
  readonly bytes: number;
}

/**
 * Plans the gradient of an objective over `layers` with respect to a picture of `width` × `height` pixels.
 * @throws EngineError `size-too-small` when the picture is smaller than the graph takes
 */
export function makeBlueprint(
  graph: Graph,
  size: { readonly width: number; readonly height: number },
  layers: readonly string[],
  options: PlanOptions = {},
): Blueprint {
  const { precision = 'f32', wayOf = () => undefined } = options;
  const { nodes } = rewriteGraph(graph, layers);
  const tensors = layoutTensors({ nodes }, nodeShapes({ nodes }, size.height, size.width));
  const seeded = seededLayers(
    layers.map((layer) => ({ layer, node: nodes.findIndex((node) => node.name === layer) })),
    tensors,
  );
  const network = { nodes, tensors, narrow: precision !== 'f32' };
  const groups = mergedConvolutions(network, MOST_SOURCES);
  const choose = chooser(wayOf);
  const jobs = [...forwardJobs(network, groups, choose), ...backwardJobs(network, groups, seeded, choose)];
  const places = seeded.map(({ layer, node, coefficients }) => [layer, { tensor: at(tensors, node), coefficients }] as const);
  return assemble(jobs, { width: size.width, height: size.height, precision, layers: new Map(places) });
}

/** The convolutions of a plan, forward and backward: what there is to choose ways for. Throws what `makeBlueprint` does. */
export function convolutionsOf(
  graph: Graph,
  size: { readonly width: number; readonly height: number },
  layers: readonly string[],
  precision: Precision = 'f32',
): readonly Convolution[] {
  const convolutions: Convolution[] = [];
  const wayOf: WayOf = (convolution) => {
    convolutions.push(convolution);
    return undefined;
  };
  makeBlueprint(graph, size, layers, { precision, wayOf });
  return convolutions;
}

/** Jobs in dispatches, what they read and write in memory: of a whole network, or of a piece of one that is timed by itself. */
export function assemble(jobs: readonly Job[], frame: Pick<Blueprint, 'width' | 'height' | 'precision' | 'layers'>): Blueprint {
  const dispatches = schedule(jobs);
  const placement = place(dispatches);
  const kernels = sharedKernels(dispatches);
  const steps = dispatches.map((together, index) => stepOf(together, at(kernels, index), placement));
  const quadBytes = frame.precision === 'f16' ? 8 : 16;
  return {
    ...frame,
    steps,
    placement,
    arenaBytes: placement.arenaQuads * quadBytes,
    bitsBytes: placement.bitsWords * 4,
    liveBytes: placement.liveQuads * quadBytes + placement.liveWords * 4,
    sums: Math.max(4, ...jobs.map(sumsOf)),
    flops: steps.reduce((sum, step) => sum + step.flops, 0),
    bytes: steps.reduce((sum, step) => sum + step.bytes, 0) * (quadBytes / 16),
  };
}

/** How many partial sums a job reads or writes up to: some a workgroup, where it writes the picture's gradient. */
function sumsOf({ accesses, results, groups }: Job): number {
  const ends = results.some(({ memory }) => memory.kind === 'fixed' && memory.id === 'picture-gradient');
  const own = ends ? GRADIENT_SUMS + SUMS_A_GROUP * groups : 0;
  return Math.max(own, ...accesses.map(({ memory, to }) => (memory.kind === 'fixed' && memory.id === 'sums' ? to : 0)));
}

function seededLayers(
  layers: readonly { readonly layer: string; readonly node: number }[],
  tensors: readonly Tensor[],
): readonly SeededLayer[] {
  let next = 0;
  return layers.map(({ layer, node }) => {
    const coefficients = next;
    next += 2 * at(tensors, node).quads;
    return { layer, node, coefficients };
  });
}

function stepOf(jobs: readonly Job[], kernels: readonly JobKernel[], placement: Placement): Step {
  const kinds = kernels.map(({ name }) => name);
  const fields: (readonly Field[])[] = [];
  let [group, quads] = [0, 0];
  for (const job of jobs) {
    fields.push(fieldsOf(job, kinds.indexOf(job.kernel.name), group, quads, placement.placeOf));
    group += job.groups;
    quads += job.weights?.quads ?? 0;
  }
  return {
    jobs,
    kernels,
    label: jobs.map(({ label }) => label).join(', '),
    fields,
    weights: jobs.flatMap(({ weights }) => weights ?? []),
    workgroups: spread(group),
    flops: jobs.reduce((sum, { flops }) => sum + flops, 0),
    bytes: jobs.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** More than 65535 workgroups spill into the second dimension. */
function spread(groups: number): readonly [number, number, number] {
  const rows = Math.ceil(groups / 65535);
  return [Math.ceil(groups / rows), rows, 1];
}
