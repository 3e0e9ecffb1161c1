import * as v from 'valibot';
import { RecipeError } from './recipe-text.ts';
import { DEFAULTS, SETTINGS, type SettingName, type Settings } from './schema.ts';
import { SettingsError, updateSettings } from './update.ts';

/** The keyword of a live dream's recipe inside a PNG. */
export const LIVE_RECIPE_KEYWORD = 'pareidolia-live';

/** Counted up where a recipe comes to mean something else. */
const VERSION = 1;

/**
 * How a live dream was made: the settings of its look as they were set, without its guide, its source, and any file's or camera's name. While a rate is held the
 * dream may have been smaller and of fewer steps.
 */
export interface LiveRecipe {
  readonly pareidolia: typeof VERSION;
  /** The version of the program that made it. */
  readonly program: string;
  /** `sha256` is that of the hashes of the model's files, joined in the catalogue's order, in hexadecimal. */
  readonly model: { readonly name: string; readonly sha256: string };
  readonly settings: Partial<Settings>;
}

/** What the machine is told, not the dream. */
const OF_THE_MACHINE: readonly SettingName[] = ['rate', 'stats', 'deterministic', 'precision'];

const LOOK: readonly SettingName[] = SETTINGS.filter(({ name, group }) => group !== 'source' && !OF_THE_MACHINE.includes(name)).map(
  ({ name }) => name,
);

/** Of all settings those that make the look. */
export function lookOf(settings: Settings): Partial<Settings> {
  return Object.fromEntries(LOOK.map((name) => [name, settings[name]]));
}

export function liveRecipeToText(settings: Settings, model: LiveRecipe['model'], program: string): string {
  const recipe: LiveRecipe = { pareidolia: VERSION, program, model, settings: lookOf(settings) };
  return JSON.stringify(recipe, null, 2);
}

const form = v.strictObject({
  pareidolia: v.literal(VERSION),
  program: v.string(),
  model: v.strictObject({ name: v.string(), sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) }),
  settings: v.record(v.string(), v.unknown()),
});

/** Reads what `liveRecipeToText` wrote. @throws RecipeError saying what is wrong with it */
export function liveRecipeFromText(text: string): LiveRecipe {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RecipeError('Expected a recipe as JSON text, but what came is none: the file is damaged.', { cause });
  }
  const parsed = v.safeParse(form, value);
  if (!parsed.success) throw new RecipeError(refusal(value, v.getDotPath(parsed.issues[0])));
  return { ...parsed.output, settings: checkedSettings(parsed.output.settings, parsed.output.program) };
}

function refusal(value: unknown, at: string | null): string {
  const version = typeof value === 'object' && value !== null && 'pareidolia' in value ? value.pareidolia : undefined;
  if (typeof version === 'number' && version > VERSION) {
    return `Expected a recipe of version ${String(VERSION)}, but version ${String(version)} came: a newer Pareidolia made it. Open it there.`;
  }
  return `Expected a recipe of a live dream, but ${at === null ? 'it is none' : `its part “${at}” is not of the form`}. Take the original file.`;
}

/** What is not named, an older program did not know: it holds as it opens. */
function checkedSettings(settings: Readonly<Record<string, unknown>>, program: string): Partial<Settings> {
  const foreign = Object.keys(settings).find((name) => !LOOK.some((known) => known === name));
  if (foreign !== undefined)
    throw new RecipeError(`There is no setting “${foreign}” of a look here; Pareidolia ${program} wrote it. Open it there.`);
  try {
    return lookOf(updateSettings(DEFAULTS, settings));
  } catch (cause) {
    if (cause instanceof SettingsError) throw new RecipeError(cause.message, { cause });
    throw cause;
  }
}
