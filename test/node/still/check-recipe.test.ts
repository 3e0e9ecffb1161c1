import { describe, expect, test } from 'vitest';
import { checkRecipe } from '../../../src/engine/still/check-recipe.ts';
import type { StillRecipe } from '../../../src/engine/still/still-recipe.ts';
import { RECIPES } from '../../../src/streams/settings/recipes.ts';
import { recipeFromText, recipeToText } from '../../../src/streams/settings/recipe-text.ts';
import { recipe } from '../../support/still.ts';

describe('a recipe, checked by the engine', () => {
  test.for(RECIPES)('$id, is taken', ({ recipe: ready }) => {
    expect(() => {
      checkRecipe(ready);
    }).not.toThrow();
  });

  test('with a way of carrying that there is not, is refused by name', () => {
    expect(() => {
      // Scripts have no types.
      checkRecipe({ ...recipe, carry: 'both' } as unknown as StillRecipe);
    }).toThrow('Expected carry to be one of picture, detail, got both.');
  });

  test.for([
    { smoothing: 4, laplacian: 6, variation: 10, taken: true },
    { smoothing: 4.01, laplacian: 6, variation: 10, taken: false },
    { smoothing: 4, laplacian: 7, variation: 10, taken: false },
    { smoothing: 4, laplacian: 6, variation: 10.01, taken: false },
  ])('as text with a rule of σ $smoothing, $laplacian levels and a pull of $variation, is taken by both or by neither: $taken', (each) => {
    const { taken, ...numbers } = each;
    const asked = { ...recipe, rule: { ...recipe.rule, ...numbers } };
    for (const check of [() => void recipeFromText(recipeToText(asked)), () => checkRecipe(asked)]) {
      if (taken) expect(check).not.toThrow();
      else expect(check).toThrow();
    }
  });
});
