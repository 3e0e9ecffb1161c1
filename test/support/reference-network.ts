import type { Graph, GraphNode } from '../../src/engine/network/graph.ts';
import { nodeShapes, type Shape } from '../../src/engine/network/shapes.ts';
import type { Objective, ObjectiveTerm } from '../../src/engine/objective.ts';
import {
  addChannels,
  averagePoolBackward,
  averagePoolForward,
  convBackward,
  convForward,
  maxPoolBackward,
  maxPoolForward,
} from './reference-kernels.ts';

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

/** The objective's value and its gradient with respect to the picture (HWC), in double precision. */
export function referenceGradient(
  graph: Graph,
  image: ReferenceImage,
  objective: Objective,
): { readonly value: number; readonly gradient: Float64Array } {
  const activations = referenceForward(graph, image);
  const seeds = new Map<string, Float64Array>();
  let value = 0;
  for (const term of objective) {
    const activation = pick(
      activations,
      graph.nodes.findIndex((node) => node.name === term.layer),
    );
    const seed = seeds.get(term.layer) ?? new Float64Array(activation.values.length);
    value += addTerm(term, activation, seed);
    seeds.set(term.layer, seed);
  }
  return { value, gradient: referenceBackward(graph, activations, seeds) };
}

/** Adds d term / d activation to `seed`. @returns the term's weighted value */
function addTerm(term: ObjectiveTerm, { shape, values }: Activation, seed: Float64Array): number {
  const one = term.kind === 'channel' ? term.channel : undefined;
  const count = one === undefined ? values.length : values.length / shape.channels;
  let sum = 0;
  values.forEach((value, index) => {
    if (one !== undefined && index % shape.channels !== one) return;
    sum += term.kind === 'energy' ? value * value : value;
    seed[index] = pick(seed, index) + (term.weight / count) * (term.kind === 'energy' ? 2 * value : 1);
  });
  return (term.weight * sum) / count;
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
