import { describe, expect, it } from 'vitest';
import { checkObjective } from '../../../src/engine/check-objective.ts';
import { guidedLayersOf, layersOf, sameGuided, scale, sum } from '../../../src/engine/objective.ts';
import type { Objective, ObjectiveTerm } from '../../../src/engine/objective.ts';

const mean: Objective = [{ layer: 'a', kind: 'mean', weight: 2 }];
const guides: Objective = [
  { layer: 'b', kind: 'guide', match: 'dot', weight: 1 },
  { layer: 'a', kind: 'guide', match: 'cosine', power: 2, weight: 1 },
  { layer: 'b', kind: 'guide', match: 'dot', weight: -1 },
];

describe('objectives', () => {
  it('added up, hold all terms', () => {
    expect(sum(mean, guides, [])).toEqual([...mean, ...guides]);
  });

  it('scaled, have every weight scaled, and nothing else', () => {
    expect(scale(sum(mean, guides.slice(1, 2)), -0.5)).toEqual([
      { layer: 'a', kind: 'mean', weight: -1 },
      { layer: 'a', kind: 'guide', match: 'cosine', power: 2, weight: -0.5 },
    ]);
  });

  it('of two terms on one layer, name it once', () => {
    expect(layersOf(guides)).toEqual(['b', 'a']);
  });

  it('that are guided, name each layer and match once, in one order', () => {
    const guided = guidedLayersOf(guides);
    expect(guided).toEqual([
      { layer: 'a', match: 'cosine' },
      { layer: 'b', match: 'dot' },
    ]);
    expect(sameGuided(guided, guidedLayersOf([...guides].reverse()))).toBe(true);
    expect(sameGuided(guided, guidedLayersOf(guides.slice(1)))).toBe(true);
    expect(sameGuided(guided, guidedLayersOf(guides.slice(0, 1)))).toBe(false);
  });
});

describe('an objective at the edge', () => {
  it.each<readonly [string, readonly ObjectiveTerm[]]>([
    ['at least one term', []],
    ['the weight of a', [{ layer: 'a', kind: 'mean', weight: NaN }]],
    ['the weight of a', [{ layer: 'a', kind: 'guide', match: 'dot', weight: -2e6 }]],
    ['the channel of a', [{ layer: 'a', kind: 'channel', channel: 1.5, weight: 1 }]],
    ['the channel of a', [{ layer: 'a', kind: 'neuron', channel: -1, x: 0, y: 0, weight: 1 }]],
    ['the place x', [{ layer: 'a', kind: 'neuron', channel: 1, x: 1.01, y: 0, weight: 1 }]],
    ['the place y', [{ layer: 'a', kind: 'neuron', channel: 1, x: 1, y: NaN, weight: 1 }]],
    ['the class on a', [{ layer: 'a', kind: 'class', class: -1, weight: 1 }]],
    ['the power of the guide of a', [{ layer: 'a', kind: 'guide', match: 'cosine', power: -1, weight: 1 }]],
  ])('%s is wrong: said so', (name, objective) => {
    expect(() => {
      checkObjective(objective);
    }).toThrow(expect.objectContaining({ code: 'bad-params', message: expect.stringContaining(name) as string }));
  });

  it('with everything in its range, passes', () => {
    expect(() => {
      checkObjective(sum(mean, guides, [{ layer: 'a', kind: 'neuron', channel: 0, x: 0, y: 1, weight: -1 }]));
    }).not.toThrow();
  });
});
