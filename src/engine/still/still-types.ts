import type { Size } from '../octaves.ts';
import type { Picture8 } from './picture8.ts';

/** One octave of a still. */
export interface StillOctave extends Size {
  /** k in base · scale^k. */
  readonly exponent: number;
  /** All tiles have this size, the picture's own where it is climbed at once. */
  readonly tile: Size;
  /** How many tiles cover the octave in every step. */
  readonly tiles: number;
  /** Set where the tiles are smaller than the recipe asks for, as there is no room: every step then rolls by up to a tile, whatever the recipe says. */
  readonly fallback?: true;
}

/** An octave of the recipe that is not climbed. */
export interface LeftOutOctave extends Size {
  readonly exponent: number;
  /** In words: too small for the network, or too large for this GPU. */
  readonly why: string;
}

/** What climbing a still will take. */
export interface StillPlan {
  /** The picture's own size, and the result's. */
  readonly base: Size;
  /** Small to large. */
  readonly octaves: readonly StillOctave[];
  readonly leftOut: readonly LeftOutOctave[];
  /** The most device memory it takes at a time, in bytes. */
  readonly deviceBytes: number;
}

/** How far a still is. */
export interface StillProgress {
  /** From 1. */
  readonly octave: number;
  readonly octaves: number;
  /** Of the octave. */
  readonly width: number;
  readonly height: number;
  /** Steps done in this octave, 0 to `steps`. */
  readonly step: number;
  readonly steps: number;
  /** Before the last step; NaN before the first. Of tiles it is the mean. */
  readonly objective: number;
  /** Before each step so far, of all octaves. */
  readonly curve: readonly number[];
  /** Since `run`, without pauses. */
  readonly elapsedMs: number;
  /** `null` while there is nothing to tell it by. */
  readonly remainingMs: number | null;
  readonly paused: boolean;
}

/** What became of a still. */
export interface StillResult {
  /** At the size of the picture it was made from. */
  readonly picture: Picture8;
  /** Whether it was ended before its time: the picture is as far as it got. */
  readonly cancelled: boolean;
  /** The objective before each step, of all octaves. */
  readonly objective: readonly number[];
}
