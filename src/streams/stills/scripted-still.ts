import { filter, firstValueFrom } from 'rxjs';
import type { StillRecipe } from '../../engine/index.ts';
import { CodedError, codeOf } from '../coded-error.ts';
import { checkRecipe } from '../settings/recipe-text.ts';
import type { ReadyRecipe } from '../settings/recipes.ts';
import { BROUGHT_RECIPE } from './recipe-choices.ts';
import type { StillStudio } from './still-control.ts';
import { pictureOf } from './still-state.ts';

/**
 * One still from beginning to end, by a script; the studio shows it meanwhile, and is closed after it, come of it what may, unless a person has opened another picture.
 * @param fileOrUrl a picture, its address, or `shown`
 * @param recipe a recipe, or the id of one
 * @throws CodedError with the failure's code, `bad-recipe`, `busy` where the studio is open, or `ended` where a person closes it or opens another picture
 */
export async function scriptedStill(studio: StillStudio, fileOrUrl: File | string, recipe: string | StillRecipe): Promise<Blob> {
  if (recipe !== BROUGHT_RECIPE) recipeNamed(studio, recipe);
  const picture = typeof fileOrUrl !== 'string' || fileOrUrl === 'shown' ? fileOrUrl : await fetched(fileOrUrl);
  if (studio.state$.value.kind !== 'idle') throw new CodedError('busy', 'The studio is open for another still. Wait until it is closed.');
  await opened(studio, picture);
  const ours = pictureOf(studio.state$.value);
  try {
    return await dreamt(studio, recipeNamed(studio, recipe));
  } finally {
    if (pictureOf(studio.state$.value) === ours) studio.close();
  }
}

async function opened(studio: StillStudio, picture: File | 'shown'): Promise<void> {
  try {
    await studio.open(picture);
  } catch (error) {
    // Where it was ended, the studio is closed, or shows what a person has opened.
    if (codeOf(error, '') !== 'ended') studio.close();
    throw error;
  }
}

async function dreamt(studio: StillStudio, { name, recipe }: Pick<ReadyRecipe, 'name' | 'recipe'>): Promise<Blob> {
  studio.run({ recipe, name, longest: null, from: 'picture' });
  const over$ = studio.state$.pipe(filter(({ kind }) => kind !== 'running' && kind !== 'paused'));
  const state = await firstValueFrom(over$);
  if (state.kind === 'failed') throw new CodedError(state.failure.code, `${state.failure.title}. ${state.failure.text}`);
  if (state.kind !== 'done') throw new CodedError('ended', 'The still was ended in the studio.');
  return await studio.save();
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
