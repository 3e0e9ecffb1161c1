import type { Graph, GraphNode } from '../../src/engine/network/graph.ts';
import { nodeShapes, type Shape } from '../../src/engine/network/shapes.ts';
import type { Objective } from '../../src/engine/objective.ts';
import {
  addChannels,
  averagePoolBackward,
  averagePoolForward,
  convBackward,
  convForward,
  maxPoolBackward,
  maxPoolForward,
} from './reference-kernels.ts';
import { addTerm } from './reference-objective.ts';

/** A picture in the network's range: HWC, row-major, 3 channels. */
export interface ReferenceImage {
  readonly height: number;
  readonly width: number;
  readonly values: ArrayLike<number>;
}

/** A node's output, HWC. */
export interface Activation {
  readonly shape: Shape;
  readonly values: Float64Array;
}

/** Runs the graph in double precision. @returns the output of each node, in the order of `graph.nodes` */
export function referenceForward(graph: Graph, image: ReferenceImage): readonly Activation[] {
  const shapes = nodeShapes(graph, image.height, image.width);
  const done: Activation[] = [];
  graph.nodes.forEach((node, index) => {
    const shape = pick(shapes, index);
    done.push({ shape, values: forward(node, shape, done, image) });
  });
  return done;
}

/**
 * The gradient of Σ seed · activation with respect to the picture.
 * @param seeds by node name: d objective / d that node's output, HWC
 * @returns HWC, the picture's size
 */
export function referenceBackward(
  graph: Graph,
  activations: readonly Activation[],
  seeds: ReadonlyMap<string, Float64Array>,
): Float64Array {
  const gradients = graph.nodes.map((node, index) =>
    Float64Array.from(seeds.get(node.name) ?? new Float64Array(pick(activations, index).values.length)),
  );
  for (let index = graph.nodes.length - 1; index > 0; index--) backward(pick(graph.nodes, index), index, activations, gradients);
  return pick(gradients, 0);
}

/** What the objective needs to know besides the picture. */
export interface ReferenceContext {
  /** A guide of the picture's size. */
  readonly guide?: ReferenceImage;
  /** How far the picture is rolled, in pixels; not unless given. */
  readonly roll?: readonly [x: number, y: number];
  /** Width and height of what the picture is a tile of; those of the picture unless given. */
  readonly whole?: readonly [width: number, height: number] | undefined;
}

/** The objective's value and its gradient with respect to the picture (HWC), in double precision. */
export function referenceGradient(
  graph: Graph,
  image: ReferenceImage,
  objective: Objective,
  { guide, roll = [0, 0], whole }: ReferenceContext = {},
): { readonly value: number; readonly gradient: Float64Array } {
  const activations = referenceForward(graph, image);
  const guides = guide ? referenceForward(graph, guide) : [];
  const seeds = new Map<string, Float64Array>();
  let value = 0;
  for (const term of objective) {
    const node = graph.nodes.findIndex(({ name }) => name === term.layer);
    const activation = pick(activations, node);
    const seed = seeds.get(term.layer) ?? new Float64Array(activation.values.length);
    const about = { guide: guides[node]?.values, head: graph.head, picture: [image.width, image.height], roll, whole } as const;
    value += addTerm(term, { ...activation, ...about }, seed);
    seeds.set(term.layer, seed);
  }
  return { value, gradient: referenceBackward(graph, activations, seeds) };
}

function forward(node: GraphNode, shape: Shape, done: readonly Activation[], image: ReferenceImage): Float64Array {
  const pixels = shape.height * shape.width;
  switch (node.op) {
    case 'input':
      return Float64Array.from(image.values);
    case 'conv':
      return convForward(node, pick(done, node.input).shape, pick(done, node.input).values, pixels);
    case 'max-pool':
      return maxPoolForward(node, pick(done, node.input).shape, pick(done, node.input).values, pixels);
    case 'average-pool':
      return averagePoolForward(node, pick(done, node.input).shape, pick(done, node.input).values, pixels);
    case 'relu':
      return pick(done, node.input).values.map((value) => Math.max(value, 0));
    case 'concat': {
      const joined = new Float64Array(pixels * shape.channels);
      let offset = 0;
      for (const input of node.inputs) {
        const { shape: part, values } = pick(done, input);
        addChannels(values, part.channels, 0, joined, shape.channels, offset, part.channels);
        offset += part.channels;
      }
      return joined;
    }
    default:
      return node satisfies never;
  }
}

/** Adds the node's share to the gradients of its inputs. */
function backward(node: GraphNode, index: number, activations: readonly Activation[], gradients: readonly Float64Array[]): void {
  const { shape, values: y } = pick(activations, index);
  const dy = pick(gradients, index);
  if (node.op === 'input') return;
  if (node.op === 'concat') {
    let offset = 0;
    for (const input of node.inputs) {
      const { channels } = pick(activations, input).shape;
      addChannels(dy, shape.channels, offset, pick(gradients, input), channels, 0, channels);
      offset += channels;
    }
    return;
  }
  const { shape: from, values: x } = pick(activations, node.input);
  const dx = pick(gradients, node.input);
  switch (node.op) {
    case 'conv':
      convBackward(node, from, y, dy, dx);
      break;
    case 'max-pool':
      maxPoolBackward(node, from, x, y, dy, dx);
      break;
    case 'average-pool':
      averagePoolBackward(node, from, dy, dx);
      break;
    case 'relu':
      y.forEach((value, at) => {
        if (value > 0) dx[at] = pick(dx, at) + pick(dy, at);
      });
      break;
    default:
      node satisfies never;
  }
}

function pick<T>(values: ArrayLike<T>, index: number): T {
  const value = values[index];
  if (value === undefined) throw new RangeError(`There is no element ${String(index)} among ${String(values.length)}.`);
  return value;
}
