import { expect, test } from 'vitest';
import { EngineError } from '../../../src/engine/errors.ts';
import { loadGraph, type ModelFiles } from '../../../src/engine/network/load.ts';
import { nodeShapes } from '../../../src/engine/network/shapes.ts';
import { pruneGraph } from '../../../src/engine/network/prune.ts';
import { batchNorm, conv, layer, type Sketch } from '../../support/keras-layers.ts';
import { filesOf, modelOf } from '../../support/keras-model.ts';
import { tinyFiles } from '../../support/tiny-network.ts';

const INPUT = layer('InputLayer', 'input', [], { batch_input_shape: [null, null, null, 3] });
const CONV = conv('conv', 'input', { kernel: [1, 1], from: 3, to: 2, activation: 'linear' });

/** A convolution whose configuration has one thing more. */
function odd(config: Readonly<Record<string, unknown>>): Sketch {
  return { ...CONV, layer: { ...CONV.layer, config: { ...CONV.layer.config, ...config } } };
}

async function failure(files: ModelFiles, layers: readonly string[]): Promise<EngineError> {
  const error: unknown = await loadGraph(files, layers).catch((reason: unknown) => reason);
  if (error instanceof EngineError) return error;
  throw new Error(`Expected an EngineError, got ${String(error)}.`);
}

test.each([
  ['a kind it does not know', [INPUT, CONV, layer('LSTM', 'odd', ['conv'])], 'odd', /odd \(LSTM\)/],
  ['dilation', [INPUT, odd({ dilation_rate: [2, 2] })], 'conv', /conv \(Conv2D\).*dilation_rate.*2/],
  ['groups', [INPUT, odd({ groups: 2 })], 'conv', /groups are 2/],
  ['another activation', [INPUT, odd({ activation: 'swish' })], 'conv', /activation is "swish"/],
  ['causal padding', [INPUT, odd({ padding: 'causal' })], 'conv', /padding is "causal"/],
  ['channels first', [INPUT, odd({ data_format: 'channels_first' })], 'conv', /channels_first/],
  ['a bounded ReLU', [INPUT, CONV, layer('ReLU', 'relu', ['conv'], { max_value: 6 })], 'relu', /max_value is 6/],
  ['a leaky ReLU', [INPUT, CONV, layer('ReLU', 'relu', ['conv'], { negative_slope: 0.1 })], 'relu', /negative_slope is 0.1/],
  [
    'a maximum over more pixels than a byte counts',
    [INPUT, CONV, layer('MaxPooling2D', 'pool', ['conv'], { pool_size: [17, 16] })],
    'pool',
    /272 pixels/,
  ],
  ['a concatenation along the height', [INPUT, CONV, layer('Concatenate', 'concat', ['conv', 'conv'], { axis: 1 })], 'concat', /axis is 1/],
  ['normalization after no convolution', [INPUT, batchNorm('norm', 'input', 3)], 'norm', /norm \(BatchNormalization\).*Conv2D/],
  ['a picture of one channel', [layer('InputLayer', 'input', [], { batch_input_shape: [null, 28, 28, 1] })], 'input', /28,28,1/],
  [
    'a second input',
    [INPUT, layer('InputLayer', 'other', [], INPUT.layer.config), layer('Concatenate', 'concat', ['input', 'other'])],
    'concat',
    /other.*more than one input/,
  ],
])('loadGraph, %s, is refused by name', async (_, sketches, asked, message) => {
  const error = await failure(modelOf(sketches), [asked]);
  expect(error.code).toBe('layer-unsupported');
  expect(error.message).toMatch(message);
});

test('loadGraph, an unsupported layer, is refused before any weight is fetched', async () => {
  const files = modelOf([INPUT, CONV, layer('LSTM', 'odd', ['conv'])]);
  const read: string[] = [];
  const error = await failure({ read: (path) => (read.push(path), files.read(path)) }, ['odd']);
  expect(error.code).toBe('layer-unsupported');
  expect(read).toEqual(['model.json']);
});

