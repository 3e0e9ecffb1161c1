import { describe, expect, test } from 'vitest';
import { TUTORIAL_RULE } from '../../../src/engine/ascent-rule.ts';
import { seededRandom } from '../../../src/engine/jitter.ts';
import { rollOf } from '../../../src/engine/still/roll-of.ts';
import type { StillRecipe } from '../../../src/engine/still/still-recipe.ts';
import type { StillOctave } from '../../../src/engine/still/still-types.ts';

const recipe: StillRecipe = {
  objective: [{ kind: 'mean', layer: 'mixed3', weight: 1 }],
  rule: TUTORIAL_RULE,
  steps: 1,
  stepSize: 0.01,
  octaves: { from: 0, to: 0, scale: 1.3 },
  carry: 'picture',
  tile: null,
  jitter: 0,
  stopAt: null,
  seed: 1,
};
const octave: StillOctave = { exponent: 0, width: 100, height: 80, tile: { width: 100, height: 80 }, tiles: 1 };
const fallback: StillOctave = { ...octave, tile: { width: 64, height: 64 }, tiles: 4, fallback: true };

/** Least and most, x and y alike, of many rolls. */
function reachOf(changes: Partial<StillRecipe>, of: StillOctave): readonly [least: number, most: number] {
  const random = seededRandom(5);
  const rolls = Array.from({ length: 5000 }, () => rollOf(of, { ...recipe, ...changes }, random)).flat();
  return [Math.min(...rolls), Math.max(...rolls)];
}

describe('rollOf', () => {
  test('no jitter, none; a few pixels, both ways; by the tile, as the tutorial', () => {
    expect(reachOf({}, octave)).toEqual([0, 0]);
    expect(reachOf({ jitter: 8 }, octave)).toEqual([-8, 8]);
    expect(reachOf({ jitter: 'tile', tile: 64 }, { ...octave, tiles: 4 })).toEqual([-64, 63]);
  });

  test.for([0, 32, 'tile'] as const)('tiles that are a fallback are rolled by their own size, where the recipe says %s', (jitter) => {
    expect(reachOf({ jitter }, fallback)).toEqual([-64, 63]);
  });

  test('a fallback of smaller tiles than asked is rolled by those asked for, and by no less than a larger jitter', () => {
    expect(reachOf({ tile: 90 }, fallback)).toEqual([-90, 89]);
    expect(reachOf({ jitter: 70 }, fallback)).toEqual([-70, 70]);
  });
});
