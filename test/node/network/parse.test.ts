import { expect, test } from 'vitest';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { batchNorm, conv, layer, pool, type Sketch } from '../../support/keras-layers.ts';
import { modelOf } from '../../support/keras-model.ts';

const INPUT = layer('InputLayer', 'input', [], { batch_input_shape: [null, null, null, 3] });
const linear = (name: string, input: string, from = 3): Sketch => conv(name, input, { kernel: [1, 1], from, to: 2, activation: 'linear' });
const relu = (name: string, input: string): Sketch => layer('Activation', name, [input], { activation: 'relu' });

/** `name op` of each node, with the names of what it reads. */
async function outline(sketches: readonly Sketch[], asked: readonly string[]): Promise<readonly string[]> {
  const { nodes } = await loadGraph(modelOf(sketches), asked);
  return nodes.map((node) => {
    const inputs = node.op === 'input' ? [] : node.op === 'concat' ? node.inputs : [node.input];
    const fused = node.op === 'conv' && node.relu ? '+relu' : '';
    return [`${node.op}${fused} ${node.name}`, ...inputs.map((input) => nodes[input]?.name)].join(' < ');
  });
}

test('loadGraph, convolution with normalization and ReLU, is one node of the ReLU’s name', async () => {
  const model = [INPUT, linear('conv', 'input'), batchNorm('norm', 'conv', 2), relu('relu', 'norm')];
  expect(await outline(model, ['relu'])).toEqual(['input input', 'conv+relu relu < input']);
});

test('loadGraph, a convolution asked for beside its ReLU, stays a node of its own', async () => {
  const model = [INPUT, linear('conv', 'input'), batchNorm('norm', 'conv', 2), relu('relu', 'norm')];
  expect(await outline(model, ['norm', 'relu'])).toEqual(['input input', 'conv norm < input', 'relu relu < norm']);
  expect(await outline(model, ['conv', 'relu'])).toEqual(['input input', 'conv conv < input', 'conv+relu relu < input']);
});

test('loadGraph, a convolution that two layers read, keeps its ReLU apart', async () => {
  const model = [INPUT, linear('conv', 'input'), relu('relu', 'conv'), layer('Concatenate', 'both', ['conv', 'relu'])];
  expect(await outline(model, ['both'])).toEqual(['input input', 'conv conv < input', 'relu relu < conv', 'concat both < conv < relu']);
});

test('loadGraph, dropout and linear activation, are passed through', async () => {
  const model = [
    INPUT,
    linear('conv', 'input'),
    layer('Dropout', 'drop', ['conv']),
    layer('Activation', 'linear', ['drop'], { activation: 'linear' }),
    relu('relu', 'linear'),
  ];
  expect(await outline(model, ['relu'])).toEqual(['input input', 'conv+relu relu < input']);
});

test('loadGraph, dropout asked for by name, is a node of that name', async () => {
  const model = [INPUT, linear('conv', 'input'), layer('Dropout', 'drop', ['conv'])];
  expect(await outline(model, ['drop'])).toEqual(['input input', 'conv conv < input', 'concat drop < conv']);
});

test('loadGraph, layers that nothing asked for needs, are left out even if unknown', async () => {
  const model = [
    INPUT,
    linear('conv', 'input'),
    layer('Flatten', 'flatten', ['conv']),
    linear('side', 'input'),
    pool('MaxPooling2D', 'pool', 'conv', 2, 2, 'valid'),
  ];
  expect(await outline(model, ['conv'])).toEqual(['input input', 'conv conv < input']);
});

test('loadGraph, layers listed before their inputs, are put in order', async () => {
  const model = [relu('relu', 'pool'), pool('AveragePooling2D', 'pool', 'conv', 3, 2, 'same'), linear('conv', 'input'), INPUT];
  expect(await outline(model, ['relu'])).toEqual(['input input', 'conv conv < input', 'average-pool pool < conv', 'relu relu < pool']);
});

test('loadGraph, two layers of one chain, ends with the deeper one', async () => {
  const model = [INPUT, linear('a', 'input'), linear('b', 'a', 2), linear('c', 'b', 2)];
  expect(await outline(model, ['b', 'a'])).toEqual(['input input', 'conv a < input', 'conv b < a']);
});

test('loadGraph, pooling without strides, strides by its size', async () => {
  const graph = await loadGraph(
    modelOf([INPUT, layer('MaxPooling2D', 'pool', ['input'], { pool_size: [2, 3], strides: null, padding: 'same' })]),
    ['pool'],
  );
  expect(graph.nodes.at(-1)).toEqual({ op: 'max-pool', name: 'pool', input: 0, kernel: [2, 3], stride: [2, 3], padding: 'same' });
});

test('loadGraph, weights, keep their order: height, width, input, output', async () => {
  const values = Array.from({ length: 2 * 1 * 3 * 2 }, (_, index) => index);
  const files = modelOf([INPUT, conv('conv', 'input', { kernel: [2, 1], from: 3, to: 2, stride: [1, 2], padding: 'valid' })], {
    'conv/kernel': values,
    'conv/bias': [5, 6],
  });
  const graph = await loadGraph(files, ['conv']);
  expect(graph.nodes[1]).toEqual({
    op: 'conv',
    name: 'conv',
    input: 0,
    channels: 2,
    kernel: [2, 1],
    stride: [1, 2],
    padding: 'valid',
    weights: Float32Array.from(values),
    bias: Float32Array.of(5, 6),
    relu: true,
  });
});
