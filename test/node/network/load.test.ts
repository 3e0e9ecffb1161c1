import { getBackend, memory } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { Graph } from '../../../src/engine/network/graph.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { pruneGraph } from '../../../src/engine/network/prune.ts';
import { makeBlueprint } from '../../../src/engine/plan/blueprint.ts';
import { TINY_LAYERS, tinyFiles, tinyJson } from '../../support/tiny-network.ts';
import { filesOf } from '../../support/keras-model.ts';

test.each([
  ['tiny0', ['model.json', 'tiny0.bin']],
  ['tiny1', ['model.json', 'tiny0.bin', 'tiny1.bin']],
  ['tiny2', ['model.json', 'tiny0.bin', 'tiny1.bin', 'tiny2.bin']],
])('loadGraph, %s, reads only the shards up to it', async (layer, expected) => {
  const files = tinyFiles();
  const read: string[] = [];
  await loadGraph({ read: (path) => (read.push(path), files.read(path)) }, [layer]);
  expect(read).toEqual(expected);
});

test('loadGraph, without a tfjs backend, brings the smallest one and leaves no tensor in it', async () => {
  await loadGraph(tinyFiles(), TINY_LAYERS);
  expect(getBackend()).toBe('weight-store');
  expect(memory()).toMatchObject({ numTensors: 0, numDataBuffers: 0, numBytes: 0 });
});

test('loadGraph, uint8 weights, are value · scale + min in float32', async () => {
  const graph = await loadGraph(tinyFiles(), ['e']);
  const entry = tinyJson().weightsManifest[1]?.weights[0];
  const stored = new Uint8Array(await tinyFiles().read('tiny1.bin'));
  const { scale = 0, min = 0 } = entry?.quantization ?? {};
  const node = graph.nodes.at(-1);
  const weights = node?.op === 'conv' ? node.weights : new Float32Array();
  expect(entry?.name).toBe('e/kernel');
  expect(weights).toEqual(Float32Array.from(stored.subarray(0, weights.length), (value) => value * scale + min));
});

test('loadGraph, shallower layers asked with a deeper one, gives the same graph as pruning the deeper', async () => {
  const deep = await loadGraph(tinyFiles(), TINY_LAYERS);
  expect(pruneGraph(deep, ['tiny0'])).toEqual(await loadGraph(tinyFiles(), ['tiny0']));
});

test('loadGraph, a sequential model, chains its layers from the picture', async () => {
  const layers = [
    {
      class_name: 'Conv2D',
      config: {
        name: 'conv',
        batch_input_shape: [null, null, null, 3],
        filters: 1,
        kernel_size: 1,
        strides: 1,
        padding: 'same',
        use_bias: false,
      },
    },
    { class_name: 'MaxPooling2D', config: { name: 'pool', pool_size: [2, 2] } },
  ];
  const weightsManifest = [{ paths: ['a.bin'], weights: [{ name: 'conv/kernel', shape: [1, 1, 3, 1], dtype: 'float32' }] }];
  const json = { modelTopology: { model_config: { class_name: 'Sequential', config: { layers } } }, weightsManifest };
  const graph = await loadGraph(filesOf({ 'model.json': JSON.stringify(json), 'a.bin': Float32Array.of(1, 2, 3) }), ['pool']);
  expect(graph.nodes.map((node) => node.op)).toEqual(['input', 'conv', 'max-pool']);
});

test('loadGraph, its outline comes with model.json alone, and plans the very shaders of the whole graph', async () => {
  const files = tinyFiles();
  const order: string[] = [];
  const read = async (path: string): Promise<ArrayBuffer> => {
    const bytes = await files.read(path);
    // A shard is longer on its way than model.json.
    if (path !== 'model.json') await new Promise((resolve) => setTimeout(resolve, 5));
    order.push(path);
    return bytes;
  };
  const outlines: Graph[] = [];
  const graph = await loadGraph({ read }, ['tiny1'], (outline) => {
    order.push('outline');
    outlines.push(outline);
  });
  expect(order).toEqual(['model.json', 'outline', 'tiny0.bin', 'tiny1.bin']);
  const [planned, whole] = [...outlines, graph].map((each) => makeBlueprint(each, { width: 40, height: 30 }, ['tiny1']));
  expect(planned?.steps.map(({ label, fields }) => [label, fields])).toEqual(whole?.steps.map(({ label, fields }) => [label, fields]));
});
