import type { Objective, StillRecipe } from '../../engine/index.ts';
import { toDreamParams } from '../settings/dream-params.ts';
import { RECIPES, type ReadyRecipe } from '../settings/recipes.ts';
import type { Settings } from '../settings/schema.ts';
import type { StillPicture } from './still-state.ts';

/** The id of the recipe that dreams as the live dream does. */
export const LIVE_RECIPE = 'live';

/** The id of the recipe that a picture has inside. */
export const BROUGHT_RECIPE = 'inside';

/** Steps an octave of a still by the live look: about as deep as the live dream is after some seconds. */
const LIVE_STEPS = 40;

/** The side of its tiles, in pixels. */
const LIVE_TILE = 512;

/** The recipes that a picture can be dreamt by: the one inside it first, then the live look's, then the ready-made ones. @param objective the live dream's, the settings' unless given */
export function recipeChoices(settings: Settings, picture: StillPicture | null, objective?: Objective): readonly ReadyRecipe[] {
  return [...(picture?.recipe ? [inside(picture.recipe)] : []), live(settings, objective), ...RECIPES];
}

function inside(recipe: StillRecipe): ReadyRecipe {
  return {
    id: BROUGHT_RECIPE,
    name: 'The recipe inside this picture',
    note: 'What this still was made by: the same steps once more, on what they made.',
    recipe,
  };
}

function live(settings: Settings, objective?: Objective): ReadyRecipe {
  const recipe = liveRecipe(settings, objective);
  return {
    id: LIVE_RECIPE,
    name: 'As the live dream',
    note: `Your look at length: ${String(LIVE_STEPS)} steps on each size of ${layersInWords(recipe)}.`,
    recipe,
  };
}

/** What the live dream climbs (the settings' objective, or the one given, with a guide in it), with steps enough to stand still for, and in tiles, for pictures of any size. */
export function liveRecipe(settings: Settings, objective = toDreamParams(settings).objective): StillRecipe {
  const { rule, stepSize, octaves, octaveScale, octaveFirst, jitter, seed } = toDreamParams(settings);
  return {
    objective,
    rule,
    steps: LIVE_STEPS,
    stepSize,
    octaves: { from: 1 - octaveFirst - octaves, to: 0 - octaveFirst, scale: octaveScale },
    carry: 'detail',
    tile: LIVE_TILE,
    jitter,
    stopAt: null,
    seed,
  };
}

function layersInWords({ objective }: StillRecipe): string {
  const names = [...new Set(objective.map(({ layer }) => layer))];
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
