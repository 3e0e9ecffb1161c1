import type { AscentRule } from './ascent-rule.ts';
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
  /** How many octaves are dreamt. */
  readonly octaves: number;
  /** Ratio of one octave's size to the next smaller one's. */
  readonly octaveScale: number;
  /** Which octave is the largest: 0 is the dream size itself, k the dream size divided by octaveScale^k. */
  readonly octaveFirst: number;
  /** Whether a turn climbs one octave, each in its turn, or all of them, smallest first. */
  readonly octaveOrder: 'in-turn' | 'all';
  /** How the gradient becomes the direction of a step. */
  readonly rule: AscentRule;
  /** The largest random roll of an ascent step in pixels, both ways. */
  readonly jitter: number;
  /** Of the random rolls, whole: the same seed gives the same rolls. */
  readonly seed: number;
  /** How Δ moves while it lasts. */
  readonly feedback: Feedback;
  /** How Δ follows what moves in the live picture; `null`: it stays where it is, and following costs nothing. */
  readonly follow: Following | null;
  /** Whether the colours stay the camera's: then only the dream's luma is shown. */
  readonly originalColours: boolean;
  /** Whether the live picture is mirrored left to right. */
  readonly mirror: boolean;
  /** The longest side of the output in pixels; a smaller source stays as it is. */
  readonly outputSize: number;
  /** Dream sizes that may follow. Left out: none is foreseen. */
  readonly sizes?: DreamSizes;
  /** Whether only frames and settings decide what is dreamt: each frame counts 1/30 s, and turns are never sliced. */
  readonly deterministic?: boolean;
}

/** How Δ moves, by the second of the frames' timestamps; what leaves the picture is gone, what comes in begins without a dream. */
export interface Feedback {
  /** Factor of its size after a second, around the middle; 1 leaves it. */
  readonly zoom: number;
  /** Degrees a second, clockwise, around the middle. */
  readonly rotate: number;
  /** Shares of the picture's width and height a second, to the right and down. */
  readonly driftX: number;
  readonly driftY: number;
}

/** How Δ follows the picture. */
export interface Following {
  /** How soon what the motion does not explain lets Δ go: 0 never, 0.5 from 6 steps of a byte of luma on, 1 from 3. */
  readonly faithfulness: number;
  /** Whether the motion is also estimated backward, and Δ let go where the two disagree: twice the cost. */
  readonly bothWays: boolean;
  /** How far Δ wanders where nothing moves, so that it never freezes: 0 not at all, 1 up to six pixels of the dream a second. */
  readonly restlessness: number;
}

/** Δ stays where it is. */
export const NO_FEEDBACK: Feedback = { zoom: 1, rotate: 0, driftX: 0, driftY: 0 };

/** What the engine makes ready for beforehand. In pixels of the dream's long side. */
export interface DreamSizes {
  /** Memory is laid out for this size. */
  readonly largest: number;
  /** Plans of these are made when those of the dream size are, and held: going there waits for nothing. */
  readonly near: readonly number[];
}
