import { filter, firstValueFrom } from 'rxjs';
import type { StillRecipe } from '../../engine/index.ts';
import { CodedError } from '../coded-error.ts';
import { checkRecipe } from '../settings/recipe-text.ts';
import type { ReadyRecipe } from '../settings/recipes.ts';
import type { StillStudio } from './still-control.ts';

/**
 * One still from beginning to end, by a script; the studio shows it meanwhile, and is closed after it.
 * @param fileOrUrl a picture, its address, or `shown`
 * @param recipe a recipe, or the id of one
 * @throws CodedError with the failure's code, or `ended`
 */
export async function scriptedStill(studio: StillStudio, fileOrUrl: File | string, recipe: string | StillRecipe): Promise<Blob> {
  const picture = typeof fileOrUrl !== 'string' || fileOrUrl === 'shown' ? fileOrUrl : await fetched(fileOrUrl);
  await studio.open(picture);
  const { name, recipe: by } = recipeNamed(studio, recipe);
  studio.run({ recipe: by, name, longest: null, from: 'picture' });
  const over$ = studio.state$.pipe(filter(({ kind }) => kind !== 'running' && kind !== 'paused'));
  const state = await firstValueFrom(over$);
  if (state.kind === 'failed') throw new CodedError(state.failure.code, `${state.failure.title}. ${state.failure.text}`);
  const png = await studio.save();
  studio.close();
  return png;
}

function recipeNamed(studio: StillStudio, recipe: string | StillRecipe): Pick<ReadyRecipe, 'name' | 'recipe'> {
  if (typeof recipe !== 'string') return { name: 'A recipe of your own', recipe: checkRecipe(recipe) };
  const choices = studio.recipes();
  const found = choices.find(({ id }) => id === recipe);
  if (found) return found;
  throw new CodedError('bad-recipe', `There is no recipe “${recipe}”. There are ${choices.map(({ id }) => id).join(', ')}.`);
}

async function fetched(address: string): Promise<File> {
  const url = new URL(address, document.baseURI);
  const response = await fetch(url).catch((cause: unknown) => {
    throw new CodedError('file-unreachable', `Nothing came from ${url.href} that this page may read.`, { cause });
  });
  if (!response.ok) throw new CodedError('file-unreachable', `${url.href} answered ${String(response.status)}.`);
  const blob = await response.blob();
  return new File([blob], url.pathname.split('/').at(-1) ?? 'picture', { type: blob.type });
}
