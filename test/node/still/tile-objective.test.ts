import { expect, test } from 'vitest';
import { tileObjective } from '../../../src/engine/still/tile-objective.ts';

const tile = { width: 64, height: 32 };
const mean = { kind: 'mean', layer: 'mixed3', weight: 1 } as const;
const neuron = { kind: 'neuron', layer: 'mixed4', weight: -0.5, channel: 3, x: 0.2, y: 0.9 } as const;

test('tileObjective, a neuron weighs as much more as the octave is larger than a tile; means stay', () => {
  expect(tileObjective([mean, neuron], { width: 96, height: 64, tile })).toEqual([mean, { ...neuron, weight: -1.5 }]);
  expect(tileObjective([mean, neuron], { ...tile, tile })).toEqual([mean, neuron]);
});
