import type { Shape } from '../network/shapes.ts';
import { WORD_QUADS } from '../kernels/job.ts';
import type { View } from '../kernels/job.ts';
import { at } from './at.ts';
import type { PlannedGraph, PlannedNode } from './rewrite.ts';

/**
 * Where a node's output lies. Channels come in quads (four floats); a network's own channel counts need not be multiples of four,
 * so `logical[c]` tells which channel the stored channel `c` is, −1 where it is padding (always zero).
 */
export interface Tensor extends View {
  /** Index of the node whose memory this lies in: its own, or that of the concatenation it is a part of. */
  readonly root: number;
  readonly channels: number;
  readonly logical: readonly number[];
  /** What it is made of, from `offset` on: parts of a concatenation, or itself. */
  readonly parts: readonly TensorPart[];
}

/** Some quads of a tensor's, from `offset` on, and whether a rectifier wrote them: then a gradient stops where they are zero. */
export interface TensorPart {
  readonly offset: number;
  readonly quads: number;
  readonly rectified: boolean;
}

/** One tensor a node of a rewritten graph. */
export function layoutTensors(graph: PlannedGraph, shapes: readonly Shape[]): readonly Tensor[] {
  const own: (readonly number[])[] = [];
  const inConcat = concatenated(graph);
  graph.nodes.forEach((node, index) => own.push(channelsOf(node, at(shapes, index).channels, own, inConcat.has(index))));
  const places = placesOf(graph, own);
  const parts: (readonly TensorPart[])[] = [];
  graph.nodes.forEach((node, index) => parts.push(partsOf(node, at(places, index).offset, at(own, index).length / 4, parts)));
  return graph.nodes.map((_, index) => {
    const { root, offset } = at(places, index);
    const { height, width, channels } = at(shapes, index);
    const logical = at(own, index);
    return {
      root,
      offset,
      pitch: at(own, root).length / 4,
      quads: logical.length / 4,
      height,
      width,
      channels,
      logical,
      parts: at(parts, index),
    };
  });
}

/** Nodes whose channels end up in a concatenation: there each part begins with a word of the rectifiers' mask. */
function concatenated(graph: PlannedGraph): ReadonlySet<number> {
  const found = new Set<number>();
  for (let index = graph.nodes.length - 1; index >= 0; index--) {
    const node = at(graph.nodes, index);
    if (node.op === 'concat') for (const input of node.inputs) found.add(input);
    else if (found.has(index) && node.op !== 'input' && node.op !== 'conv') found.add(node.input);
  }
  return found;
}

function channelsOf(node: PlannedNode, channels: number, own: readonly (readonly number[])[], inConcat: boolean): readonly number[] {
  switch (node.op) {
    case 'input':
      return padded(channels, 1);
    case 'conv':
      return padded(channels, inConcat ? WORD_QUADS : 1);
    case 'max-pool':
    case 'average-pool':
    case 'relu':
      return at(own, node.input);
    case 'concat': {
      const logical: number[] = [];
      let first = 0;
      for (const input of node.inputs) {
        const part = at(own, input);
        const start = first;
        logical.push(...part.map((channel) => (channel < 0 ? -1 : channel + start)));
        first += part.filter((channel) => channel >= 0).length;
      }
      return logical;
    }
    default:
      return node satisfies never;
  }
}

function padded(channels: number, quads: number): readonly number[] {
  return Array.from({ length: Math.ceil(channels / (4 * quads)) * 4 * quads }, (_, channel) => (channel < channels ? channel : -1));
}

/** The parts of a node's tensor, neighbours of one kind as one. A pool of something rectified is none itself: what it passes on is masked there. */
function partsOf(node: PlannedNode, offset: number, quads: number, parts: readonly (readonly TensorPart[])[]): readonly TensorPart[] {
  if (node.op !== 'concat') return [{ offset, quads, rectified: isRectified(node) }];
  const joined: TensorPart[] = [];
  for (const part of node.inputs.flatMap((input) => at(parts, input))) {
    const last = joined.at(-1);
    if (last?.rectified === part.rectified) joined[joined.length - 1] = { ...last, quads: last.quads + part.quads };
    else joined.push(part);
  }
  return joined;
}

const isRectified = (node: PlannedNode): boolean => node.op === 'relu' || ('relu' in node && (node.relu ?? false));

/** The root and the offset in quads of every node; concatenations come after their parts, so the walk goes backward. */
function placesOf(graph: PlannedGraph, own: readonly (readonly number[])[]) {
  const places = graph.nodes.map((_, index) => ({ root: index, offset: 0 }));
  for (let index = graph.nodes.length - 1; index >= 0; index--) {
    const node = at(graph.nodes, index);
    if (node.op !== 'concat') continue;
    const { root, offset } = at(places, index);
    let next = offset;
    for (const input of node.inputs) {
      places[input] = { root, offset: next };
      next += at(own, input).length / 4;
    }
  }
  return places;
}
