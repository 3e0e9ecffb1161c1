import type { Following } from '../dream-params.ts';
import type { FollowValues } from '../kernels/frame.ts';
import type { DreamClock } from './dream-clock.ts';

/** How Δ follows the picture, as far as it is not the pictures that know. */
export type FollowSettings = Omit<FollowValues, 'turn' | 'known' | 'letGo'>;

/** The mismatch that lets Δ go at faithfulness 1, in steps of a byte, and what keeps it going as a share of that: a sensor's noise stays well below both. */
const STRONG = 3;
const WEAK = 0.5;

/** Pixels of the dream a second at most, at restlessness 1. */
const WANDERING = 6;

/** Low frequencies of Δ halve in this time, in seconds: brightness and colour drift in them. */
const HOLD_HALF_LIFE = 0.5;

/** The wandering begins anew after this many seconds: all its waves are whole then. */
const WANDERING_PERIOD = 910;

/**
 * How Δ follows the picture in the frame that has just come.
 * @param seconds that Δ fades for
 * @param underWay whether a turn is: what it climbs has to move with Δ
 */
export function followOver(
  clock: DreamClock,
  seconds: number,
  { faithfulness, bothWays, restlessness }: Following,
  underWay: boolean,
): FollowSettings {
  const strong = STRONG / Math.max(faithfulness, 1e-6);
  return {
    seconds: clock.passed,
    strong,
    weak: WEAK * strong,
    restless: WANDERING * restlessness,
    time: clock.now % WANDERING_PERIOD,
    hold: 1 - 2 ** (-seconds / HOLD_HALF_LIFE),
    underWay,
    bothWays,
  };
}
