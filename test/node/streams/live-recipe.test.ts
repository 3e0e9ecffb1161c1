import { describe, expect, test } from 'vitest';
import { liveRecipeFromText, liveRecipeToText, lookOf } from '../../../src/streams/settings/live-recipe.ts';
import { DEFAULTS } from '../../../src/streams/settings/schema.ts';

const model = { name: 'InceptionV3', sha256: 'ab'.repeat(32) };
const settings = {
  ...DEFAULTS,
  layers: { mixed4: 0.5 },
  steps: 7,
  persistence: 12.5,
  source: 'https://example.org/me.png',
  camera: 'desk',
};
const text = liveRecipeToText(settings, model, '0.1.0');
const changed = (change: object): string => JSON.stringify({ ...(JSON.parse(text) as object), ...change });

describe('the recipe of a live dream', () => {
  test('comes back as it was written', () => {
    expect(liveRecipeFromText(text)).toEqual({ pareidolia: 1, program: '0.1.0', model, settings: lookOf(settings) });
  });

  test('of an older program, has what that did not know as it opens', () => {
    expect(liveRecipeFromText(changed({ settings: { steps: 7 } })).settings).toEqual(lookOf({ ...DEFAULTS, steps: 7 }));
  });

  test('has the look, and nothing of the source or the machine', () => {
    expect(lookOf(settings)).toMatchObject({ layers: { mixed4: 0.5 }, steps: 7, seed: DEFAULTS.seed });
    expect(text).not.toMatch(/example|desk|source|camera|precision|rate"/);
  });

  test.for([
    ['words', 'none of', /as JSON text/],
    ['a number', '7', /a recipe of a live dream, but it is none/],
    ['a newer one', changed({ pareidolia: 2 }), /version 2 came: a newer Pareidolia/],
    ['one with more in it', changed({ place: 'here' }), /its part “place”/],
    ['a damaged hash', changed({ model: { name: 'x', sha256: 'ab' } }), /its part “model.sha256”/],
    ['a source', changed({ settings: { source: 'camera' } }), /no setting “source” of a look here/],
    ['a foreign setting', changed({ settings: { colour: 'red' } }), /no setting “colour” of a look here; Pareidolia 0.1.0 wrote it/],
    ['a value out of range', changed({ settings: { steps: 99 } }), /“steps” takes a whole number from 0 to 8, but 99 came/],
  ] as const)('%s, is refused with the reason', ([, damaged, reason]) => {
    expect(() => liveRecipeFromText(damaged)).toThrow(reason);
  });
});
