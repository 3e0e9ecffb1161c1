import type { Graph } from '../../src/engine/network/graph.ts';
import type { Objective } from '../../src/engine/objective.ts';
import { conv, input } from './twin.ts';

/** A small network with a head on `out`; channels are kept off multiples of four, positions off the picture's. */
export const headed: Graph = {
  nodes: [input, conv('first', 0, 3, 10, { stride: [2, 2] }), conv('out', 1, 10, 7, { padding: 'valid' })],
  head: { layer: 'out', classes: 3, weights: Float32Array.from({ length: 21 }, (_, index) => Math.sin(3 * index)) },
};

/** Every kind of term, and what they may be put together to. */
export const objectives: readonly { readonly name: string; readonly objective: Objective }[] = [
  { name: 'mean', objective: [{ layer: 'out', kind: 'mean', weight: 1 }] },
  { name: 'energy', objective: [{ layer: 'out', kind: 'energy', weight: 1 }] },
  { name: 'one channel', objective: [{ layer: 'out', kind: 'channel', channel: 4, weight: 3 }] },
  { name: 'a neuron', objective: [{ layer: 'out', kind: 'neuron', channel: 2, x: 0.7, y: 0.3, weight: 1 }] },
  { name: 'a class', objective: [{ layer: 'out', kind: 'class', class: 1, weight: 1 }] },
  { name: 'a guide, the largest product', objective: [{ layer: 'out', kind: 'guide', match: 'dot', weight: 1 }] },
  { name: 'a guide, caricature', objective: [{ layer: 'out', kind: 'guide', match: 'cosine', power: 2, weight: 1 }] },
  {
    name: 'all at once over two layers, some negative',
    objective: [
      { layer: 'out', kind: 'channel', channel: 6, weight: 2 },
      { layer: 'out', kind: 'energy', weight: 0.3 },
      { layer: 'first', kind: 'mean', weight: -0.5 },
      { layer: 'out', kind: 'neuron', channel: 0, x: 0, y: 1, weight: -0.1 },
      { layer: 'out', kind: 'neuron', channel: 6, x: 1, y: 0.5, weight: 0.2 },
      { layer: 'first', kind: 'neuron', channel: 9, x: 0.4, y: 0.4, weight: 0.2 },
      { layer: 'first', kind: 'guide', match: 'dot', weight: 0.1 },
      { layer: 'out', kind: 'guide', match: 'cosine', weight: -0.2 },
      { layer: 'out', kind: 'guide', match: 'dot', weight: 0.3 },
    ],
  },
];
