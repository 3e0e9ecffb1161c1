import type { Graph, GraphNode } from '../network/graph.ts';
import { inputsOf } from '../network/prune.ts';
import type { Shape } from '../network/shapes.ts';
import type { View } from '../kernels/step.ts';

/**
 * Where a node's output lies. Channels come in quads (four floats); a network's own channel counts need not be multiples of four,
 * so `logical[c]` tells which channel the stored channel `c` is, −1 where it is padding (always zero).
 */
export interface Tensor extends View {
  /** Index of the node whose buffer this lies in: its own, or that of the concatenation it is a part of. */
  readonly root: number;
  readonly channels: number;
  readonly logical: readonly number[];
  /** Never negative, and zero exactly where the gradient stops: behind a rectifier, perhaps pooled or concatenated since. */
  readonly rectified: boolean;
}

/**
 * Every concatenation's inputs are written straight into it. An input that somebody else reads too is copied into it instead: the other
 * reader may lie in the same buffer, and WebGPU lets a dispatch read one buffer and write another, never both on one.
 */
export function withCopies(graph: Graph): Graph {
  const readers = graph.nodes
    .flatMap(inputsOf)
    .reduce((counts, input) => counts.set(input, (counts.get(input) ?? 0) + 1), new Map<number, number>());
  const nodes: GraphNode[] = [];
  const moved: number[] = [];
  for (const node of graph.nodes) {
    if (node.op !== 'concat') {
      moved.push(nodes.push(node.op === 'input' ? node : { ...node, input: at(moved, node.input) }) - 1);
      continue;
    }
    const inputs = node.inputs.map((input) => {
      const source = at(graph.nodes, input);
      const place = at(moved, input);
      return source.op !== 'input' && readers.get(input) === 1 ? place : nodes.push(copyOf(source.name, place)) - 1;
    });
    moved.push(nodes.push({ ...node, inputs }) - 1);
  }
  return { nodes };
}

const copyOf = (name: string, input: number): GraphNode => ({
  op: 'average-pool',
  name: `${name}/copy`,
  input,
  kernel: [1, 1],
  stride: [1, 1],
  padding: 'valid',
});

/** One tensor a node of a graph without shared parts (see `withCopies`). */
export function layoutTensors(graph: Graph, shapes: readonly Shape[]): readonly Tensor[] {
  const own: { logical: readonly number[]; rectified: boolean }[] = [];
  graph.nodes.forEach((node, index) => own.push(channelsOf(node, at(shapes, index).channels, own)));
  const places = placesOf(graph, own);
  return graph.nodes.map((_, index) => {
    const { root, offset } = at(places, index);
    const { logical, rectified } = at(own, index);
    const { height, width, channels } = at(shapes, index);
    return {
      root,
      offset,
      pitch: at(own, root).logical.length / 4,
      quads: logical.length / 4,
      height,
      width,
      channels,
      logical,
      rectified,
    };
  });
}

function channelsOf(node: GraphNode, channels: number, own: readonly { logical: readonly number[]; rectified: boolean }[]) {
  switch (node.op) {
    case 'input':
      return { logical: padded(channels), rectified: false };
    case 'conv':
      return { logical: padded(channels), rectified: node.relu };
    case 'max-pool':
    case 'average-pool':
      return at(own, node.input);
    case 'relu':
      return { logical: at(own, node.input).logical, rectified: true };
    case 'concat': {
      const logical: number[] = [];
      let first = 0;
      for (const input of node.inputs) {
        const part = at(own, input).logical;
        const start = first;
        logical.push(...part.map((channel) => (channel < 0 ? -1 : channel + start)));
        first += part.filter((channel) => channel >= 0).length;
      }
      return { logical, rectified: node.inputs.every((input) => at(own, input).rectified) };
    }
    default:
      return node satisfies never;
  }
}

const padded = (channels: number): readonly number[] =>
  Array.from({ length: Math.ceil(channels / 4) * 4 }, (_, channel) => (channel < channels ? channel : -1));

/** The root and the offset in quads of every node; concatenations come after their parts, so the walk goes backward. */
function placesOf(graph: Graph, own: readonly { logical: readonly number[] }[]) {
  const places = graph.nodes.map((_, index) => ({ root: index, offset: 0 }));
  for (let index = graph.nodes.length - 1; index >= 0; index--) {
    const node = at(graph.nodes, index);
    if (node.op !== 'concat') continue;
    const { root, offset } = at(places, index);
    let next = offset;
    for (const input of node.inputs) {
      places[input] = { root, offset: next };
      next += at(own, input).logical.length / 4;
    }
  }
  return places;
}

/** `list[index]` for an index that is known to be inside. */
export function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`Expected an index below ${String(list.length)}, got ${String(index)}.`);
  return value;
}
