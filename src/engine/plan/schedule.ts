import { MOST_JOBS } from '../kernels/job.ts';
import type { Access, Job, JobKernel, Memory } from '../kernels/job.ts';

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

/**
 * The kernels of each dispatch's shader, each in one order. A convolution in the arena brings all that stands beside any convolution, whether this time it
 * does or not: a few large shaders compile sooner than many that differ by a small part.
 */
export function sharedKernels(dispatches: readonly (readonly Job[])[]): readonly (readonly JobKernel[])[] {
  const own = dispatches.map((jobs) => byName(jobs.map(({ kernel }) => kernel)));
  const guests = byName(
    own.filter((kernels) => kernels.length > 1).flatMap((kernels) => kernels.filter(({ family }) => family !== 'convolution')),
  );
  return dispatches.map((jobs, index) => {
    const kernels = own[index] ?? [];
    const hosts = jobs.every(inArena) && kernels.some(({ family, threads }) => family === 'convolution' && threads === guests[0]?.threads);
    return hosts ? byName([...kernels.filter(({ family }) => family === 'convolution'), ...guests]) : kernels;
  });
}

/** Each kernel once, in the order of the alphabet. */
function byName(kernels: readonly JobKernel[]): readonly JobKernel[] {
  return [...new Map(kernels.map((kernel) => [kernel.name, kernel])).values()].sort((a, b) => a.name.localeCompare(b.name));
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
