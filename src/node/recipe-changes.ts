import type { Objective, OctaveRange, StillRecipe } from '../engine/index.ts';
import { parseLayers } from '../streams/settings/layers.ts';
import { parseObjective } from '../streams/settings/objective-text.ts';
import { FARTHEST_OCTAVE, checkRecipe } from '../streams/settings/recipe-text.ts';
import { UsageError } from './usage-error.ts';

const text = { type: 'string' } as const;

/** The command line's options that change a recipe, as `parseArgs` takes them. */
export const recipeOptions = {
  layers: text,
  objective: text,
  steps: text,
  'step-size': text,
  octaves: text,
  scale: text,
  tile: text,
  jitter: text,
  seed: text,
  carry: text,
  normalise: text,
  smoothing: text,
  laplacian: text,
  variation: text,
} as const;

type Name = keyof typeof recipeOptions;

/** What was said of them. */
export type RecipeChanges = Readonly<Partial<Record<Name, string | undefined>>>;

/**
 * The recipe with what was said in place of its own.
 * @throws UsageError where that cannot be read, RecipeError where no recipe comes of it
 */
export function changeRecipe(recipe: StillRecipe, changes: RecipeChanges): StillRecipe {
  const number = (name: Name): number | undefined => read(changes[name], (value) => numberOf(name, value));
  return checkRecipe({
    ...recipe,
    ...said({
      objective: objectiveOf(changes),
      steps: number('steps'),
      stepSize: number('step-size'),
      carry: changes.carry,
      tile: changes.tile === 'none' ? null : number('tile'),
      jitter: changes.jitter === 'tile' ? 'tile' : number('jitter'),
      seed: number('seed'),
    }),
    octaves: {
      ...recipe.octaves,
      ...read(changes.octaves, octavesOf),
      ...said({ scale: number('scale') }),
    },
    rule: {
      ...recipe.rule,
      ...said({
        normalise: changes.normalise,
        smoothing: number('smoothing'),
        laplacian: number('laplacian'),
        variation: number('variation'),
      }),
    },
  });
}

/** Joins `--octaves -2..2`, which looks like two options, into one argument. */
export function joinRanges(args: readonly string[]): readonly string[] {
  return args.flatMap((arg, index) => {
    if (arg === '--octaves' && isRange(args[index + 1])) return [`${arg}=${String(args[index + 1])}`];
    return args[index - 1] === '--octaves' && isRange(arg) ? [] : [arg];
  });
}

const isRange = (arg: string | undefined): boolean => arg !== undefined && /^-\d+\.\./.test(arg);

function objectiveOf({ layers, objective }: RecipeChanges): Objective | undefined {
  if (layers !== undefined && objective !== undefined) {
    throw new UsageError('Expected --layers or --objective, but both came. --objective mixed3:mean:1 says the same as --layers mixed3.');
  }
  if (objective !== undefined) return termsOf(objective);
  return read(layers, (value) => {
    const weights = parseLayers(value);
    if (weights === null) throw new UsageError(`--layers takes layers such as mixed3:1,mixed5:0.5, but “${value}” came.`);
    return Object.entries(weights).map(([layer, weight]) => ({ layer, kind: 'mean', weight }));
  });
}

function termsOf(text: string): Objective {
  try {
    return parseObjective(text);
  } catch (cause) {
    throw new UsageError(`--objective: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Reads `-2..2`, or how many up to the picture's own size. Checked here: a recipe's `from` is nothing that a person typed who said how many. */
function octavesOf(value: string): Pick<OctaveRange, 'from' | 'to'> {
  const [, first, last] = /^(-?\d+)\.\.(-?\d+)$/.exec(value) ?? [];
  const count = /^[1-9]\d*$/.test(value) ? Number(value) : NaN;
  const range = first === undefined ? { from: 1 - count, to: 0 } : { from: Number(first), to: Number(last) };
  if ([range.from, range.to].every((octave) => Math.abs(octave) <= FARTHEST_OCTAVE)) return range;
  const most = String(FARTHEST_OCTAVE);
  throw new UsageError(
    `--octaves takes how many, from 1 to ${String(FARTHEST_OCTAVE + 1)}, or a range within -${most}..${most}, such as -2..2, but “${value}” came.`,
  );
}

function numberOf(name: Name, value: string): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isNaN(number)) return number;
  const or = { tile: ' or none', jitter: ' or tile' }[name as string] ?? '';
  throw new UsageError(`--${name} takes a number${or}, but “${value}” came.`);
}

/** What was said, without what was not. */
function said(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function read<Value>(value: string | undefined, parse: (value: string) => Value): Value | undefined {
  return value === undefined ? undefined : parse(value);
}
