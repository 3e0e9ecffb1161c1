import type { Dispatch } from '../kernels/dispatch.ts';

/** A part of a step: the same dispatches for one tile or block after another, or once. */
export interface Round {
  /** How many tiles or blocks. */
  readonly count: number;
  /** How many dispatches each has. */
  readonly length: number;
  at(item: number, place: number): Dispatch;
  /** The dynamic offsets of a dispatch, where it has any; what they point at is written for the next submit. */
  offsets(item: number, place: number): readonly number[] | undefined;
}

/** Dispatches that come once a step, without dynamic offsets. */
export function onceRound(dispatches: readonly Dispatch[]): Round {
  return { count: 1, length: dispatches.length, at: (_, place) => dispatchAt(dispatches, place), offsets: () => undefined };
}

/** @throws RangeError where there is none */
export function dispatchAt(dispatches: readonly Dispatch[], place: number): Dispatch {
  const dispatch = dispatches[place];
  if (!dispatch) throw new RangeError(`Expected a place below ${String(dispatches.length)}, got ${String(place)}.`);
  return dispatch;
}
