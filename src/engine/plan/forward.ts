import type { Job } from '../kernels/job.ts';
import { pixelWindow } from '../kernels/job.ts';
import { averagePool, maxPool } from '../kernels/pool.ts';
import { at } from './at.ts';
import { activation, activationTarget, macsOf, sourceOf, windowOf, winnersOf } from './network.ts';
import type { Member, Network } from './network.ts';
import { forwardWeights } from './weights.ts';
import type { Choose } from './ways.ts';

/** The jobs from the input to every node's activations. Concatenations cost nothing: their parts are written in place. */
export function forwardJobs(network: Network, groups: ReadonlyMap<number, readonly Member[]>, choose: Choose): readonly Job[] {
  return network.nodes.flatMap((_, index) => {
    const group = groups.get(index);
    return group ? convolutionJobs(network, group, choose) : poolJobs(network, index);
  });
}

function convolutionJobs(network: Network, members: readonly Member[], choose: Choose): readonly Job[] {
  const [first] = members;
  if (!first) return [];
  return choose({
    label: `${members.map(({ node }) => node.name).join(' + ')} forward`,
    backward: false,
    sources: [activation(first.source)],
    results: members.map(({ result }) => activationTarget(result)),
    window: windowOf(first.node, first.source),
    weights: forwardWeights(members),
    accumulate: false,
    narrow: network.narrow,
    macs: members.reduce((sum, { node, source, result }) => sum + macsOf(node, source, result), 0),
  });
}

function poolJobs(network: Network, index: number): readonly Job[] {
  const node = at(network.nodes, index);
  if (node.op === 'input' || node.op === 'concat' || node.op === 'conv') return [];
  const from = sourceOf(network, node);
  const to = at(network.tensors, index);
  const spec = { label: `${node.name} forward`, source: activation(from), results: [activationTarget(to)] };
  switch (node.op) {
    case 'max-pool': {
      const window = windowOf(node, from);
      return [maxPool({ ...spec, window, winners: winnersOf(index, to, window) })];
    }
    case 'average-pool':
      return [averagePool({ ...spec, window: windowOf(node, from) })];
    case 'relu':
      return [averagePool({ ...spec, window: pixelWindow })];
    default:
      return node satisfies never;
  }
}
