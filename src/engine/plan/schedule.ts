import { MOST_JOBS } from '../kernels/job.ts';
import type { Access, Job, Memory } from '../kernels/job.ts';
import { at } from './layout.ts';

/**
 * Jobs in dispatches: those that do not wait for each other share one, up to eight, if their kernels go together. Branches that would leave
 * a GPU idle by themselves fill it side by side.
 */
export function schedule(jobs: readonly Job[]): readonly (readonly Job[])[] {
  const levels: Job[][] = [];
  const levelOf: number[] = [];
  jobs.forEach((job, index) => {
    const after = jobs.slice(0, index).map((earlier, place) => (waitsFor(job, earlier) ? at(levelOf, place) + 1 : 0));
    const level = Math.max(0, ...after);
    levelOf.push(level);
    (levels[level] ??= []).push(job);
  });
  return levels.flatMap(dispatchesOf);
}

/** One level's jobs, put together as far as their kernels can share a shader. The largest come first: they take longest. */
function dispatchesOf(jobs: readonly Job[]): readonly (readonly Job[])[] {
  const dispatches: Job[][] = [];
  for (const job of jobs.toSorted((a, b) => b.flops - a.flops)) {
    const open = dispatches.find((others) => others.length < MOST_JOBS && others.every((other) => goTogether(job, other)));
    if (open) open.push(job);
    else dispatches.push([job]);
  }
  return dispatches;
}

/** Two kernels share a shader if they have one workgroup size, one idea of where pictures lie, and are not two makes of one kernel. */
function goTogether(a: Job, b: Job): boolean {
  if (a.kernel.name === b.kernel.name) return true;
  return a.kernel.threads === b.kernel.threads && a.kernel.family !== b.kernel.family && inArena(a) && inArena(b);
}

const inArena = (job: Job): boolean =>
  [...job.sources, ...job.results].every(({ memory }) => memory.kind === 'arena') && job.coefficients === undefined;

function waitsFor(job: Job, earlier: Job): boolean {
  return job.accesses.some((mine) => earlier.accesses.some((theirs) => (mine.writes || theirs.writes) && overlap(mine, theirs)));
}

function overlap(a: Access, b: Access): boolean {
  return nameOf(a.memory) === nameOf(b.memory) && a.from < b.to && b.from < a.to;
}

/** Tells memory apart: kinds do not share names. */
export const nameOf = (memory: Memory): string => `${memory.kind} ${memory.id}`;
