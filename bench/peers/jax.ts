import { defaultDevice, getWebGPUDevice, grad, init, jit, lax, nn, numpy } from '@jax-js/jax';
import type { ConvNode, Graph, GraphNode, Padding, PoolNode } from '../../src/engine/network/graph.ts';
import { slide } from '../../src/engine/network/shapes.ts';
import type { Objective, ObjectiveTerm } from '../../src/engine/objective.ts';
import type { Picture } from '../../src/engine/plan/gradient.ts';
import { borderOf } from '../../test/support/border.ts';
import type { Border } from '../../test/support/border.ts';
import type { Peer } from './peer.ts';

type Tensor = numpy.Array;

/**
 * Makes jax-js compute on WebGPU and nowhere else. Its device is its own and lives as long as the program: jax-js offers no way to end it.
 * @throws Error when jax-js finds no adapter
 */
export async function startJax(): Promise<GPUDevice> {
  const started = await init('webgpu');
  if (!started.includes('webgpu')) throw new Error('Expected jax-js to start on WebGPU, but it found no adapter.');
  defaultDevice('webgpu');
  return getWebGPUDevice();
}

/**
 * A graph of ours in jax-js: `jit(grad(…))` of the objective, channels first, batch normalization folded already. jax-js fuses a convolution's bias
 * and ReLU into it by itself. Needs {@link startJax}.
 */
export class JaxPeer implements Peer {
  readonly name = 'jax-js';
  readonly #device: GPUDevice;
  readonly #weights: ReadonlyMap<ConvNode, Weights>;
  readonly #gradient: ReturnType<typeof compile>;
  readonly #picture: Tensor;

  constructor(device: GPUDevice, graph: Graph, picture: Picture, objective: Objective) {
    this.#device = device;
    this.#weights = new Map(graph.nodes.filter((node) => node.op === 'conv').map((node) => [node, upload(node)]));
    this.#gradient = compile((input) => objectiveOf(graph, this.#weights, input, objective));
    this.#picture = toTensor(picture);
  }

  async gradient(picture: Picture): Promise<Float32Array> {
    const planes: unknown = await this.#gradient(toTensor(picture)).data();
    if (!(planes instanceof Float32Array)) throw new TypeError('Expected jax-js to compute in float32.');
    const pixels = picture.width * picture.height;
    return Float32Array.from(planes, (_, index) => planes[(index % 3) * pixels + Math.floor(index / 3)] ?? Number.NaN);
  }

  queue(): void {
    // jax-js is lazy: asking for the buffer is what submits, and it reads nothing back.
    this.#gradient(this.#picture.ref).gpuBufferSync();
  }

  done(): Promise<unknown> {
    return this.#device.queue.onSubmittedWorkDone();
  }

