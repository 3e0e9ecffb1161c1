import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TUTORIAL_RULE } from '../../../src/engine/index.ts';
import { RecipeError, checkRecipe, recipeFromText, recipeToText } from '../../../src/streams/settings/recipe-text.ts';
import { RECIPES, recipeOf } from '../../../src/streams/settings/recipes.ts';

const [tensorflow] = RECIPES;
const whole = tensorflow.recipe;

describe('ready-made recipes', () => {
  test('the tutorial, is exact: plain, with octaves and tiled', () => {
    expect(whole).toEqual({
      objective: [
        { layer: 'mixed3', kind: 'mean', weight: 1 },
        { layer: 'mixed5', kind: 'mean', weight: 1 },
      ],
      rule: TUTORIAL_RULE,
      steps: 100,
      stepSize: 0.01,
      octaves: { from: 0, to: 0, scale: 1.3 },
      carry: 'picture',
      tile: null,
      jitter: 0,
      stopAt: null,
      seed: 0,
    });
    const octaves = { ...whole, steps: 50, octaves: { from: -2, to: 2, scale: 1.3 } };
    expect(recipeOf('tensorflow-octaves')?.recipe).toEqual(octaves);
    expect(recipeOf('tensorflow-tiled')?.recipe).toEqual({ ...octaves, steps: 100, tile: 512, jitter: 'tile' });
  });

  test('Google’s, steps 1.5 of 255 grey levels', () => {
    const recipe = recipeOf('google-2015')?.recipe;
    expect(recipe).toMatchObject({ steps: 10, octaves: { from: -3, to: 0, scale: 1.4 }, carry: 'detail', jitter: 32 });
    expect(recipe?.rule.normalise).toBe('mean-abs');
    expect((recipe?.stepSize ?? 0) * (255 / 2)).toBeCloseTo(1.5, 12);
  });

  test('Keras’s, has its weights and its end, and says what is not Keras’s', () => {
    const keras = recipeOf('keras');
    expect(keras?.recipe.objective.map(({ layer, kind, weight }) => [layer, kind, weight])).toEqual([
      ['mixed4', 'energy', 1],
      ['mixed5', 'energy', 1.5],
      ['mixed6', 'energy', 2],
      ['mixed7', 'energy', 2.5],
    ]);
    expect(keras?.recipe).toMatchObject({ steps: 20, stepSize: 0.01, octaves: { from: -2, to: 0, scale: 1.4 }, stopAt: 15, jitter: 0 });
    expect(keras?.note).toMatch(/mixed6 and mixed7 were trained further/);
  });

  test('ids, are one of a kind', () => {
    expect(RECIPES.map(({ id }) => id)).toEqual(['tensorflow', 'tensorflow-octaves', 'tensorflow-tiled', 'google-2015', 'keras']);
    expect(recipeOf('toString')).toBeUndefined();
  });
});

