import type { io } from '@tensorflow/tfjs-core';
import type { ModelFiles } from '../../src/engine/network/load.ts';
import { batchNorm, conv, layer, pool, type Sketch, type WeightSketch } from './keras-layers.ts';
import { random } from './random.ts';

/** The tiny network's layers to dream of, shallowest first: a concat of four branches, a concat that halves the size, a ReLU over nested concats. */
export const TINY_LAYERS = ['tiny0', 'tiny1', 'tiny2'] as const;

/** What the tiny network is made of; each stage's weights are a shard of their own. Channels are kept off multiples of four. */
const STAGES: Readonly<Record<(typeof TINY_LAYERS)[number], readonly Sketch[]>> = {
  tiny0: [
    layer('InputLayer', 'input', [], { batch_input_shape: [null, null, null, 3], dtype: 'float32' }),
    conv('stem', 'input', { kernel: [3, 3], from: 3, to: 10, stride: [2, 2], padding: 'valid', activation: 'linear', bias: false }),
    batchNorm('stem_norm', 'stem', 10, { scale: false }),
    layer('Activation', 'stem_relu', ['stem_norm'], { activation: 'relu' }),
    conv('body', 'stem_relu', { kernel: [3, 3], from: 10, to: 10, activation: 'linear' }),
    batchNorm('body_norm', 'body', 10, { epsilon: 0.01 }),
    layer('ReLU', 'body_relu', ['body_norm']),
    pool('MaxPooling2D', 'body_pool', 'body_relu', 3, 2, 'valid'),
    conv('a', 'body_pool', { kernel: [1, 1], from: 10, to: 6 }),
    conv('b1', 'body_pool', { kernel: [1, 1], from: 10, to: 5 }),
    conv('b2', 'b1', { kernel: [3, 3], from: 5, to: 6 }),
    conv('c1', 'body_pool', { kernel: [1, 1], from: 10, to: 4 }),
    conv('c2', 'c1', { kernel: [1, 7], from: 4, to: 4 }),
    conv('c3', 'c2', { kernel: [7, 1], from: 4, to: 5 }),
    pool('AveragePooling2D', 'd_pool', 'body_pool', 3, 1, 'same'),
    conv('d', 'd_pool', { kernel: [1, 1], from: 10, to: 5 }),
    layer('Concatenate', 'tiny0', ['a', 'b2', 'c3', 'd'], { axis: 3 }),
  ],
  tiny1: [
    pool('AveragePooling2D', 'between', 'tiny0', 2, 1, 'valid'),
    layer('Dropout', 'drop', ['between'], { rate: 0.5 }),
    conv('e', 'drop', { kernel: [3, 3], from: 22, to: 6, stride: [2, 2] }),
    conv('f1', 'drop', { kernel: [1, 1], from: 22, to: 6 }),
    conv('f2', 'f1', { kernel: [3, 3], from: 6, to: 7, stride: [2, 2] }),
    pool('MaxPooling2D', 'g', 'drop', 3, 2, 'same'),
    layer('Concatenate', 'tiny1', ['e', 'f2', 'g'], { axis: -1 }),
  ],
  tiny2: [
    conv('h', 'tiny1', { kernel: [1, 1], from: 35, to: 4, activation: 'linear' }),
    conv('i', 'tiny1', { kernel: [3, 1], from: 35, to: 3, activation: 'linear' }),
    pool('MaxPooling2D', 'j', 'h', 2, 1, 'same'),
    layer('Concatenate', 'inner', ['i', 'j'], { axis: 3 }),
    layer('Concatenate', 'outer', ['h', 'inner'], { axis: 3 }),
    layer('Activation', 'tiny2', ['outer'], { activation: 'relu' }),
  ],
};

/** The stage whose weights are stored as uint8, so that reading those is tested too. */
const QUANTISED = 'tiny1';

/** A weight as the manifest lists it, and its stored bytes. */
interface StoredWeight {
  readonly entry: io.WeightsManifestEntry;
  readonly bytes: Uint8Array;
}

/**
 * A seeded random network of about 16 kB, for tests about frames, memory, faults and kernels: a tfjs layers model that lives in memory.
 * It has strided, asymmetric, `same` and `valid` windows, both pools, folded and unfolded activations, and the shape of an inception block.
 * Smallest picture: 7 px to tiny0, 11 px beyond. Works in Node and browsers; the same seed gives the same bytes everywhere.
 */
export function tinyFiles(seed = 1): ModelFiles {
  const shards = storedStages(seed);
  const files = new Map(shards.map(({ path, weights }) => [path, joined(weights)]));
  files.set('model.json', joined([{ bytes: new TextEncoder().encode(JSON.stringify(tinyJson(seed))) }]));
  return {
    read(path) {
      const file = files.get(path);
      return file ? Promise.resolve(file.slice(0)) : Promise.reject(new Error(`The tiny network has no file ${path}.`));
    },
  };
}

/** The tiny network's model.json as an object: a functional topology that ends in tiny2, one group of weights a stage. */
export function tinyJson(seed = 1): { readonly modelTopology: object; readonly weightsManifest: io.WeightsManifestConfig } {
  const layers = TINY_LAYERS.flatMap((stage) => STAGES[stage].map((sketch) => sketch.layer));
  const config = { name: 'tiny', layers, input_layers: [['input', 0, 0]], output_layers: [['tiny2', 0, 0]] };
  return {
    modelTopology: { class_name: 'Model', config },
    weightsManifest: storedStages(seed).map(({ path, weights }) => ({ paths: [path], weights: weights.map(({ entry }) => entry) })),
  };
}

/** The same network for tfjs-layers: `loadLayersModel({ load: () => Promise.resolve(tinyArtifacts()) })`. */
export function tinyArtifacts(seed = 1): io.ModelArtifacts {
  const weights = storedStages(seed).flatMap((stage) => stage.weights);
  return { modelTopology: tinyJson(seed).modelTopology, weightSpecs: weights.map(({ entry }) => entry), weightData: joined(weights) };
}

function storedStages(seed: number): readonly { readonly path: string; readonly weights: readonly StoredWeight[] }[] {
  const next = random(seed);
  return TINY_LAYERS.map((stage) => ({
    path: `${stage}.bin`,
    weights: STAGES[stage]
      .flatMap((sketch) => sketch.weights)
      .map((weight) => (stage === QUANTISED ? quantised(weight, next) : stored(weight, next))),
  }));
}

function stored(weight: WeightSketch, next: () => number): StoredWeight {
  const values = Float32Array.from({ length: size(weight) }, () => weight.centre + weight.spread * (2 * next() - 1));
  return { entry: { name: weight.name, shape: [...weight.shape], dtype: 'float32' }, bytes: new Uint8Array(values.buffer) };
}

function quantised(weight: WeightSketch, next: () => number): StoredWeight {
  const quantization = { dtype: 'uint8', scale: (2 * weight.spread) / 255, min: weight.centre - weight.spread } as const;
  return {
    entry: { name: weight.name, shape: [...weight.shape], dtype: 'float32', quantization },
    bytes: Uint8Array.from({ length: size(weight) }, () => next() * 256),
  };
}

function size({ shape }: WeightSketch): number {
  return shape.reduce((product, side) => product * side, 1);
}

function joined(parts: readonly { readonly bytes: Uint8Array }[]): ArrayBuffer {
  const whole = new Uint8Array(parts.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let offset = 0;
  for (const { bytes } of parts) {
    whole.set(bytes, offset);
    offset += bytes.length;
  }
  return whole.buffer;
}
