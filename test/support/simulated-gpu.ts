import { seededRandom } from '../../src/engine/jitter.ts';
import type { Governor } from '../../src/streams/worker/governor.ts';
import { type Rung, costOf } from '../../src/streams/worker/ladder.ts';

/** A GPU that takes `(fixed + cost · a pixel's time) · slowness(t)` for a turn, give or take the jitter. */
export interface SimulatedGpu {
  /** Milliseconds of a turn of 320 px · 2 steps on the largest octave at slowness 1, without what is fixed. */
  readonly turnMs: number;
  /** Milliseconds that no rung saves. */
  readonly fixedMs: number;
  /** At a time in seconds. */
  readonly slowness: (seconds: number) => number;
  /** The largest deviation, as a share: 0.2 is ±20 %. */
  readonly jitter: number;
  readonly seed?: number;
}

/** What became of one second. */
export interface Second {
  readonly at: number;
  readonly rung: Rung;
  /** Turns a second that the GPU can do on this rung, the source's rate at most. */
  readonly rate: number;
}

export interface Course {
  readonly seconds: readonly Second[];
  /** When rungs were changed, in milliseconds. */
  readonly changes: readonly number[];
}

/** How much of the largest octave's work each octave of a cycle is. */
const OCTAVES = [1, 1 / 1.3 ** 2, 1 / 1.3 ** 4] as const;
const MEAN = OCTAVES.reduce((sum, share) => sum + share, 0) / OCTAVES.length;

const UNIT = costOf({ size: 320, steps: 2 });

/** Milliseconds of a turn on a rung, mean over the octaves, without jitter. */
export function meanMs(gpu: SimulatedGpu, rung: Rung, seconds: number): number {
  return gpu.slowness(seconds) * (gpu.fixedMs + (gpu.turnMs * MEAN * costOf(rung)) / UNIT);
}

/** Lets a governor work on this GPU for so many seconds. A change takes effect with the next turn, as plans of neighbours are there. */
export function simulate(governor: Governor, gpu: SimulatedGpu, seconds: number, sourceRate = 30): Course {
  const random = seededRandom(gpu.seed ?? 1);
  const changes: number[] = [];
  const told: Second[] = [];
  let turns = 0;
  for (let now = 0; now < 1000 * seconds;) {
    const { rung } = governor;
    const share = OCTAVES[turns++ % OCTAVES.length] ?? 1;
    const exact = gpu.slowness(now / 1000) * (gpu.fixedMs + (gpu.turnMs * share * costOf(rung)) / UNIT);
    const ms = exact * (1 + gpu.jitter * (2 * random() - 1));
    if (told.length <= now / 1000) told.push(secondAt(gpu, now / 1000, rung, sourceRate));
    now += Math.max(ms, 1000 / sourceRate);
    if (governor.turn(now, ms, OCTAVES.length)) changes.push(now);
  }
  return { seconds: told, changes };
}

function secondAt(gpu: SimulatedGpu, at: number, rung: Rung, sourceRate: number): Second {
  return { at, rung, rate: Math.min(sourceRate, 1000 / meanMs(gpu, rung, at)) };
}
