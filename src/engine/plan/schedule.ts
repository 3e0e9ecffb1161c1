import { MOST_JOBS } from '../kernels/job.ts';
import type { Access, Job, Memory } from '../kernels/job.ts';

/**
 * Jobs in dispatches: those that do not wait for each other share one, up to eight, if their kernels go together. Branches that would leave
 * a GPU idle by themselves fill it side by side.
 */
export function schedule(jobs: readonly Job[]): readonly (readonly Job[])[] {
  const levels: Job[][] = [];
  const touched = new Map<string, Touch[]>();
  for (const job of jobs) {
    const level = job.accesses.reduce(
      (least, access) => Math.max(least, ...levelsAfter(touched.get(nameOf(access.memory)) ?? [], access)),
      0,
    );
    (levels[level] ??= []).push(job);
    for (const access of job.accesses) {
      const name = nameOf(access.memory);
      touched.set(name, [...(touched.get(name) ?? []), { access, level }]);
    }
  }
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

/** A job's access, and the level that the job is on. */
interface Touch {
  readonly access: Access;
  readonly level: number;
}

/** The first level after each of the accesses to the same memory that `mine` has to wait for. */
const levelsAfter = (touches: readonly Touch[], mine: Access): readonly number[] =>
  touches.map(({ access, level }) => ((mine.writes || access.writes) && mine.from < access.to && access.from < mine.to ? level + 1 : 0));

/** Tells memory apart: kinds do not share names. */
export const nameOf = (memory: Memory): string => `${memory.kind} ${memory.id}`;
