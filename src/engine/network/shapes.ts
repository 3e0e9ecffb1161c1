import { EngineError } from '../errors.ts';
import type { Graph, GraphNode, Padding } from './graph.ts';

export interface Shape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Where a window lands along one axis. */
export interface Sliding {
  /** How many positions it takes: the output's size. Below 1 when it does not fit. */
  readonly size: number;
  /** Pixels of padding before the first input pixel; input = output · stride − before + offset in the window. */
  readonly before: number;
}

/** No network here needs more than this to a side. */
const LARGEST_MINIMUM = 4096;

/** How a window slides along one axis of `side` pixels, as TensorFlow places it: `same` puts the odd pixel of padding last. */
export function slide(side: number, kernel: number, stride: number, padding: Padding): Sliding {
  if (padding === 'valid') return { size: Math.floor((side - kernel) / stride) + 1, before: 0 };
  const size = Math.ceil(side / stride);
  const total = Math.max((size - 1) * stride + kernel - side, 0);
  return { size, before: Math.floor(total / 2) };
}

/**
 * The shape of each node's output, in the order of `graph.nodes`, for a picture of `height` × `width` pixels.
 * @throws EngineError `size-too-small` naming the first node that would be left without a pixel; `model-corrupt` when a concat's inputs differ in size
 */
export function nodeShapes(graph: Graph, height: number, width: number): readonly Shape[] {
  const shapes: Shape[] = [];
  for (const node of graph.nodes) {
    const shape = shapeOf(node, shapes, height, width);
    if (shape.height < 1 || shape.width < 1) throw tooSmall(graph, node, height, width);
    shapes.push(shape);
  }
  return shapes;
}

/** The side in pixels of the smallest square picture that the graph takes: a larger one always fits where a smaller does, so halving finds it. */
export function minimumSide(graph: Graph): number {
  if (!fits(graph, LARGEST_MINIMUM)) {
    throw new EngineError(
      'model-corrupt',
      `Expected the network to take a picture of some size up to ${String(LARGEST_MINIMUM)} pixels, but none fits.`,
    );
  }
  let [tooSmall, enough] = [0, LARGEST_MINIMUM];
  while (enough - tooSmall > 1) {
    const middle = Math.floor((tooSmall + enough) / 2);
    if (fits(graph, middle)) enough = middle;
    else tooSmall = middle;
  }
  return enough;
}

function fits(graph: Graph, side: number): boolean {
  const shapes: Shape[] = [];
  return graph.nodes.every((node) => {
    const shape = shapeOf(node, shapes, side, side);
    shapes.push(shape);
    return shape.height >= 1 && shape.width >= 1;
  });
}

function shapeOf(node: GraphNode, before: readonly Shape[], height: number, width: number): Shape {
  switch (node.op) {
    case 'input':
      return { height, width, channels: node.channels };
    case 'relu':
      return shapeAt(before, node.input);
    case 'conv':
    case 'max-pool':
    case 'average-pool': {
      const input = shapeAt(before, node.input);
      return {
        height: slide(input.height, node.kernel[0], node.stride[0], node.padding).size,
        width: slide(input.width, node.kernel[1], node.stride[1], node.padding).size,
        channels: node.op === 'conv' ? node.channels : input.channels,
      };
    }
    case 'concat':
      return joined(
        node.name,
        node.inputs.map((input) => shapeAt(before, input)),
      );
    default:
      return node satisfies never;
  }
}

function joined(name: string, inputs: readonly Shape[]): Shape {
  const [first, ...rest] = inputs;
  if (!first || rest.some((shape) => shape.height !== first.height || shape.width !== first.width)) {
    const sizes = inputs.map((shape) => `${String(shape.width)}×${String(shape.height)}`).join(', ');
    throw new EngineError('model-corrupt', `Expected the inputs of ${name} to have one size, got ${sizes || 'none'}.`);
  }
  return { ...first, channels: inputs.reduce((sum, shape) => sum + shape.channels, 0) };
}

function shapeAt(shapes: readonly Shape[], index: number): Shape {
  const shape = shapes[index];
  if (!shape)
    throw new EngineError('model-corrupt', `Node ${String(index)} is read before it is made: the graph is not in topological order.`);
  return shape;
}

function tooSmall(graph: Graph, node: GraphNode, height: number, width: number): EngineError {
  const side = String(minimumSide(graph));
  return new EngineError(
    'size-too-small',
    `A picture of ${String(width)}×${String(height)} pixels leaves nothing at layer ${node.name}: this network needs ${side}×${side}. Choose a larger size or a shallower layer.`,
  );
}
