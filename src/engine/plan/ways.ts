import { usualWay, ways } from '../kernels/convolution.ts';
import type { Convolution } from '../kernels/convolution.ts';
import type { Job } from '../kernels/job.ts';

/** The jobs that compute a convolution. */
export type Choose = (convolution: Convolution) => readonly Job[];

/** Which way to compute a convolution, by its name; `undefined` leaves it to the plan. */
export type WayOf = (convolution: Convolution) => string | undefined;

/** The ways there are for a convolution, by name. */
export const waysFor = (convolution: Convolution): readonly string[] => Object.keys(ways).filter((name) => ways[name]?.(convolution));

/** A convolution's jobs the way that is asked for, or else the usual one. A way that is not for it is passed over. */
export function chooser(wayOf: WayOf): Choose {
  return (convolution) => {
    const asked = wayOf(convolution);
    const jobs = (asked === undefined ? null : ways[asked]?.(convolution)) ?? ways[usualWay(convolution)]?.(convolution);
    if (!jobs) throw new RangeError(`Expected a way to compute ${convolution.label}, found none.`);
    return jobs;
  };
}
