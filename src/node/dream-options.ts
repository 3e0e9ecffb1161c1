import { parseArgs } from 'node:util';
import type { WantedPrecision } from '../engine/index.ts';
import { joinRanges, recipeOptions } from './recipe-changes.ts';
import type { RecipeChanges } from './recipe-changes.ts';
import { UsageError } from './usage-error.ts';

/** What the command line of `pareidolia dream` says. */
export interface DreamOptions {
  /** Pictures and folders. */
  readonly paths: readonly string[];
  readonly out: string | undefined;
  /** A recipe's name or file. */
  readonly recipe: string;
  readonly changes: RecipeChanges;
  /** A picture to climb toward. */
  readonly guide: string | undefined;
  /** The most the long side may have, in pixels. */
  readonly size: number;
  /** A model's name or folder. */
  readonly model: string;
  readonly precision: WantedPrecision;
  /** Whether files that are there may be replaced. */
  readonly force: boolean;
}

const precisions: readonly WantedPrecision[] = ['auto', 'f32', 'f16'];

/** @throws UsageError saying which option takes what */
export function readOptions(args: readonly string[]): DreamOptions | 'help' {
  const { positionals: paths, values } = parse(args);
  const { out, recipe, guide, size, model, precision, force, help, ...changes } = values;
  if (help) return 'help';
  if (paths.length === 0) throw new UsageError('Expected a picture or a folder of pictures to dream, but none was named.');
  const wanted = precisions.find((each) => each === precision);
  if (wanted === undefined) throw new UsageError(`--precision takes ${precisions.join(', ')}, but “${precision}” came.`);
  return { paths, out, recipe, changes, guide, size: size === undefined ? Infinity : sizeOf(size), model, precision: wanted, force };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...joinRanges(args)],
      allowPositionals: true,
      options: {
        ...recipeOptions,
        out: { type: 'string', short: 'o' },
        recipe: { type: 'string', short: 'r', default: 'tensorflow-octaves' },
        guide: { type: 'string' },
        size: { type: 'string', short: 's' },
        model: { type: 'string', default: 'inception-v3' },
        precision: { type: 'string', default: 'auto' },
        force: { type: 'boolean', short: 'f', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function sizeOf(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UsageError(`--size takes a whole number of pixels, such as 1024, but “${text}” came.`);
}
