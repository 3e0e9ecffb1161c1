import type { Precision } from '../kernels/compose.ts';
import type { Convolution } from '../kernels/convolution.ts';
import { guideQuads } from '../kernels/guide.ts';
import { MOST_SOURCES } from '../kernels/job.ts';
import type { Job } from '../kernels/job.ts';
import { GRADIENT_SUMS, SUMS_A_GROUP } from '../kernels/objective.ts';
import type { Graph, Head } from '../network/graph.ts';
import { nodeShapes } from '../network/shapes.ts';
import type { GuidedLayer } from '../objective.ts';
import { backwardJobs } from './backward.ts';
import type { SeededGuide, SeededLayer } from './backward.ts';
import { coefficientQuads } from './coefficients.ts';
import { forwardJobs } from './forward.ts';
import { UNGUIDED, keepJobs, placeGuides, writtenAfter } from './guides.ts';
import type { GuidePlan } from './guides.ts';
import { at } from './at.ts';
import { layoutTensors } from './layout.ts';
import type { Tensor } from './layout.ts';
import { mergedConvolutions } from './network.ts';
import type { Network } from './network.ts';
import { place } from './placement.ts';
import type { Placement } from './placement.ts';
import { rewriteGraph } from './rewrite.ts';
import { schedule, sharedKernels } from './schedule.ts';
import { stepOf } from './step.ts';
import type { Step } from './step.ts';
import { chooser } from './ways.ts';
import type { WayOf } from './ways.ts';

/** How a plan computes what it computes. */
export interface PlanOptions {
  /** f32 unless given. */
  readonly precision?: Precision;
  /** Which way to compute each convolution; the usual one unless given. */
  readonly wayOf?: WayOf;
  /** Which of the layers are guided, and how; none unless given. */
  readonly guides?: readonly GuidedLayer[];
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
  /** Quads of all coefficients. */
  readonly coefficients: number;
  readonly guides: GuidePlan;
  /** The model's, where it has one on a layer of the plan. */
  readonly head: Head | null;
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
  const { precision = 'f32', wayOf = () => undefined, guides = [] } = options;
  const { nodes } = rewriteGraph(graph, layers);
  const tensors = layoutTensors({ nodes }, nodeShapes({ nodes }, size.height, size.width));
  const seeded = seededLayers(
    layers.map((layer) => ({ layer, node: nodes.findIndex((node) => node.name === layer) })),
    tensors,
  );
  const network = { nodes, tensors, narrow: precision !== 'f32' };
  const groups = mergedConvolutions(network, MOST_SOURCES);
  const choose = chooser(wayOf);
  const places = placeGuides(guides, network, seeded.quads);
  const climbed = { layers: seeded.layers, guides: places };
  const jobs = [...forwardJobs(network, groups, choose), ...backwardJobs(network, groups, climbed, choose)];
  const layerPlaces = seeded.layers.map(({ layer, node, coefficients }) => [layer, { tensor: at(tensors, node), coefficients }] as const);
  const objective = { layers: new Map(layerPlaces), coefficients: seeded.quads + places.length, head: graph.head ?? null };
  const blueprint = assemble(jobs, { width: size.width, height: size.height, precision, ...objective });
  return places.length === 0 ? blueprint : { ...blueprint, guides: guidePlan(places, network, blueprint) };
}

/** What keeps a guide's features, between the plan's own steps. */
function guidePlan(places: readonly SeededGuide[], network: Network, { steps, placement }: Blueprint): GuidePlan {
  const jobs = keepJobs(places, network);
  const keeps = jobs.map((job) => ({ after: writtenAfter(job, steps), step: stepOf([job], [job.kernel], placement) }));
  return { places, keeps, quads: jobs.reduce((quads, { sources: [layer] }) => quads + (layer ? guideQuads(layer) : 0), 0) };
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
export function assemble(
  jobs: readonly Job[],
  frame: Pick<Blueprint, 'width' | 'height' | 'precision'> & Partial<Pick<Blueprint, 'layers' | 'coefficients' | 'head'>>,
): Blueprint {
  const dispatches = schedule(jobs);
  const placement = place(dispatches);
  const kernels = sharedKernels(dispatches);
  const steps = dispatches.map((together, index) => stepOf(together, at(kernels, index), placement));
  const quadBytes = frame.precision === 'f16' ? 8 : 16;
  return {
    layers: new Map(),
    coefficients: 0,
    head: null,
    guides: UNGUIDED,
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
): { readonly layers: readonly SeededLayer[]; readonly quads: number } {
  let next = 0;
  const places = layers.map(({ layer, node }) => {
    const coefficients = next;
    next += coefficientQuads(at(tensors, node));
    return { layer, node, coefficients };
  });
  return { layers: places, quads: next };
}
