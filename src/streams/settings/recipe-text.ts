import * as v from 'valibot';
import type { ObjectiveTerm, StillRecipe } from '../../engine/index.ts';
import { RANGES } from './ranges.ts';

/** A recipe that cannot be taken: the message says which part, what was expected, what came and what to do. */
export class RecipeError extends Error {
  readonly code = 'bad-recipe';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RecipeError';
  }
}

const above = (what: string, least: number): v.GenericSchema<unknown, number> =>
  v.pipe(v.number(what), v.finite(what), v.gtValue(least, what));
const finite = (what: string): v.GenericSchema<unknown, number> => v.pipe(v.number(what), v.finite(what));
const between = (least: number, most: number): v.GenericSchema<unknown, number> => {
  const what = `a number from ${String(least)} to ${String(most)}`;
  return v.pipe(v.number(what), v.minValue(least, what), v.maxValue(most, what));
};
const whole = (
  least: number,
  most: number,
  what = `a whole number from ${String(least)} to ${String(most)}`,
): v.GenericSchema<unknown, number> => v.pipe(v.number(what), v.integer(what), v.minValue(least, what), v.maxValue(most, what));

const layer = v.pipe(v.string('the name of a layer, such as "mixed3"'), v.nonEmpty('the name of a layer, such as "mixed3"'));
const share = { layer, weight: between(RANGES.weight.least, RANGES.weight.most) };

const channel = whole(0, 1e5, 'the number of a channel, from 0');
const place = between(0, 1);
const term = v.variant(
  'kind',
  [
    v.strictObject({ ...share, kind: v.literal('mean') }),
    v.strictObject({ ...share, kind: v.literal('energy') }),
    v.strictObject({ ...share, kind: v.literal('channel'), channel }),
    v.strictObject({ ...share, kind: v.literal('neuron'), channel, x: place, y: place }),
    v.strictObject({ ...share, kind: v.literal('class'), class: whole(0, 1e6, 'the number of a class, from 0') }),
    v.strictObject({
      ...share,
      kind: v.literal('guide'),
      match: v.picklist(['dot', 'cosine'], '"dot" or "cosine"'),
      power: v.exactOptional(between(RANGES.power.least, RANGES.power.most)),
    }),
  ],
  '"mean", "energy", "channel", "neuron", "class" or "guide"',
) satisfies v.GenericSchema<unknown, ObjectiveTerm>;

const rule = v.strictObject(
  {
    normalise: v.picklist(['std', 'mean-abs', 'rms'], '"std", "mean-abs" or "rms"'),
    smoothing: between(RANGES.smoothing.least, RANGES.smoothing.most),
    laplacian: whole(RANGES.laplacian.least, RANGES.laplacian.most),
    variation: between(RANGES.variation.least, RANGES.variation.most),
  },
  'an ascent rule, such as { "normalise": "std", "smoothing": 0, "laplacian": 0, "variation": 0 }',
);

/** How many octaves away from the picture's own size a recipe may go, both ways. */
export const FARTHEST_OCTAVE = 20;

const octaves = v.strictObject(
  {
    from: whole(-FARTHEST_OCTAVE, FARTHEST_OCTAVE),
    to: whole(-FARTHEST_OCTAVE, FARTHEST_OCTAVE),
    scale: between(1.01, 4),
  },
  'octaves, such as { "from": -2, "to": 2, "scale": 1.3 }',
);

const tileWords = 'the side of a tile in pixels, a whole number from 16 to 8192, or null';
const jitterWords = '"tile" or a whole number of pixels from 0 to 8192';
const stepWords = 'a number above 0, at most 2';

const recipe = v.strictObject(
  {
    objective: v.pipe(v.array(term, 'a list of terms'), v.minLength(1, 'at least one term')),
    rule,
    steps: whole(1, 10_000),
    stepSize: v.pipe(above(stepWords, 0), v.maxValue(2, stepWords)),
    octaves,
    carry: v.picklist(['picture', 'detail'], '"picture" or "detail"'),
    tile: v.union([v.null(), whole(16, 8192, tileWords)], tileWords),
    jitter: v.union([v.literal('tile'), whole(0, 8192, jitterWords)], jitterWords),
    stopAt: v.union([v.null(), finite('a number or null')], 'a number or null'),
    seed: whole(0, 2 ** 32 - 1),
  },
  'a recipe: an object such as the command line prints',
) satisfies v.GenericSchema<unknown, StillRecipe>;

/** The recipe as JSON text, for a file or a picture. */
export function recipeToText(value: StillRecipe): string {
  return JSON.stringify(value, null, 2);
}

/** Reads what `recipeToText` or a person wrote. Whether the model has the layers is the engine's to tell. @throws RecipeError */
export function recipeFromText(text: string): StillRecipe {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RecipeError(`Expected a recipe as JSON text, but it cannot be read (${reason}). Start from a ready-made one.`, { cause });
  }
  return checkRecipe(value);
}

/** Takes what may be a recipe for one. @throws RecipeError naming the first part that is wrong */
export function checkRecipe(value: unknown): StillRecipe {
  const parsed = v.safeParse(recipe, value);
  if (!parsed.success) throw new RecipeError(sentence(parsed.issues[0]));
  const { octaves: range, jitter, tile } = parsed.output;
  if (range.from > range.to) {
    throw new RecipeError(
      `“octaves” takes the smallest first, but from ${String(range.from)} to ${String(range.to)} came. Exchange the two.`,
    );
  }
  if (jitter === 'tile' && tile === null)
    throw new RecipeError('“jitter” is "tile", but there are no tiles: set “tile” to their side in pixels, or “jitter” to a number.');
  return parsed.output;
}

type Issue = v.InferIssue<typeof recipe>;

function sentence(issue: Issue): string {
  const name = v.getDotPath(issue);
  if (name === null) return `Expected ${issue.message}, but ${written(issue.input)} came. Start from a ready-made one.`;
  if (issue.expected === 'never') return `There is no “${name}” in a recipe. Check the spelling, or leave it out.`;
  if (issue.received === 'undefined') return `“${name}” is missing in the recipe. Start from a ready-made one, which has all parts.`;
  return `“${name}” takes ${issue.message}, but ${written(issue.input)} came. Correct it in the recipe.`;
}

function written(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return `a value of type ${typeof value}`;
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
