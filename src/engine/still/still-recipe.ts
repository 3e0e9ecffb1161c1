import type { AscentRule } from '../ascent-rule.ts';
import type { Objective } from '../objective.ts';

/** Which octaves are climbed, small to large: exponents `from` to `to`, whole numbers, inclusive. Octave k has trunc(side · scale^k) pixels a side. */
export interface OctaveRange {
  readonly from: number;
  readonly to: number;
  readonly scale: number;
}

/** All that remakes a dreamt still from its picture. Immutable and plain, so that it can be kept in a file. */
export interface StillRecipe {
  readonly objective: Objective;
  readonly rule: AscentRule;
  /** Ascent steps an octave, whole, ≥ 1. */
  readonly steps: number;
  /** Size of a step in units of the [-1, 1] picture, after the gradient is normalised. */
  readonly stepSize: number;
  readonly octaves: OctaveRange;
  /**
   * What goes from one octave to the next: the dreamt `picture` itself, resized bilinearly (TensorFlow's tutorial), or what was added to it, the `detail`, on the
   * original at the next octave's size (Google's notebook, Keras).
   */
  readonly carry: 'picture' | 'detail';
  /** The side of a tile in pixels; `null`: the whole picture at once. */
  readonly tile: number | null;
  /** The largest random roll of a step in pixels, both ways; `tile`: from −tile up to, but without, tile, as the tutorial rolls; 0: none. */
  readonly jitter: number | 'tile';
  /** An octave ends early after the first step whose objective, as it was before it, is above this (Keras); `null`: never. */
  readonly stopAt: number | null;
  /** Of the rolls: the same seed, picture and recipe make the same dream, bit for bit on one adapter. */
  readonly seed: number;
}
