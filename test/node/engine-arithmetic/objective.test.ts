import { describe, expect, it } from 'vitest';
import { layersOf, parseObjective } from '../../../src/engine/objective.ts';

describe('an objective written down', () => {
  it.each([
    ['mixed3:mean:1', [{ layer: 'mixed3', kind: 'mean', weight: 1 }]],
    ['mixed3:energy', [{ layer: 'mixed3', kind: 'energy', weight: 1 }]],
    ['mixed4:channel=100:-.5', [{ layer: 'mixed4', kind: 'channel', channel: 100, weight: -0.5 }]],
    [
      'a:mean:1E+2, b/c:energy:2e-3',
      [
        { layer: 'a', kind: 'mean', weight: 100 },
        { layer: 'b/c', kind: 'energy', weight: 0.002 },
      ],
    ],
  ])('%s: read', (text, expected) => {
    expect(parseObjective(text)).toEqual(expected);
  });

  it.each(['', 'mixed3', 'mixed3:mean:', 'mixed3:ENERGY:1', 'mixed3:channel:1', 'mixed3:channel=x', 'mixed3:mean:1,', 'mixed3:mean:NaN'])(
    '"%s": refused by name',
    (text) => {
      expect(() => parseObjective(text)).toThrow(expect.objectContaining({ code: 'bad-params' }));
    },
  );

  it('of two terms on one layer: names it once', () => {
    expect(layersOf(parseObjective('b:mean:1,a:mean:1,b:energy:1'))).toEqual(['b', 'a']);
  });
});
