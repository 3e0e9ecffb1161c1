import type { Objective } from './objective.ts';

/** What the engine needs to know for one frame. Immutable: one value a frame. */
export interface DreamParams {
  readonly objective: Objective;
  /** Ascent steps a turn, whole, ≥ 0; with 0 nothing is climbed. */
  readonly steps: number;
  /** Size of one ascent step at 30 turns a second, in units of the [-1, 1] picture, after the gradient's division by its standard deviation. */
  readonly stepSize: number;
  /** Half-life of the detail Δ in seconds; `Infinity` keeps it for ever. */
  readonly halfLife: number;
  /** How much of Δ is shown, 0 (the live picture) to 1. */
  readonly intensity: number;
  /** The dream's long side in pixels; the short one follows the source's aspect. */
  readonly dreamSize: number;
  /** How many octaves are dreamt in turn, one a turn: the largest is the dream size itself. */
  readonly octaves: number;
  /** Ratio of one octave's size to the next smaller one's. */
  readonly octaveScale: number;
  /** The largest random roll of an ascent step in pixels, both ways. */
  readonly jitter: number;
  /** Whether the live picture is mirrored left to right. */
  readonly mirror: boolean;
  /** The longest side of the output in pixels; a smaller source stays as it is. */
  readonly outputSize: number;
  /** Dream sizes that may follow. Left out: none is foreseen. */
  readonly sizes?: DreamSizes;
  /** Whether only frames and settings decide what is dreamt: each frame counts 1/30 s, and turns are never sliced. */
  readonly deterministic?: boolean;
}

/** What the engine makes ready for beforehand. In pixels of the dream's long side. */
export interface DreamSizes {
  /** Memory is laid out for this size. */
  readonly largest: number;
  /** Plans of these are made when those of the dream size are, and held: going there waits for nothing. */
  readonly near: readonly number[];
}
