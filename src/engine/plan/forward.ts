import { convolution } from '../kernels/convolution.ts';
import { averagePool, maxPool } from '../kernels/pool.ts';
import type { Step } from '../kernels/step.ts';
import { at } from './layout.ts';
import { activation, macsOf, pixelWindow, sourceOf, windowOf, winnerOf } from './network.ts';
import type { Network } from './network.ts';
import { biasOf, forwardWeights } from './weights.ts';

/** The steps from the input to every node's activations. Concatenations cost nothing: their parts are written in place. */
export function forwardSteps(network: Network): readonly Step[] {
  return network.nodes.flatMap((_, index) => forwardOf(network, index));
}

function forwardOf(network: Network, index: number): readonly Step[] {
  const node = at(network.nodes, index);
  if (node.op === 'input' || node.op === 'concat') return [];
  const from = sourceOf(network, node);
  const to = at(network.tensors, index);
  const spec = { label: `${node.name} forward`, source: activation(from), result: activation(to) };
  switch (node.op) {
    case 'conv': {
      const weights = forwardWeights(node, from, to);
      const window = windowOf(node, from);
      return [convolution({ ...spec, window, weights, bias: biasOf(node, to), relu: node.relu, macs: macsOf(node, from, to) })];
    }
    case 'max-pool':
      return [maxPool({ ...spec, window: windowOf(node, from), winner: winnerOf(index, to) })];
    case 'average-pool':
      return [averagePool({ ...spec, window: windowOf(node, from), relu: false })];
    case 'relu':
      return [averagePool({ ...spec, window: pixelWindow, relu: true })];
    default:
      return node satisfies never;
  }
}
