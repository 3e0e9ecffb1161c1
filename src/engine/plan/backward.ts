import { MOST_RESULTS, pixelWindow } from '../kernels/job.ts';
import type { Job, Target } from '../kernels/job.ts';
import { guideClimb, guidePartials } from '../kernels/guide.ts';
import { GRADIENT_SUMS, SUMS_A_GROUP, clearGradient, objectiveTerm, partialsOf, settle } from '../kernels/objective.ts';
import { averagePoolBackward, maxPoolBackward } from '../kernels/pool.ts';
import type { GuideMatch } from '../objective.ts';
import { at } from './at.ts';
import type { Tensor } from './layout.ts';
import { activation, gradient, gradientTargets, macsOf, sourceOf, windowOf, winnersOf } from './network.ts';
import type { Member, Network } from './network.ts';
import { backwardWeights } from './weights.ts';
import type { Choose } from './ways.ts';

/** A layer to climb: its node, and where its coefficients lie among the plan's, in quads. */
export interface SeededLayer {
  readonly layer: string;
  readonly node: number;
  readonly coefficients: number;
}

/** A layer that a guide is matched with: where its coefficients and the guide's features lie among the plan's, in quads. */
export interface SeededGuide extends SeededLayer {
  readonly match: GuideMatch;
  readonly features: number;
}

/** What a plan climbs: its layers, and those of them that are guided. */
export interface Seeded {
  readonly layers: readonly SeededLayer[];
  readonly guides: readonly SeededGuide[];
}

/** How a gradient is written. */
interface Write {
  readonly results: readonly Target[];
  readonly accumulate: boolean;
}

/**
 * The jobs from the objective's seeds back to the input: nodes in reverse order, each adding to its inputs' gradients.
 * A gradient is masked by its rectifier when it is written, so that readers take it as it is.
 */
export function backwardJobs(
  network: Network,
  groups: ReadonlyMap<number, readonly Member[]>,
  seeded: Seeded,
  choose: Choose,
): readonly Job[] {
  const writes = new Writes(network);
  const seeds = new Seeds(network, seeded);
  const jobs: Job[] = [];
  for (let index = network.nodes.length - 1; index > 0; index--) {
    jobs.push(...seeds.at(index, writes));
    const group = groups.get(index);
    jobs.push(...(group ? convolutionJobs(network, group, writes, choose) : poolJobs(network, index, writes)));
  }
  return seeds.settled(jobs);
}

function convolutionJobs(network: Network, members: readonly Member[], writes: Writes, choose: Choose): readonly Job[] {
  const [first] = members;
  if (!first) return [];
  const { source, node } = first;
  return writes.to(node.input, ({ results, accumulate }) =>
    choose({
      label: `${members.map((member) => member.node.name).join(' + ')} backward`,
      backward: true,
      sources: members.map(({ result }) => gradient(result)),
      results,
      window: windowOf(node, source),
      weights: backwardWeights(members),
      accumulate,
      narrow: network.narrow,
      macs: members.reduce((sum, member) => sum + macsOf(member.node, member.source, member.result), 0),
    }),
  );
}

function poolJobs(network: Network, index: number, writes: Writes): readonly Job[] {
  const node = at(network.nodes, index);
  if (node.op === 'input' || node.op === 'concat' || node.op === 'conv') return [];
  const to = sourceOf(network, node);
  const from = at(network.tensors, index);
  return writes.to(node.input, (write) => {
    const spec = { ...write, label: `${node.name} backward`, source: gradient(from) };
    switch (node.op) {
      case 'max-pool': {
        const window = windowOf(node, to);
        return [maxPoolBackward({ ...spec, window, winners: winnersOf(index, from, window) })];
      }
      case 'average-pool':
        return [averagePoolBackward({ ...spec, window: windowOf(node, to) })];
      case 'relu':
        return [averagePoolBackward({ ...spec, window: pixelWindow })];
      default:
        return node satisfies never;
    }
  });
}

