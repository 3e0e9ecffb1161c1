import type { EngineError } from './errors.ts';
import type { Graph } from './network/graph.ts';
import type { WantedPrecision } from './precision.ts';
import type { TuningOptions, TuningState } from './tuning/refiner.ts';

/** What an engine is made of. */
export interface DreamEngineOptions {
  /** Borrowed: `destroy` leaves it alone. */
  readonly device: GPUDevice;
  /** The graph down to the named layers, and before, for `outlined`, without weights; asked again when other layers are wanted. */
  readonly network: (layers: readonly string[], outlined: (outline: Graph) => void) => Promise<Graph>;
  /** GPU milliseconds a submit may spend on climbing, about; `Infinity` never slices a turn. 8 by default. */
  readonly sliceMs?: number;
  /**
   * What activations, gradients and weights are kept in; sums are float32 always. `auto`, unless given, takes float16 where the GPU has it. Where it has not
   * and `f16` is asked for, `onError` is told and float32 taken.
   */
  readonly precision?: WantedPrecision;
  /** Whether plans are made anew for this very GPU while the dream goes on, and where it is remembered how. `off` unless given. */
  readonly tuning?: 'off' | TuningOptions;
  /** What goes wrong outside of any call: plans that cannot be made, an error of the device. The engine goes on with what it has. */
  readonly onError?: (error: EngineError) => void;
}

/** How the engine is doing. */
export interface EngineStats {
  /** Turns that the GPU has kept since the start. */
  readonly dreamt: number;
  /** The objective before the first step of the largest octave, mean of its last five turns. */
  readonly objective: number | null;
  /** GPU time of one turn and of the frames shown during it, as well as `onSubmittedWorkDone` tells. */
  readonly gpuMs: number | null;
  /** Dream size. */
  readonly width: number;
  readonly height: number;
  readonly outputWidth: number;
  readonly outputHeight: number;
  /** Ascent steps a turn. */
  readonly steps: number;
  /** What activations and gradients are kept in. */
  readonly precision: 'f32' | 'f16';
  readonly tuning: TuningState;
}

/** The newest turn that the GPU has kept. */
export interface LastTurn {
  /** Which turn it was since the start, from 1; 0 before the first. */
  readonly number: number;
  /** GPU time of it and of the frames shown during it, in milliseconds. */
  readonly ms: number;
  /** The long side that was asked for, and the ascent steps. */
  readonly dreamSize: number;
  readonly steps: number;
  /** How many octaves are climbed, and how many turns it takes to climb them all: one each, or one for all. */
  readonly octaves: number;
  readonly cycle: number;
}
