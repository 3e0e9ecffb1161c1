import '@tensorflow/tfjs-backend-cpu';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { env, memory, setBackend, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { minimumSide, nodeShapes } from '../../../src/engine/network/shapes.ts';
import { relativeL2 } from '../../support/compare.ts';
import { random } from '../../support/random.ts';
import { referenceForward, referenceGradient, type ReferenceImage } from '../../support/reference-network.ts';
import { TINY_LAYERS, tinyArtifacts, tinyFiles } from '../../support/tiny-network.ts';

beforeAll(async () => {
  // Keeps tfjs from advertising its Node backend.
  env().set('IS_TEST', true);
  await setBackend('cpu');
});

test('tiny network, graph, holds every kind of node', async () => {
  const graph = await loadGraph(tinyFiles(), TINY_LAYERS);
  expect(new Set(graph.nodes.map((node) => node.op))).toEqual(new Set(['input', 'conv', 'max-pool', 'average-pool', 'concat', 'relu']));
});

test.each([
  ['tiny0', 7, 22],
  ['tiny1', 11, 35],
  ['tiny2', 11, 11],
])('tiny network, to %s, needs %i px and has %i channels', async (name, side, channels) => {
  const graph = await loadGraph(tinyFiles(), [name]);
  expect(minimumSide(graph)).toBe(side);
  expect(nodeShapes(graph, 30, 41).at(-1)?.channels).toBe(channels);
});

test('tiny network, the same seed, gives the same weights; another seed others', async () => {
  const [first, again, other] = await Promise.all([1, 1, 2].map(async (seed) => new Uint8Array(await tinyFiles(seed).read('tiny0.bin'))));
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test('tiny network, reference forward, agrees with tfjs-layers on the unfolded model', async () => {
  const image = noise(31, 26, 5);
  const graph = await loadGraph(tinyFiles(), ['tiny2']);
  const expected = await tfjsForward(image);
  const actual = referenceForward(graph, image).at(-1);
  expect(actual && [1, actual.shape.height, actual.shape.width, actual.shape.channels]).toEqual(expected.shape);
  expect(relativeL2(actual?.values ?? [], expected.values)).toBeLessThan(1e-6);
  expect(Math.max(...expected.values)).toBeGreaterThan(0.1);
});

test('tiny network, loadGraph, leaves no tensor behind', async () => {
  const before = memory().numTensors;
  await loadGraph(tinyFiles(), TINY_LAYERS);
  expect(memory().numTensors).toBe(before);
});

test.each([
  { layer: 'tiny0', kind: 'mean' },
  { layer: 'tiny1', kind: 'energy' },
  { layer: 'tiny2', kind: 'channel', channel: 5 },
] as const)('reference backward, $layer $kind, is the slope that finite differences measure', async (term) => {
  const graph = await loadGraph(tinyFiles(), TINY_LAYERS);
  const image = noise(13, 16, 3);
  const objective = [
    { ...term, weight: 3 },
    { layer: 'tiny1', kind: 'mean', weight: -0.5 },
  ] as const;
  const { gradient } = referenceGradient(graph, image, objective);
  const step = 1e-6;
  const valueAt = (index: number, change: number): number =>
    referenceGradient(
      graph,
      { ...image, values: Float64Array.from(image.values, (value, at) => (at === index ? value + change : value)) },
      objective,
    ).value;
  const slopes = gradient.map((_, index) => (valueAt(index, step) - valueAt(index, -step)) / (2 * step));
  expect(relativeL2(gradient, slopes)).toBeLessThan(1e-6);
  expect(gradient.filter((value) => value !== 0).length).toBeGreaterThan(gradient.length / 2);
});

async function tfjsForward(image: ReferenceImage): Promise<{ readonly shape: readonly number[]; readonly values: Float32Array }> {
  const model = await loadLayersModel({ load: () => Promise.resolve(tinyArtifacts()) });
  const input = tensor(Float32Array.from(image.values), [1, image.height, image.width, 3]);
  // The model has one output, so predict gives one tensor.
  const output = model.predict(input) as Tensor;
  const values = Float32Array.from(await output.data());
  output.dispose();
  input.dispose();
  model.dispose();
  return { shape: output.shape, values };
}

/** Random pixels, exact in float32 so that both sides see the same picture. */
function noise(height: number, width: number, seed: number): ReferenceImage {
  const next = random(seed);
  return { height, width, values: Float32Array.from({ length: height * width * 3 }, () => 2 * next() - 1) };
}