  destroy(): void {
    this.#gradient.dispose();
    this.#picture.dispose();
    for (const { filter, bias } of this.#weights.values()) for (const tensor of [filter, bias]) tensor.dispose();
  }
}

const compile = (objective: (picture: Tensor) => Tensor) => jit(grad(objective));

interface Weights {
  /** [output channel, phase of the stride and input channel, height, width] */
  readonly filter: Tensor;
  /** [1, channel, 1, 1] */
  readonly bias: Tensor;
}

function upload(node: ConvNode): Weights {
  const { kernel, stride, channels, weights, bias } = node;
  const [across, down] = [kernel[1], stride[0]];
  const inputs = weights.length / (kernel[0] * across * channels);
  const shape = [channels, stride[0] * stride[1] * inputs, Math.ceil(kernel[0] / stride[0]), Math.ceil(across / stride[1])] as const;
  const filter = new Float32Array(shape[0] * shape[1] * shape[2] * shape[3]);
  weights.forEach((weight, index) => {
    const output = index % channels;
    const input = Math.floor(index / channels) % inputs;
    const x = Math.floor(index / channels / inputs) % across;
    const y = Math.floor(index / channels / inputs / across);
    const phase = (y % down) * stride[1] + (x % stride[1]);
    const row = (output * shape[1] + phase * inputs + input) * shape[2] + Math.floor(y / down);
    filter[row * shape[3] + Math.floor(x / stride[1])] = weight;
  });
  return {
    filter: numpy.array(filter).reshape([...shape]),
    bias: numpy.array(Float32Array.from(bias)).reshape([1, channels, 1, 1]),
  };
}

/** A picture as jax-js takes it: [1, RGB, height, width]. */
function toTensor({ width, height, data }: Picture): Tensor {
  const pixels = width * height;
  const planes = Float32Array.from(data, (_, index) => data[(index % pixels) * 3 + Math.floor(index / pixels)] ?? Number.NaN);
  return numpy.array(planes).reshape([1, 3, height, width]);
}

/**
 * Whoever is handed a tensor owns it: `.ref` is one more owner. A node's result gets an owner for each of its readers and is handed to them whole, so
 * this releases its own once all are made.
 */
function objectiveOf(graph: Graph, weights: ReadonlyMap<ConvNode, Weights>, picture: Tensor, objective: Objective): Tensor {
  const done: Tensor[] = [];
  const pick = (index: number): Tensor => elementOf(done, index).ref;
  for (const node of graph.nodes) done.push(node.op === 'input' ? picture : forward(node, weights, pick));
  const terms = objective.map((term) => {
    const layer = graph.nodes.findIndex(({ name }) => name === term.layer);
    return valueOf(term, pick(layer)).mul(term.weight);
  });
  for (const tensor of done) tensor.dispose();
  return terms.reduce((sum, term) => sum.add(term));
}

function forward(
  node: Exclude<GraphNode, { op: 'input' }>,
  weights: ReadonlyMap<ConvNode, Weights>,
  pick: (index: number) => Tensor,
): Tensor {
  switch (node.op) {
    case 'conv':
      return convolve(node, weights.get(node), pick(node.input));
    case 'max-pool':
      return maxPool(node, pick(node.input));
    case 'average-pool':
      return averagePool(node, pick(node.input));
    case 'concat':
      return numpy.concatenate(node.inputs.map(pick), 1);
    case 'relu':
      return nn.relu(pick(node.input));
    default:
      return node satisfies never;
  }
}

function convolve(node: ConvNode, weights: Weights | undefined, input: Tensor): Tensor {
  if (!weights) throw new RangeError(`Expected weights for ${node.name}.`);
  const strided = node.stride[0] > 1 || node.stride[1] > 1;
  const padding = node.padding === 'same' ? 'SAME' : 'VALID';
  const sum = strided
    ? lax.convGeneralDilated(phases(node, input), weights.filter.ref, [1, 1], 'VALID')
    : lax.convGeneralDilated(input, weights.filter.ref, [1, 1], padding);
  const biased = sum.add(weights.bias.ref);
  return node.relu ? nn.relu(biased) : biased;
}

/**
 * What a strided convolution reads, one stride's pixels as channels of one: there it has stride 1. jax-js's own gradient of a strided convolution is
 * wrong at some sizes (0.1.25 on WebGPU: 23×17 pixels to 47×35, right on its CPU), and multiplies three zeros for each value besides.
 */
function phases({ kernel, stride, padding }: ConvNode, input: Tensor): Tensor {
  const [, channels = 0, height = 0, width = 0] = input.shape;
  const rows = phaseAxis(height, kernel[0], stride[0], padding);
  const columns = phaseAxis(width, kernel[1], stride[1], padding);
  const padded = numpy.pad(input, [[0, 0], [0, 0], rows.pad, columns.pad]);
  const cut = padded.slice([], [], [0, rows.count * stride[0]], [0, columns.count * stride[1]]);
  const split = cut.reshape([channels, rows.count, stride[0], columns.count, stride[1]]);
  return split.transpose([2, 4, 0, 1, 3]).reshape([1, stride[0] * stride[1] * channels, rows.count, columns.count]);
}

function phaseAxis(
  side: number,
  kernel: number,
  stride: number,
  padding: Padding,
): { readonly pad: [number, number]; readonly count: number } {
  const { size, before } = slide(side, kernel, stride, padding);
  const count = size - 1 + Math.ceil(kernel / stride);
  return { pad: [before, Math.max(0, count * stride - side - before)], count };
}

/** A tie's gradient is shared here, and the first's alone with us and tfjs. After a ReLU only zeros tie, and theirs goes no further. */
function maxPool(node: PoolNode, input: Tensor): Tensor {
  const { vertical, horizontal } = borders(node, input);
  const padded = pad(input, vertical, horizontal);
  const [, , height = 0, width = 0] = padded.shape;
  const lowest = Float32Array.from({ length: height * width }, (_, pixel) => {
    const inside = within(vertical, height, Math.floor(pixel / width)) && within(horizontal, width, pixel % width);
    return inside ? 0 : -1e30;
  });
  const layer = node.padding === 'same' ? padded.add(numpy.array(lowest).reshape([1, 1, height, width])) : padded;
  return lax.reduceWindow(layer, (window) => numpy.max(window), [1, 1, ...node.kernel], [1, 1, ...node.stride]);
}

/** The windows' sums in a border of zeros, divided by how many valid pixels each holds. */
function averagePool(node: PoolNode, input: Tensor): Tensor {
  const { vertical, horizontal } = borders(node, input);
  const share = Float32Array.from(vertical.valid.flatMap((y) => horizontal.valid.map((x) => 1 / (y * x))));
  const padded = pad(input, vertical, horizontal);
  const sums = lax.reduceWindow(padded, (window) => numpy.sum(window), [1, 1, ...node.kernel], [1, 1, ...node.stride]);
  return sums.mul(numpy.array(share).reshape([1, 1, vertical.valid.length, horizontal.valid.length]));
}

function borders(node: PoolNode, { shape }: Tensor): { readonly vertical: Border; readonly horizontal: Border } {
  const [, , height = 0, width = 0] = shape;
  return { vertical: borderOf(node, height, 0), horizontal: borderOf(node, width, 1) };
}

const pad = (input: Tensor, vertical: Border, horizontal: Border): Tensor =>
  numpy.pad(input, [[0, 0], [0, 0], vertical.pad, horizontal.pad]);

const within = ({ pad: [before, after] }: Border, size: number, at: number): boolean => at >= before && at < size - after;

function valueOf(term: ObjectiveTerm, layer: Tensor): Tensor {
  switch (term.kind) {
    case 'mean':
      return numpy.mean(layer);
    case 'energy':
      return numpy.mean(numpy.square(layer));
    case 'channel':
      // Not by slicing: jax-js 0.1.25 leaves out the zeros where it pads a constant, which is what a slice's gradient would be.
      return numpy.mean(layer.mul(oneOf(layer.shape[1] ?? 0, term.channel)));
    case 'neuron':
    case 'class':
    case 'guide':
      throw new TypeError(`Expected means, energies and channels to compare, got a ${term.kind}.`);
    default:
      return term satisfies never;
  }
}

/** Selects one channel and makes up for the mean over all of them: [1, channels, 1, 1]. */
function oneOf(channels: number, channel: number): Tensor {
  const selection = Float32Array.from({ length: channels }, (_, index) => (index === channel ? channels : 0));
  return numpy.array(selection).reshape([1, channels, 1, 1]);
}

function elementOf<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new RangeError(`There is no element ${String(index)} among ${String(values.length)}.`);
  return value;
}
