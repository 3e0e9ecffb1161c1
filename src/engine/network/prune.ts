import type { Graph, GraphNode } from './graph.ts';
import { unknownLayer } from './topology.ts';

/** Indices of the nodes that a node reads. */
export function inputsOf(node: GraphNode): readonly number[] {
  switch (node.op) {
    case 'input':
      return [];
    case 'concat':
      return node.inputs;
    case 'conv':
    case 'max-pool':
    case 'average-pool':
    case 'relu':
      return [node.input];
    default:
      return node satisfies never;
  }
}

/**
 * The part of a graph that the named layers need, in the same order; node 0 stays the input.
 * @throws EngineError `layer-unknown` for a name that no node has
 */
export function pruneGraph(graph: Graph, layers: readonly string[]): Graph {
  const needed = new Set<number>([0]);
  for (const name of layers) {
    const index = graph.nodes.findIndex((node) => node.name === name);
    if (index < 0)
      throw unknownLayer(
        name,
        graph.nodes.map((node) => ({ name: node.name, block: node.op === 'concat' })),
      );
    needed.add(index);
  }
  for (let index = graph.nodes.length - 1; index >= 0; index--) {
    const node = graph.nodes[index];
    if (node && needed.has(index)) for (const input of inputsOf(node)) needed.add(input);
  }
  const kept = [...needed].sort((a, b) => a - b);
  const moved = new Map(kept.map((old, index) => [old, index]));
  const newIndex = (old: number): number => moved.get(old) ?? 0;
  return { nodes: kept.flatMap((index) => graph.nodes[index] ?? []).map((node) => renumbered(node, newIndex)) };
}

function renumbered(node: GraphNode, newIndex: (old: number) => number): GraphNode {
  switch (node.op) {
    case 'input':
      return node;
    case 'concat':
      return { ...node, inputs: node.inputs.map(newIndex) };
    case 'conv':
    case 'max-pool':
    case 'average-pool':
    case 'relu':
      return { ...node, input: newIndex(node.input) };
    default:
      return node satisfies never;
  }
}
