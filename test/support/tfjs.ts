import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { ConvNode, Graph, GraphNode, PoolNode } from '../../src/engine/network/graph.ts';
import type { Objective, ObjectiveTerm } from '../../src/engine/objective.ts';
import type { ObjectiveGradient, Picture } from '../../src/engine/plan/gradient.ts';
import { borderOf } from './border.ts';

/**
 * How average pooling with padding is built. tfjs's own divides by the number of valid pixels forward, but by the whole window backward: its gradient
 * is wrong at borders. `exact` says the same forward by operations whose gradients are right; `shipped` is what tfjs offers.
 */
export type AveragePooling = 'exact' | 'shipped';

/** Makes tfjs compute on WebGPU, in a device of its own, and nowhere else. */
export async function startTfjs(): Promise<WebGPUBackend> {
  await tf.setBackend('webgpu');
  await tf.ready();
  // Else it computes small tensors on the CPU.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  const backend = tf.backend();
  if (!(backend instanceof WebGPUBackend)) throw new TypeError(`Expected tfjs on WebGPU, got it on ${tf.getBackend()}.`);
  return backend;
}

/**
 * A graph of ours run by tfjs, in its best form for a gradient: batch normalization is folded already, and a convolution is conv2d + add + relu, as
 * under the tape the fused one computes the filters' gradients too. Needs {@link startTfjs}.
 */
export class TfjsNetwork {
  readonly #graph: Graph;
  readonly #pooling: AveragePooling;
  readonly #weights: ReadonlyMap<ConvNode, { readonly filter: tf.Tensor4D; readonly bias: tf.Tensor1D }>;

  constructor(graph: Graph, pooling: AveragePooling) {
    this.#graph = graph;
    this.#pooling = pooling;
    const convolutions = graph.nodes.filter((node) => node.op === 'conv');
    this.#weights = new Map(
      convolutions.map((node) => {
        const [height, width] = node.kernel;
        const inputs = node.weights.length / (height * width * node.channels);
        return [node, { filter: tf.tensor4d(node.weights, [height, width, inputs, node.channels]), bias: tf.tensor1d(node.bias) }];
      }),
    );
  }

  /** A function that computes the objective's gradient with respect to a picture of shape [1, height, width, 3]. */
  gradientOf(objective: Objective): (picture: tf.Tensor4D) => tf.Tensor4D {
    const gradient = tf.grad((picture) => this.#objective(picture as tf.Tensor4D, objective));
    // tfjs types the gradient by rank unknown; it has its picture's shape.
    return (picture) => gradient(picture) as tf.Tensor4D;
  }

  /** The objective and its gradient, read back. */
  async run(picture: Picture, objective: Objective): Promise<ObjectiveGradient> {
    const input = toTensor(picture);
    const both = tf.valueAndGrad((image) => this.#objective(image as tf.Tensor4D, objective))(input);
    const [value, gradient] = await Promise.all([both.value.data(), both.grad.data()]);
    tf.dispose([input, both.value, both.grad]);
    return { value: value[0] ?? Number.NaN, gradient: Float32Array.from(gradient) };
  }

  destroy(): void {
    for (const weights of this.#weights.values()) tf.dispose([weights.filter, weights.bias]);
  }

  #objective(picture: tf.Tensor4D, objective: Objective): tf.Scalar {
    const done: tf.Tensor4D[] = [];
    for (const node of this.#graph.nodes) done.push(this.#forward(node, picture, done));
    const terms = objective.map((term) => {
      const layer = this.#graph.nodes.findIndex(({ name }) => name === term.layer);
      return tf.mul<tf.Scalar>(valueOf(term, pick(done, layer)), term.weight);
    });
    return terms.reduce((sum, term) => tf.add<tf.Scalar>(sum, term));
  }

  #forward(node: GraphNode, picture: tf.Tensor4D, done: readonly tf.Tensor4D[]): tf.Tensor4D {
    switch (node.op) {
      case 'input':
        return picture;
      case 'conv': {
        const weights = this.#weights.get(node);
        if (!weights) throw new RangeError(`Expected weights for ${node.name}.`);
        const sum = tf.add<tf.Tensor4D>(tf.conv2d(pick(done, node.input), weights.filter, [...node.stride], node.padding), weights.bias);
        return node.relu ? tf.relu(sum) : sum;
      }
      case 'max-pool':
        return tf.maxPool(pick(done, node.input), [...node.kernel], [...node.stride], node.padding);
      case 'average-pool':
        return this.#pooling === 'exact' && node.padding === 'same'
          ? exactAveragePool(node, pick(done, node.input))
          : tf.avgPool(pick(done, node.input), [...node.kernel], [...node.stride], node.padding);
      case 'concat':
        return tf.concat(
          node.inputs.map((input) => pick(done, input)),
          3,
        );
      case 'relu':
        return tf.relu(pick(done, node.input));
      default:
        return node satisfies never;
    }
  }
}

/** A picture as tfjs takes it. */
export function toTensor({ height, width, data }: Picture): tf.Tensor4D {
  return tf.tensor4d(data, [1, height, width, 3]);
}

function valueOf(term: ObjectiveTerm, layer: tf.Tensor4D): tf.Scalar {
  switch (term.kind) {
    case 'mean':
      return tf.mean(layer);
    case 'energy':
      return tf.mean(tf.square(layer));
    case 'channel':
      return tf.mean(tf.slice4d(layer, [0, 0, 0, term.channel], [1, layer.shape[1], layer.shape[2], 1]));
    case 'neuron':
    case 'class':
    case 'guide':
      throw new TypeError(`Expected means, energies and channels to compare, got a ${term.kind}.`);
    default:
      return term satisfies never;
  }
}

/** `valid` average pooling of the picture in a border of zeros, times window ÷ valid pixels. */
function exactAveragePool(node: PoolNode, layer: tf.Tensor4D): tf.Tensor4D {
  const [, height, width] = layer.shape;
  const [kernelY, kernelX] = node.kernel;
  const vertical = borderOf(node, height, 0);
  const horizontal = borderOf(node, width, 1);
  const padded = tf.pad4d(layer, [[0, 0], vertical.pad, horizontal.pad, [0, 0]]);
  const pooled = tf.avgPool(padded, [kernelY, kernelX], [...node.stride], 'valid');
  const scale = vertical.valid.flatMap((y) => horizontal.valid.map((x) => (kernelY * kernelX) / (y * x)));
  return tf.mul(pooled, tf.tensor4d(scale, [1, vertical.valid.length, horizontal.valid.length, 1]));
}

function pick<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new RangeError(`There is no element ${String(index)} among ${String(values.length)}.`);
  return value;
}
