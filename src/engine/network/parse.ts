import { EngineError } from '../errors.ts';
import { foldBatchNorm } from './fold.ts';
import type { ConvNode, Graph, GraphNode } from './graph.ts';
import { headOn, readHead } from './head.ts';
import { expectChannelAxis, expectPlainConvolution, expectPlainRelu, readRelu, readWindow, unsupported } from './layer-config.ts';
import type { KerasLayer } from './model-file.ts';
import { pruneGraph } from './prune.ts';
import { isIdentity, neededLayers, withoutIdentities } from './topology.ts';
import type { Weights } from './weights.ts';

/** Which pixel of a window was its maximum is kept in one byte. */
const MOST_POOLED = 256;

/** The kinds of layer that `parseModel` turns into nodes, beside those that do nothing after training. */
const KINDS: ReadonlySet<string> = new Set([
  'InputLayer',
  'Conv2D',
  'BatchNormalization',
  'Activation',
  'ReLU',
  'MaxPooling2D',
  'AveragePooling2D',
  'Concatenate',
]);

/**
 * Turns Keras layers into a graph that ends at the asked layers. Batch normalization is folded into the convolution before it, a ReLU
 * into its convolution where nothing else reads that; a node carries the name of the last layer folded into it, and an asked layer always has a node of its name.
 * @throws EngineError `layer-unknown`, `layer-unsupported` for a needed layer the engine lacks, `model-corrupt` for weights that are absent or do not fit
 */
export function parseModel(layers: readonly KerasLayer[], weights: Weights, asked: readonly string[]): Graph {
  const needed = neededLayers(layers, asked);
  expectSupported(needed);
  const builder = new GraphBuilder(withoutIdentities(needed, new Set(asked)), weights, new Set(asked));
  const graph = pruneGraph(builder.build(), asked);
  const head = headOn(layers, asked);
  return head ? { ...graph, head: readHead(head, weights, builder.channelsOf(head.layer)) } : graph;
}

/** Checks what can be known before any weight is fetched. @throws EngineError `layer-unsupported` */
export function expectSupported(layers: readonly KerasLayer[]): void {
  for (const layer of layers) {
    if (!KINDS.has(layer.kind) && !isIdentity(layer)) throw unsupported(layer, `it knows ${[...KINDS].join(', ')} and Dropout`);
    if (layer.calls > 1) throw unsupported(layer, `it is applied ${String(layer.calls)} times; shared layers are not supported`);
  }
  const inputs = layers.filter((layer) => layer.kind === 'InputLayer');
  const second = inputs[1];
  if (second) throw unsupported(second, 'the model has more than one input');
}

/** Adds one node after another; an index into its nodes is known for every layer done. */
class GraphBuilder {
  readonly #layers: readonly KerasLayer[];
  readonly #weights: Weights;
  readonly #asked: ReadonlySet<string>;
  readonly #nodes: GraphNode[] = [];
  readonly #channels: number[] = [];
  readonly #indices = new Map<string, number>();

  constructor(layers: readonly KerasLayer[], weights: Weights, asked: ReadonlySet<string>) {
    this.#layers = layers;
    this.#weights = weights;
    this.#asked = asked;
  }

  build(): Graph {
    const inputsFirst = [...this.#layers].sort((a, b) => Number(b.kind === 'InputLayer') - Number(a.kind === 'InputLayer'));
    for (const layer of inputsFirst) this.#add(layer);
    return { nodes: this.#nodes };
  }

  /** Of a layer that was built. */
  channelsOf(layer: string): number {
    return this.#channels[this.#indices.get(layer) ?? -1] ?? 0;
  }

  #add(layer: KerasLayer): void {
    switch (layer.kind) {
      case 'InputLayer':
        this.#addInput(layer);
        break;
      case 'Conv2D':
        this.#addConv(layer);
        break;
      case 'BatchNormalization':
        this.#addBatchNorm(layer);
        break;
      case 'Activation':
        if (readRelu(layer)) this.#addRelu(layer);
        else this.#addIdentity(layer);
        break;
      case 'ReLU':
        expectPlainRelu(layer);
        this.#addRelu(layer);
        break;
      case 'MaxPooling2D':
        this.#addPool(layer, 'max-pool');
        break;
      case 'AveragePooling2D':
        this.#addPool(layer, 'average-pool');
        break;
      case 'Concatenate':
        this.#addConcat(layer);
        break;
      default:
        this.#addIdentity(layer);
    }
  }

  #addInput(layer: KerasLayer): void {
    const channels = inputChannels(layer);
    this.#push(layer, { op: 'input', name: layer.name, channels }, channels);
  }

  #addConv(layer: KerasLayer): void {
    expectPlainConvolution(layer);
    const input = this.#inputOf(layer);
    const window = readWindow(layer, 'kernel_size', 'one');
    const { values: weights, shape } = this.#weight(layer, 'kernel');
    const channels = shape[3] ?? 0;
    const expected = [...window.kernel, this.#channels[input] ?? 0, layer.config['filters'] ?? channels];
    if (shape.length !== 4 || expected.some((side, axis) => side !== shape[axis])) throw misshapen(`${layer.name}/kernel`, expected, shape);
    const bias = layer.config['use_bias'] === false ? new Float32Array(channels) : this.#perChannel(layer, 'bias', channels);
    this.#push(layer, { op: 'conv', name: layer.name, input, channels, ...window, weights, bias, relu: readRelu(layer) }, channels);
  }

