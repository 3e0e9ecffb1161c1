import type { ConvNode, Graph, GraphNode, PoolNode } from '../network/graph.ts';
import { inputsOf } from '../network/prune.ts';
import { at } from './at.ts';

/** A graph as the plan computes it: an average pool may be rectified, and every concatenation's part lies in one place only. */
export interface PlannedGraph {
  readonly nodes: readonly PlannedNode[];
}

export type PlannedNode = Exclude<GraphNode, PoolNode> | (PoolNode & { readonly relu?: boolean });

/** The same function, in fewer and cheaper dispatches. The named layers keep their names and values. */
export function rewriteGraph(graph: Graph, layers: readonly string[]): PlannedGraph {
  return withCopies(poolLast(graph, layers));
}

/**
 * A 1 × 1 convolution of an average pool is the average pool of a 1 × 1 convolution: a mean of sums is a sum of means, and a mean of equal biases is
 * the bias. So the convolution can join the others of its block in one matrix product, and the pool has fewer channels. Not so for a max pool.
 */
function poolLast(graph: Graph, layers: readonly string[]): PlannedGraph {
  const readers = readersOf(graph);
  const pooled = (node: GraphNode): PoolNode | null => {
    if (node.op !== 'conv' || node.kernel.some((side) => side !== 1) || node.stride.some((side) => side !== 1)) return null;
    const pool = at(graph.nodes, node.input);
    const free = pool.op === 'average-pool' && pool.stride.every((side) => side === 1) && readers[node.input] === 1;
    return free && !layers.includes(pool.name) ? pool : null;
  };
  const moved = new Set(graph.nodes.flatMap((node) => (node.op === 'conv' && pooled(node) ? [node.input] : [])));
  return renumbered(graph.nodes, (node, index, push) => {
    const pool = pooled(node);
    if (moved.has(index)) return null;
    if (!pool || node.op !== 'conv') return push(node);
    const conv = push({ ...node, name: `${node.name}/product`, input: pool.input, relu: false });
    return push({ ...pool, name: node.name, relu: node.relu }, conv);
  });
}

/**
 * Every concatenation's inputs are written straight into it. One that lies in another already, or is a picture, is copied by an identity
 * convolution.
 */
function withCopies(graph: PlannedGraph): PlannedGraph {
  const taken = new Set<number>();
  const nodes: PlannedNode[] = [];
  const moved: number[] = [];
  for (const node of graph.nodes) {
    const inputs = inputsOf(node).map((input) => at(moved, input));
    if (node.op !== 'concat') {
      moved.push(nodes.push(node.op === 'input' ? node : { ...node, input: at(inputs, 0) }) - 1);
      continue;
    }
    const own = inputs.map((input) => {
      const place = !taken.has(input) && !isPicture(nodes, input) ? input : nodes.push(copyOf(nodes, input)) - 1;
      taken.add(place);
      return place;
    });
    moved.push(nodes.push({ ...node, inputs: own }) - 1);
  }
  return { nodes };
}

/** Whether a node's channels are the picture's own, or pools of them: their quads cannot be padded. */
function isPicture(nodes: readonly PlannedNode[], index: number): boolean {
  const node = at(nodes, index);
  return (
    node.op === 'input' || ((node.op === 'max-pool' || node.op === 'average-pool' || node.op === 'relu') && isPicture(nodes, node.input))
  );
}

function copyOf(nodes: readonly PlannedNode[], input: number): ConvNode {
  const channels = channelsOf(nodes, input);
  const weights = new Float32Array(channels * channels);
  for (let channel = 0; channel < channels; channel++) weights[channel * (channels + 1)] = 1;
  return {
    op: 'conv',
    name: `${at(nodes, input).name}/copy ${String(nodes.length)}`,
    input,
    channels,
    kernel: [1, 1],
    stride: [1, 1],
    padding: 'valid',
    weights,
    bias: new Float32Array(channels),
    relu: false,
  };
}

function channelsOf(nodes: readonly PlannedNode[], index: number): number {
  const node = at(nodes, index);
  switch (node.op) {
    case 'input':
    case 'conv':
      return node.channels;
    case 'concat':
      return node.inputs.reduce((sum, input) => sum + channelsOf(nodes, input), 0);
    case 'max-pool':
    case 'average-pool':
    case 'relu':
      return channelsOf(nodes, node.input);
    default:
      return node satisfies never;
  }
}

function readersOf(graph: Graph): readonly number[] {
  const counts = graph.nodes.map(() => 0);
  for (const input of graph.nodes.flatMap(inputsOf)) counts[input] = (counts[input] ?? 0) + 1;
  return counts;
}

type Push = (node: PlannedNode, input?: number) => number;

/** Writes a graph anew, node by node; `write` pushes what stands for a node and returns its place, or `null` where nothing does. `input` given: in the new numbers. */
function renumbered(nodes: readonly GraphNode[], write: (node: GraphNode, index: number, push: Push) => number | null): PlannedGraph {
  const result: PlannedNode[] = [];
  const places: number[] = [];
  const push: Push = (node, input) => {
    if (node.op === 'input') return result.push(node) - 1;
    if (node.op === 'concat') return result.push({ ...node, inputs: node.inputs.map((old) => at(places, old)) }) - 1;
    return result.push({ ...node, input: input ?? at(places, node.input) }) - 1;
  };
  nodes.forEach((node, index) => places.push(write(node, index, push) ?? -1));
  return { nodes: result };
}
