import { guideKeep, guideQuads } from '../kernels/guide.ts';
import { nameOf } from './schedule.ts';
import type { GuidedLayer } from '../objective.ts';
import { at } from './at.ts';
import type { SeededGuide } from './backward.ts';
import { activation } from './network.ts';
import type { Network } from './network.ts';
import type { Step } from './step.ts';
import type { Job } from '../kernels/job.ts';

/** How a plan is guided: nothing of it is there in one that is not. */
export interface GuidePlan {
  readonly places: readonly GuidePlace[];
  /** What keeps the guide's features, layer by layer. */
  readonly keeps: readonly KeepStep[];
  /** Of all features together. */
  readonly quads: number;
}

/** A guided layer, and where its one quad of coefficients lies among the plan's. */
export interface GuidePlace extends GuidedLayer {
  readonly coefficients: number;
}

/** A dispatch that keeps a layer's activations while they are there: after the step `after` of the plan's. */
export interface KeepStep {
  readonly after: number;
  readonly step: Step;
}

export const UNGUIDED: GuidePlan = { places: [], keeps: [], quads: 0 };

/** Gives guided layers their places, one layer's features once however it is matched. @param coefficients where theirs begin among the plan's, in quads */
export function placeGuides(
  guides: readonly GuidedLayer[],
  network: Pick<Network, 'nodes' | 'tensors'>,
  coefficients: number,
): readonly SeededGuide[] {
  const places = new Map<string, number>();
  let next = 0;
  return guides.map(({ layer, match }, index) => {
    const node = network.nodes.findIndex(({ name }) => name === layer);
    const features = places.get(layer) ?? next;
    if (!places.has(layer)) next += guideQuads(activation(at(network.tensors, node)));
    places.set(layer, features);
    return { layer, match, node, features, coefficients: coefficients + index };
  });
}

/** The jobs that keep the features of each layer once. */
export function keepJobs(guides: readonly SeededGuide[], { tensors }: Pick<Network, 'tensors'>): readonly Job[] {
  const byLayer = new Map(guides.map((guide) => [guide.layer, guide]));
  return Array.from(byLayer.values(), ({ layer, node, features }) =>
    guideKeep(`${layer} of the guide`, activation(at(tensors, node)), features),
  );
}

/** The last of the steps that write what a job reads: there its memory is whole, and not yet another's. */
export function writtenAfter({ sources: [source] }: Job, steps: readonly Pick<Step, 'jobs'>[]): number {
  const writes = ({ accesses }: Job): boolean =>
    accesses.some(
      (access) =>
        source !== undefined &&
        access.writes &&
        nameOf(access.memory) === nameOf(source.memory) &&
        access.from < source.offset + source.quads &&
        source.offset < access.to,
    );
  return steps.findLastIndex(({ jobs }) => jobs.some(writes));
}