  #addBatchNorm(layer: KerasLayer): void {
    expectChannelAxis(layer);
    const conv = this.#convBefore(layer);
    if (!conv || conv.relu)
      throw unsupported(layer, `it follows ${layer.inputs.join(', ')}; only directly after a linear Conv2D can it be folded away`);
    const perChannel = (kind: string): Float32Array => this.#perChannel(layer, kind, conv.channels);
    const epsilon = layer.config['epsilon'] ?? 0.001;
    if (typeof epsilon !== 'number')
      throw new EngineError('model-corrupt', `Expected epsilon of layer ${layer.name} to be a number, got ${JSON.stringify(epsilon)}.`);
    const norm = {
      mean: perChannel('moving_mean'),
      variance: perChannel('moving_variance'),
      gamma: layer.config['scale'] === false ? undefined : perChannel('gamma'),
      beta: layer.config['center'] === false ? undefined : perChannel('beta'),
      epsilon,
    };
    this.#push(layer, foldBatchNorm(conv, norm, layer.name), conv.channels);
  }

  #addRelu(layer: KerasLayer): void {
    const conv = this.#convBefore(layer);
    const input = this.#inputOf(layer);
    const name = layer.inputs[0] ?? '';
    const readers = this.#layers.reduce((sum, other) => sum + other.inputs.filter((input) => input === name).length, 0);
    const fuses = conv && readers === 1 && !this.#asked.has(name);
    this.#push(
      layer,
      fuses ? { ...conv, name: layer.name, relu: true } : { op: 'relu', name: layer.name, input },
      this.#channels[input] ?? 0,
    );
  }

  #addPool(layer: KerasLayer, op: 'max-pool' | 'average-pool'): void {
    const input = this.#inputOf(layer);
    const window = readWindow(layer, 'pool_size', 'kernel');
    const pixels = window.kernel[0] * window.kernel[1];
    if (op === 'max-pool' && pixels > MOST_POOLED) {
      throw unsupported(layer, `its window has ${String(pixels)} pixels; at most ${String(MOST_POOLED)} are supported`);
    }
    this.#push(layer, { op, name: layer.name, input, ...window }, this.#channels[input] ?? 0);
  }

  #addConcat(layer: KerasLayer): void {
    expectChannelAxis(layer);
    const inputs = layer.inputs.map((input) => this.#index(layer, input));
    this.#push(
      layer,
      { op: 'concat', name: layer.name, inputs },
      inputs.reduce((sum, input) => sum + (this.#channels[input] ?? 0), 0),
    );
  }

  /** A layer that does nothing but was asked for by name: the concatenation of one input is that input. */
  #addIdentity(layer: KerasLayer): void {
    const input = this.#inputOf(layer);
    this.#push(layer, { op: 'concat', name: layer.name, inputs: [input] }, this.#channels[input] ?? 0);
  }

  #push(layer: KerasLayer, node: GraphNode, channels: number): void {
    this.#indices.set(layer.name, this.#nodes.length);
    this.#nodes.push(node);
    this.#channels.push(channels);
  }

  #convBefore(layer: KerasLayer): ConvNode | undefined {
    const node = this.#nodes[this.#inputOf(layer)];
    return node?.op === 'conv' ? node : undefined;
  }

  #inputOf(layer: KerasLayer): number {
    const [input, ...others] = layer.inputs;
    if (input === undefined || others.length > 0)
      throw new EngineError(
        'model-corrupt',
        `Expected layer ${layer.name} (${layer.kind}) to have one input, got ${String(layer.inputs.length)}. Prepare the models again.`,
      );
    return this.#index(layer, input);
  }

  #index(layer: KerasLayer, input: string): number {
    const index = this.#indices.get(input);
    if (index === undefined)
      throw new EngineError(
        'model-corrupt',
        `Layer ${layer.name} takes ${input}, which comes after it in model.json. Prepare the models again.`,
      );
    return index;
  }

  #weight(layer: KerasLayer, kind: string): { readonly shape: readonly number[]; readonly values: Float32Array } {
    const weight = this.#weights.get(`${layer.name}/${kind}`);
    if (!weight)
      throw new EngineError(
        'model-corrupt',
        `Expected model.json to list the weight ${layer.name}/${kind}, but it does not. Prepare the models again.`,
      );
    return weight;
  }

  #perChannel(layer: KerasLayer, kind: string, channels: number): Float32Array {
    const { shape, values } = this.#weight(layer, kind);
    if (shape.length !== 1 || shape[0] !== channels) throw misshapen(`${layer.name}/${kind}`, [channels], shape);
    return values;
  }
}

function misshapen(weight: string, expected: readonly unknown[], shape: readonly number[]): EngineError {
  return new EngineError(
    'model-corrupt',
    `Expected weight ${weight} to have the shape [${expected.join(', ')}], got [${shape.join(', ')}]. Prepare the models again.`,
  );
}

/** The engine feeds red, green and blue. */
function inputChannels(layer: KerasLayer): number {
  const shape = layer.config['batch_input_shape'] ?? layer.config['batch_shape'];
  const channels: unknown = Array.isArray(shape) ? shape[3] : undefined;
  if (channels !== 3)
    throw unsupported(layer, `it takes the shape ${JSON.stringify(shape)}; pictures of 3 channels, [null, null, null, 3], are supported`);
  return channels;
}