test('loadGraph, an unknown layer, lists those there are', async () => {
  const error = await failure(tinyFiles(), ['tiny9']);
  expect(error.code).toBe('layer-unknown');
  expect(error.message).toMatch(/no layer tiny9.*stem.*tiny0.*tiny2/);
});

test('loadGraph, no layer, asks for one', async () => {
  expect((await failure(tinyFiles(), [])).code).toBe('bad-params');
});

test('loadGraph, model.json missing, says so and keeps the cause', async () => {
  const error = await failure(filesOf({}), ['conv']);
  expect(error.code).toBe('model-missing');
  expect(error.message).toMatch(/model\.json.*404.*npm run models/);
  expect(error.cause).toEqual(new Error('404 model.json'));
});

test('loadGraph, a shard missing, names it', async () => {
  const files = tinyFiles();
  const error = await failure({ read: (path) => (path === 'tiny1.bin' ? Promise.reject(new Error('404')) : files.read(path)) }, ['tiny1']);
  expect(error.code).toBe('model-missing');
  expect(error.message).toContain('tiny1.bin');
});

test.each([
  ['a web page instead', '<!doctype html>'],
  ['no topology', '{"weightsManifest":[]}'],
  ['no layers', '{"modelTopology":{"class_name":"Model","config":{}},"weightsManifest":[]}'],
  [
    'weights of another type',
    '{"modelTopology":{"config":{"layers":[]}},"weightsManifest":[{"paths":["a"],"weights":[{"name":"a/b","shape":[1],"dtype":"string"}]}]}',
  ],
])('loadGraph, model.json is %s, is corrupt', async (_, text) => {
  const error = await failure(filesOf({ 'model.json': text }), ['conv']);
  expect(error.code).toBe('model-corrupt');
  expect(error.cause).toBeInstanceOf(Error);
});

test('loadGraph, a shard cut short, is corrupt and says by how much', async () => {
  const files = tinyFiles();
  const error = await failure({ read: async (path) => (path === 'tiny1.bin' ? (await files.read(path)).slice(1) : files.read(path)) }, [
    'tiny1',
  ]);
  expect(error.code).toBe('model-corrupt');
  expect(error.message).toMatch(/tiny1\.bin holds \d+ bytes where model\.json promises \d+/);
});

test('loadGraph, a kernel of another shape than the layer’s, is corrupt and names both shapes', async () => {
  const wrong = conv('conv', 'input', { kernel: [1, 1], from: 4, to: 2 });
  const error = await failure(modelOf([INPUT, wrong]), ['conv']);
  expect(error.code).toBe('model-corrupt');
  expect(error.message).toContain('conv/kernel to have the shape [1, 1, 3, 2], got [1, 1, 4, 2]');
});

test('loadGraph, a weight that no group lists, is corrupt and named', async () => {
  const error = await failure(modelOf([INPUT, { ...CONV, weights: CONV.weights.slice(0, 1) }]), ['conv']);
  expect(error.code).toBe('model-corrupt');
  expect(error.message).toContain('conv/bias');
});

test('loadGraph, layers in a circle, are corrupt', async () => {
  const error = await failure(modelOf([INPUT, layer('Dropout', 'a', ['b']), layer('Dropout', 'b', ['a'])]), ['a']);
  expect(error.code).toBe('model-corrupt');
  expect(error.message).toContain('depends on itself');
});

test('nodeShapes, a picture too small, names the layer and the smallest size', async () => {
  const graph = await loadGraph(tinyFiles(), ['tiny0']);
  expect(() => nodeShapes(graph, 30, 5)).toThrow(
    expect.objectContaining({ code: 'size-too-small', message: expect.stringMatching(/5×30.*body_pool.*7×7/) as unknown }),
  );
});

test('pruneGraph, an unknown name, lists the graph’s nodes', async () => {
  const graph = await loadGraph(tinyFiles(), ['tiny0']);
  expect(() => pruneGraph(graph, ['tiny1'])).toThrow(
    expect.objectContaining({ code: 'layer-unknown', message: expect.stringMatching(/no layer tiny1.*tiny0/) as unknown }),
  );
});
