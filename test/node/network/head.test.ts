import { expect, test } from 'vitest';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { conv, layer, type Sketch } from '../../support/keras-layers.ts';
import { modelOf } from '../../support/keras-model.ts';

const body: readonly Sketch[] = [
  layer('InputLayer', 'input', [], { batch_input_shape: [null, null, null, 3] }),
  conv('low', 'input', { kernel: [1, 1], from: 3, to: 4 }),
  conv('high', 'low', { kernel: [1, 1], from: 4, to: 2 }),
];
const dense = (input: string, from = 2): Sketch => ({
  layer: layer('Dense', 'classes', [input], { units: 3, activation: 'softmax' }).layer,
  weights: [
    { name: 'classes/kernel', shape: [from, 3], centre: 0, spread: 1 },
    { name: 'classes/bias', shape: [3], centre: 0, spread: 1 },
  ],
});
const pooled = (input: string): Sketch => layer('GlobalAveragePooling2D', 'pool', [input]);
const kernel = { 'classes/kernel': [1, 2, 3, 4, 5, 6] };

test('loadGraph, the layer that a head sits on, brings the head', async () => {
  const { nodes, head } = await loadGraph(modelOf([...body, pooled('high'), dense('pool')], kernel), ['high', 'low']);
  expect(nodes).toHaveLength(3);
  expect(head).toEqual({ layer: 'high', classes: 3, weights: Float32Array.of(1, 2, 3, 4, 5, 6) });
});

test('loadGraph, a head behind dropout, is found all the same', async () => {
  const model = [...body, layer('Dropout', 'drop', ['high']), pooled('drop'), layer('Dropout', 'more', ['pool']), dense('more')];
  expect((await loadGraph(modelOf(model, kernel), ['high'])).head?.layer).toBe('high');
  expect((await loadGraph(modelOf(model, kernel), ['drop'])).head?.layer).toBe('drop');
});

test('loadGraph, a layer below, brings none', async () => {
  expect(await loadGraph(modelOf([...body, pooled('high'), dense('pool')], kernel), ['low'])).not.toHaveProperty('head');
});

test('loadGraph, layers on top that are no such head, are left out', async () => {
  const flat = [...body, layer('Flatten', 'flat', ['high']), dense('flat')];
  expect(await loadGraph(modelOf(flat), ['high'])).not.toHaveProperty('head');
  const round = [...body, layer('Dropout', 'a', ['b']), layer('Dropout', 'b', ['a']), dense('a')];
  expect(await loadGraph(modelOf(round), ['high'])).not.toHaveProperty('head');
});

test('loadGraph, a head for other channels, is told', async () => {
  await expect(loadGraph(modelOf([...body, pooled('high'), dense('pool', 5)]), ['high'])).rejects.toThrow(
    expect.objectContaining({ code: 'model-corrupt', message: expect.stringContaining('[2, classes], got [5, 3]') as string }),
  );
});

test('loadGraph, the outline of a model with a head, has one too', async () => {
  let classes = 0;
  await loadGraph(modelOf([...body, pooled('high'), dense('pool')]), ['high'], ({ head }) => (classes = head?.classes ?? 0));
  expect(classes).toBe(3);
});
