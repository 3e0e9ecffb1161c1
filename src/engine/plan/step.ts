import { fieldsOf } from '../kernels/job.ts';
import type { Field, Job, JobKernel, Weights } from '../kernels/job.ts';
import type { Placement } from './placement.ts';

/** One dispatch: jobs side by side. */
export interface Step {
  readonly jobs: readonly Job[];
  /** What its shader can run when sizes come in uniforms: its jobs' kernels, and others that share it. */
  readonly kernels: readonly JobKernel[];
  /** For people: the jobs' labels. */
  readonly label: string;
  /** The uniform, job after job. */
  readonly fields: readonly (readonly Field[])[];
  readonly weights: readonly Weights[];
  readonly workgroups: readonly [x: number, y: number, z: number];
  readonly flops: number;
  readonly bytes: number;
}

/** Jobs side by side, with what their shader can run. */
export function stepOf(jobs: readonly Job[], kernels: readonly JobKernel[], placement: Placement): Step {
  const kinds = kernels.map(({ name }) => name);
  const fields: (readonly Field[])[] = [];
  let [group, quads] = [0, 0];
  for (const job of jobs) {
    fields.push(fieldsOf(job, kinds.indexOf(job.kernel.name), group, quads, placement.placeOf));
    group += job.groups;
    quads += job.weights?.quads ?? 0;
  }
  return {
    jobs,
    kernels,
    label: jobs.map(({ label }) => label).join(', '),
    fields,
    weights: jobs.flatMap(({ weights }) => weights ?? []),
    workgroups: spread(group),
    flops: jobs.reduce((sum, { flops }) => sum + flops, 0),
    bytes: jobs.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** More than 65535 workgroups spill into the second dimension. */
function spread(groups: number): readonly [number, number, number] {
  const rows = Math.ceil(groups / 65535);
  return [Math.ceil(groups / rows), rows, 1];
}
