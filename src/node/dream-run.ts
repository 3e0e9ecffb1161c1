import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { EngineError } from '../engine/index.ts';
import type { Picture8, StillPlan, StillRecipe, StillResult } from '../engine/index.ts';
import { RECIPE_KEYWORD } from '../streams/settings/png-text.ts';
import { recipeToText } from '../streams/settings/recipe-text.ts';
import type { DreamJob } from './dream-jobs.ts';
import type { Dreamer } from './dreamer.ts';
import { PictureError, readPicture, writePicture } from './picture-file.ts';
import { ProgressLine, duration } from './progress-line.ts';
import type { Terminal } from './progress-line.ts';

/** What a run needs besides its pictures. */
export interface DreamRunOptions {
  readonly dreamer: Dreamer;
  readonly recipe: StillRecipe;
  /** The most the long side may have, in pixels. */
  readonly size: number;
  /** Whether files that are there may be replaced. */
  readonly force: boolean;
  /** Aborting ends the run: what there is of the present picture is written, no other is begun. */
  readonly signal: AbortSignal;
  /** The path of each file written, a line each. */
  readonly out: Terminal;
  /** Everything else. */
  readonly err: Terminal;
}

/** How many pictures were dreamt, and how many could not be. */
export interface DreamCounts {
  readonly dreamt: number;
  readonly failed: number;
}

/** Dreams one picture after the other; one that fails is told, and the next one begins. */
export async function runJobs(jobs: readonly DreamJob[], options: DreamRunOptions): Promise<DreamCounts> {
  let counts: DreamCounts = { dreamt: 0, failed: 0 };
  for (const job of jobs) {
    if (options.signal.aborted) break;
    try {
      const isWritten = await runJob(job, options);
      if (isWritten) counts = { ...counts, dreamt: counts.dreamt + 1 };
    } catch (error) {
      counts = { ...counts, failed: counts.failed + 1 };
      options.err.write(`${named(job.input, error)}\n`);
      // Nothing more can be dreamt on it.
      if (error instanceof EngineError && error.code === 'device-lost') break;
    }
  }
  return counts;
}

/** Whether a file was written: not where the dream was ended before it began. */
async function runJob({ input, output }: DreamJob, options: DreamRunOptions): Promise<boolean> {
  // Before the work rather than after it.
  if (!options.force && existsSync(output))
    throw new PictureError(`${output} exists already. Name another file by -o, or replace it by --force.`);
  const picture = await readPicture(input, options.size);
  await mkdir(dirname(output), { recursive: true });
  const begun = performance.now();
  const result = await dream(input, picture, options);
  if (result.cancelled && result.objective.length === 0) {
    options.err.write(`${input}: ended before the first step, so nothing is written.\n`);
    return false;
  }
  await writePicture(output, result.picture, { keyword: RECIPE_KEYWORD, text: recipeToText(options.recipe) }, options.force);
  const far = result.cancelled ? `ended early, after ${String(result.objective.length)} steps` : 'done';
  options.err.write(`${input}: ${far}, ${duration(performance.now() - begun)}.\n`);
  options.out.write(`${output}\n`);
  return true;
}

async function dream(input: string, picture: Picture8, { dreamer, signal, err }: DreamRunOptions): Promise<StillResult> {
  let line: ProgressLine | undefined;
  try {
    return await dreamer.dream(picture, {
      signal,
      onPlan: (plan) => {
        err.write(planWords(input, plan));
        line = new ProgressLine(err, basename(input), plan);
      },
      onProgress: (progress) => line?.show(progress),
    });
  } finally {
    line?.clear();
  }
}

function planWords(input: string, { base, octaves, leftOut }: StillPlan): string {
  const sizes = octaves.map(
    ({ width, height, tiles }) => `${String(width)} × ${String(height)}${tiles > 1 ? ` in ${String(tiles)} tiles` : ''}`,
  );
  const missing = leftOut.map(
    ({ width, height, why }) => `${input}: the octave of ${String(width)} × ${String(height)} is left out: ${why}\n`,
  );
  return `${input}: ${String(base.width)} × ${String(base.height)}, dreamt at ${sizes.join(', ')}\n${missing.join('')}`;
}

/** The engine does not know what its picture is called. */
function named(input: string, error: unknown): string {
  if (!(error instanceof Error)) return `${input}: ${String(error)}`;
  const message = process.env['DEBUG'] ? (error.stack ?? error.message) : error.message;
  return error instanceof PictureError ? message : `${input}: ${message}`;
}