describe('recipes as text', () => {
  test.each(RECIPES)('$id, comes back as it was', ({ recipe }) => {
    expect(recipeFromText(recipeToText(recipe))).toEqual(recipe);
  });

  test('any recipe of its form, comes back as it was', () => {
    const layer = fc.string({ minLength: 1, maxLength: 20 });
    const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true }).map((value) => value + 0);
    const weight = number(-1e6, 1e6);
    const share = { layer, weight };
    const channel = fc.nat(2000);
    const recipes = fc.record({
      objective: fc.array(
        fc.oneof(
          fc.record({ ...share, kind: fc.constantFrom('mean' as const, 'energy' as const) }),
          fc.record({ ...share, kind: fc.constant('channel' as const), channel }),
          fc.record({ ...share, kind: fc.constant('neuron' as const), channel, x: number(0, 1), y: number(0, 1) }),
          fc.record({ ...share, kind: fc.constant('class' as const), class: fc.nat(1000) }),
          fc.record({ ...share, kind: fc.constant('guide' as const), match: fc.constant('dot' as const) }),
          fc.record({ ...share, kind: fc.constant('guide' as const), match: fc.constant('cosine' as const), power: number(0, 64) }),
        ),
        { minLength: 1, maxLength: 5 },
      ),
      rule: fc.record({
        normalise: fc.constantFrom('std' as const, 'mean-abs' as const, 'rms' as const),
        smoothing: number(0, 4),
        laplacian: fc.nat(6),
        variation: number(0, 10),
      }),
      steps: fc.integer({ min: 1, max: 1000 }),
      stepSize: fc.double({ min: 1e-6, max: 2, noNaN: true }),
      octaves: fc.record({ from: fc.integer({ min: -9, max: 0 }), to: fc.nat(9), scale: fc.double({ min: 1.01, max: 4, noNaN: true }) }),
      carry: fc.constantFrom('picture' as const, 'detail' as const),
      tile: fc.integer({ min: 16, max: 8192 }),
      jitter: fc.oneof(fc.constant('tile' as const), fc.nat(512)),
      stopAt: fc.oneof(fc.constant(null), weight),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(recipes, (recipe) => {
        expect(recipeFromText(recipeToText(recipe))).toEqual(recipe);
      }),
    );
  });

  test('any JSON, is a recipe or a RecipeError', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(() => recipeFromText(text)).toThrow(RecipeError);
      }),
    );
  });

  test('a layer that nobody knows, is the engine’s to tell', () => {
    const recipe = { ...whole, objective: [{ layer: 'mixed99', kind: 'mean', weight: 1 }] };
    expect(checkRecipe(recipe)).toEqual(recipe);
  });

  test.each([
    ['{"steps', /^Expected a recipe as JSON text, but it cannot be read \(.+\)\. Start from a ready-made one\.$/],
    ['3', 'Expected a recipe: an object such as the command line prints, but 3 came. Start from a ready-made one.'],
    ['{}', '“objective” is missing in the recipe. Start from a ready-made one, which has all parts.'],
  ])('%s, is refused', (text, message) => {
    expect(() => recipeFromText(text)).toThrow(message);
  });

  test.each([
    [{ steps: Number.NaN }, '“steps” takes a whole number from 1 to 10000, but NaN came. Correct it in the recipe.'],
    [{ steps: 'many' }, '“steps” takes a whole number from 1 to 10000, but "many" came. Correct it in the recipe.'],
    [{ stepSize: Number.NaN }, '“stepSize” takes a number above 0, at most 2, but NaN came. Correct it in the recipe.'],
    [{ colour: 1 }, 'There is no “colour” in a recipe. Check the spelling, or leave it out.'],
    [{ octaves: { from: 2, to: -2, scale: 1.3 } }, '“octaves” takes the smallest first, but from 2 to -2 came. Exchange the two.'],
    [
      { octaves: { from: 0.5, to: 2, scale: 1.3 } },
      '“octaves.from” takes a whole number from -20 to 20, but 0.5 came. Correct it in the recipe.',
    ],
    [
      { objective: [{ layer: 'mixed3', kind: 'median', weight: 1 }] },
      '“objective.0.kind” takes "mean", "energy", "channel", "neuron", "class" or "guide", but "median" came. Correct it in the recipe.',
    ],
    [{ objective: [] }, '“objective” takes at least one term, but [] came. Correct it in the recipe.'],
    [
      { objective: [{ layer: 'mixed3', kind: 'mean', weight: Number.NaN }] },
      '“objective.0.weight” takes a number from -1000000 to 1000000, but NaN came. Correct it in the recipe.',
    ],
    [
      { tile: 3 },
      '“tile” takes the side of a tile in pixels, a whole number from 16 to 8192, or null, but 3 came. Correct it in the recipe.',
    ],
    [{ jitter: 'tile' }, '“jitter” is "tile", but there are no tiles: set “tile” to their side in pixels, or “jitter” to a number.'],
  ])('%o, is refused with what was expected and what came', (part, message) => {
    expect(() => checkRecipe({ ...whole, ...part })).toThrow(new RecipeError(message));
  });
});