/** Remembers which gradients have been written: the first write sets, later ones add; a first write of a part clears the rest. */
class Writes {
  readonly #network: Network;
  readonly #written = new Set<number>();

  constructor(network: Network) {
    this.#network = network;
  }

  to(node: number, make: (write: Write) => readonly Job[]): readonly Job[] {
    const tensor = at(this.#network.tensors, node);
    const whole = tensor.quads === tensor.pitch;
    const first = !this.#written.has(tensor.root);
    this.#written.add(tensor.root);
    const results = gradientTargets(tensor);
    const fits = results.length <= MOST_RESULTS;
    const unmasked = { ...gradient(tensor), mask: null };
    const jobs = make({ results: fits ? results : [unmasked], accumulate: !first || !whole });
    const clear = first && !whole ? [clearGradient(`${at(this.#network.nodes, node).name} gradient: clear`, unmasked)] : [];
    return [...clear, ...jobs, ...(fits ? [] : maskJobs(tensor, results))];
  }
}

/** Masks a gradient in place, where its parts are more than a job can write. */
function maskJobs(tensor: Tensor, results: readonly Target[]): readonly Job[] {
  return results
    .filter(({ mask }) => mask)
    .map((target) =>
      averagePoolBackward({
        label: `mask of gradient ${String(tensor.root)}`,
        source: { ...gradient(tensor), offset: target.offset, quads: target.quads },
        results: [target],
        window: pixelWindow,
        accumulate: false,
      }),
    );
}

/** Hands out the objective's jobs and keeps count of its partial sums. */
class Seeds {
  readonly #network: Network;
  readonly #seeded: Seeded;
  readonly #firstPartial: number;
  #partials = 0;

  constructor(network: Network, seeded: Seeded) {
    this.#network = network;
    this.#seeded = seeded;
    this.#firstPartial = GRADIENT_SUMS + mostGradientSums(at(network.tensors, 0));
  }

  at(node: number, writes: Writes): readonly Job[] {
    const { layers, guides } = this.#seeded;
    return [
      ...layers.filter((layer) => layer.node === node).flatMap((layer) => this.#layer(layer, writes)),
      ...guides.filter((guide) => guide.node === node).flatMap((guide) => this.#guide(guide, writes)),
    ];
  }

  #layer({ layer, node, coefficients }: SeededLayer, writes: Writes): readonly Job[] {
    const own = activation(at(this.#network.tensors, node));
    const spec = { label: `${layer} objective`, activation: own, coefficients, firstPartial: this.#take(partialsOf(own)) };
    return writes.to(node, (write) => [objectiveTerm({ ...spec, ...write })]);
  }

  #guide({ layer, node, match, coefficients, features }: SeededGuide, writes: Writes): readonly Job[] {
    const own = activation(at(this.#network.tensors, node));
    const spec = { label: `${layer} guide, ${match}`, match, layer: own, place: features, coefficients };
    const firstPartial = this.#take(guidePartials(own, match));
    return writes.to(node, (write) => [guideClimb({ ...spec, firstPartial, ...write })]);
  }

  /** Where so many partial sums begin. */
  #take(partials: number): number {
    this.#partials += partials;
    return this.#firstPartial + this.#partials - partials;
  }

  settled(jobs: readonly Job[]): readonly Job[] {
    const { height, width } = at(this.#network.tensors, 0);
    const last = jobs.findLast((job) => job.results[0]?.memory.kind === 'fixed');
    const spec = { height, width, firstPartial: this.#firstPartial, partials: this.#partials };
    return [...jobs, settle({ ...spec, gradientGroups: last?.groups ?? 0 })];
  }
}

/** Room for the sums of every workgroup of whatever kernel writes the picture's gradient: none covers fewer than eight pixels, but for a last, smaller one a phase. */
const mostGradientSums = ({ height, width }: Tensor): number => SUMS_A_GROUP * (Math.ceil((height * width) / 8) + 64);
