import type { StillRecipe } from '../engine/index.ts';
import { RecipeError } from '../streams/settings/recipe-text.ts';
import { findJobs } from './dream-jobs.ts';
import type { DreamJobs } from './dream-jobs.ts';
import { readOptions } from './dream-options.ts';
import type { DreamOptions } from './dream-options.ts';
import { runJobs } from './dream-run.ts';
import { dreamUsage } from './dream-usage.ts';
import { Dreamer } from './dreamer.ts';
import { INTERRUPTED, interruptible } from './interrupt.ts';
import { changeRecipe } from './recipe-changes.ts';
import { findRecipe } from './recipe-source.ts';
import { UsageError } from './usage-error.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * The command line of `pareidolia dream` and `npm run dream`. Returns the exit code: 0 where all was dreamt, 1 where something was not, 2 where the command line
 * cannot be followed, 130 after Ctrl-C.
 */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const options = readOptions(args);
    if (options === 'help') {
      process.stdout.write(dreamUsage());
      return 0;
    }
    return await interruptible(
      (signal) => dream(options, signal),
      () => say('\nEnding: what there is will be written. Ctrl-C once more ends at once.'),
    );
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    say(process.env['DEBUG'] ? (error.stack ?? error.message) : error.message);
    if (!(error instanceof UsageError || error instanceof RecipeError)) return 1;
    say('pareidolia dream --help says what there is.');
    return 2;
  }
}

async function dream(options: DreamOptions, signal: AbortSignal): Promise<number> {
  const { model, precision, guide, size, force } = options;
  const recipe = changeRecipe(await findRecipe(options.recipe), options.changes);
  expectGuide(recipe, guide);
  // A ready-made recipe's name is looked for as a file in vain, and harms nothing.
  const found = await findJobs(options.paths, options.out, [options.recipe, ...(guide === undefined ? [] : [guide])]);
  if (found.skipped.length > 0) say(`Left out, as no pictures by their names: ${found.skipped.join(', ')}`);
  if (found.jobs.length === 0) throw new Error(`Expected JPEG, PNG, WebP or AVIF pictures in ${options.paths.join(', ')}, found none.`);
  const dreamer = await Dreamer.create({ recipe, model, precision, guide });
  try {
    const { description, software } = dreamer.adapter;
    say(`adapter: ${description}${software ? ' (on the processor: right, but slow; --size 300 is a good start)' : ''}`);
    const counts = await runJobs(found.jobs, { dreamer, recipe, size, force, signal, out: process.stdout, err: process.stderr });
    if (found.jobs.length > 1) say(summary(found, counts.dreamt, counts.failed));
    if (signal.aborted) return INTERRUPTED;
    return counts.failed > 0 ? 1 : 0;
  } finally {
    dreamer.destroy();
  }
}

/** A guide without a use, or a use without a guide, is a slip of the pen. */
function expectGuide({ objective }: StillRecipe, guide: string | undefined): void {
  const isWanted = objective.some(({ kind }) => kind === 'guide');
  if (isWanted && guide === undefined) throw new UsageError('The recipe climbs toward a guide. Name a picture to be it by --guide.');
  if (!isWanted && guide !== undefined) {
    throw new UsageError(
      `Expected an objective toward the guide ${guide}, but it has none. Say so, for example by --objective mixed3:guide.`,
    );
  }
}

function summary({ jobs, skipped }: DreamJobs, dreamt: number, failed: number): string {
  const left = jobs.length - dreamt - failed;
  const parts = [`${String(dreamt)} dreamt`, `${String(failed)} failed`, `${String(skipped.length)} left out`];
  return [...parts, ...(left > 0 ? [`${String(left)} not begun`] : [])].join(', ');
}
