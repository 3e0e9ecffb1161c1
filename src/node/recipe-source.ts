import { readFile } from 'node:fs/promises';
import type { StillRecipe } from '../engine/index.ts';
import { RECIPE_KEYWORD, readPngText } from '../streams/settings/png-text.ts';
import { RecipeError, recipeFromText } from '../streams/settings/recipe-text.ts';
import { RECIPES, recipeOf } from '../streams/settings/recipes.ts';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

/**
 * Finds a recipe: a ready-made one by its name, or one in a JSON file or in a PNG that was dreamt.
 * @throws RecipeError or PngError naming the file
 */
export async function findRecipe(source: string): Promise<StillRecipe> {
  const ready = recipeOf(source);
  if (ready) return ready.recipe;
  const file = await readFile(source).catch((cause: unknown) => {
    const names = RECIPES.map(({ id }) => id).join(', ');
    throw new RecipeError(`Expected a recipe: ${names}, or a JSON file or dreamt PNG that can be read, but “${source}” came.`, { cause });
  });
  try {
    return recipeFromText(file.subarray(0, PNG.length).equals(PNG) ? textOf(file) : file.toString('utf8'));
  } catch (cause) {
    throw new RecipeError(`${source}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function textOf(png: Uint8Array): string {
  const text = readPngText(png, RECIPE_KEYWORD);
  if (text === null)
    throw new RecipeError('Expected a PNG with a recipe inside, but it has none. Only pictures that Pareidolia dreamt have.');
  return text;
}
