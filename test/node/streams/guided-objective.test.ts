import { describe, expect, test } from 'vitest';
import type { Objective } from '../../../src/engine/index.ts';
import { guidedObjective } from '../../../src/streams/guide/guided-objective.ts';
import type { LayerInfo } from '../../../src/streams/states.ts';

const layer = (name: string, channels: number): LayerInfo => ({ name, channels, stride: 8, note: '', offered: true });
const LAYERS = [layer('mixed2', 288), layer('mixed3', 768)];
const LOOK: Objective = [
  { layer: 'mixed2', kind: 'mean', weight: 1 },
  { layer: 'mixed3', kind: 'mean', weight: 0.5 },
];

describe('the guided objective', () => {
  test('at no strength, climbs the look as it is', () => {
    const guided = guidedObjective(LOOK, { match: 'dot', strength: 0 }, LAYERS);
    expect(guided.filter(({ kind }) => kind === 'mean')).toEqual(LOOK);
    expect(guided.filter(({ kind }) => kind === 'guide').map(({ weight }) => weight)).toEqual([0, 0]);
  });

  test('at full strength, climbs the guide alone, on the layers of the look', () => {
    const guided = guidedObjective(LOOK, { match: 'cosine', strength: 1 }, LAYERS);
    expect(guided.filter(({ kind }) => kind === 'mean').map(({ weight }) => weight)).toEqual([0, 0]);
    expect(guided.filter(({ kind }) => kind === 'guide')).toEqual([
      { layer: 'mixed2', kind: 'guide', match: 'cosine', weight: 2 / 288 },
      { layer: 'mixed3', kind: 'guide', match: 'cosine', weight: 1 / 768 },
    ]);
  });

  test('a layer with several terms, is guided once by all their weight, and never away from the guide', () => {
    const several: Objective = [
      { layer: 'mixed2', kind: 'channel', channel: 3, weight: 1 },
      { layer: 'mixed2', kind: 'energy', weight: -2 },
    ];
    const guides = guidedObjective(several, { match: 'dot', strength: 0.5 }, LAYERS).filter(({ kind }) => kind === 'guide');
    expect(guides).toEqual([{ layer: 'mixed2', kind: 'guide', match: 'dot', weight: 3 / 288 }]);
  });
});
