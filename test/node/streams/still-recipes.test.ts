import { describe, expect, test } from 'vitest';
import { checkRecipe } from '../../../src/streams/settings/recipe-text.ts';
import { RECIPES } from '../../../src/streams/settings/recipes.ts';
import { DEFAULTS } from '../../../src/streams/settings/schema.ts';
import { LIVE_RECIPE, liveRecipe, recipeChoices } from '../../../src/streams/stills/recipe-choices.ts';
import type { StillPicture } from '../../../src/streams/stills/still-state.ts';
import { stillFailure } from '../../../src/streams/words/still-failures.ts';

describe('the recipes offered', () => {
  test('a picture without one, has the live look first and all that come ready made', () => {
    const ids = recipeChoices(DEFAULTS, null).map(({ id }) => id);
    expect(ids).toEqual([LIVE_RECIPE, ...RECIPES.map(({ id }) => id)]);
  });

  test('a still of ours, has its own recipe first', () => {
    const recipe = RECIPES[3].recipe;
    // Of a picture, only what a recipe needs.
    const picture = { recipe } as unknown as StillPicture;
    expect(recipeChoices(DEFAULTS, picture)[0]).toMatchObject({ id: 'inside', recipe });
  });

  test('the live look, climbs what the settings say, on the live octaves, and is a recipe that can be saved', () => {
    const recipe = liveRecipe({ ...DEFAULTS, layers: { mixed3: 0.5, mixed5: 1 }, stepSize: 0.03 });
    expect(recipe.objective).toEqual([
      { layer: 'mixed3', kind: 'mean', weight: 0.5 },
      { layer: 'mixed5', kind: 'mean', weight: 1 },
    ]);
    expect(recipe.stepSize).toBe(0.03);
    expect(recipe.octaves.to - recipe.octaves.from).toBe(2);
    expect(checkRecipe(recipe)).toEqual(recipe);
  });

  test('the live look’s note, names its layers', () => {
    const note = recipeChoices({ ...DEFAULTS, layers: { a: 1, b: 1, c: 1 } }, null)[0]?.note;
    expect(note).toContain('a, b and c');
    const written = recipeChoices({ ...DEFAULTS, objective: 'mixed4:energy:1,mixed4:channel=3:-1' }, null)[0];
    expect(written?.note).toContain('size of mixed4.');
    expect(written?.recipe.objective).toHaveLength(2);
  });
});

describe('what goes wrong with a still', () => {
  test.each([
    'file-undecodable',
    'file-truncated',
    'file-damaged',
    'picture-too-large',
    'nothing-shown',
    'size-too-small',
    'size-too-large',
    'layer-unknown',
    'device-lost',
  ])('%s, has a title of its own and says what to do', (code) => {
    const failure = stillFailure(code, 'This came.', 'lake.jpg');
    expect(failure.code).toBe(code);
    expect(failure.title).not.toContain('could not be dreamt');
    expect(failure.text).toMatch(/Choose|Try again|Make it smaller|Copy or download|Wait/);
  });

  test('a code that nobody foresaw, still says what came', () => {
    expect(stillFailure('odd', 'This came.', '').text).toBe('This came.');
  });
});
