import type { Graph } from '../network/graph.ts';
import type { WayOf } from '../plan/ways.ts';
import type { WantedPrecision } from '../precision.ts';
import type { Picture8 } from './picture8.ts';
import type { StillRecipe } from './still-recipe.ts';
import type { StillProgress } from './still-types.ts';

/** What a still is made of. */
export interface StillOptions {
  /** Borrowed, and shared with whoever else draws with it. */
  readonly device: GPUDevice;
  /** The graph down to the named layers, as an engine asks for it. */
  readonly network: (layers: readonly string[], outlined: (outline: Graph) => void) => Promise<Graph>;
  readonly picture: Picture8;
  readonly recipe: StillRecipe;
  /** What guided terms of the objective climb toward: its middle, in the aspect of a tile. */
  readonly guide?: Picture8;
  /** As the engine's: `auto` unless given. */
  readonly precision?: WantedPrecision;
  /** Called after steps, ten times a second at most, and when it is paused or resumed. */
  readonly onProgress?: (progress: StillProgress) => void;
  /** Called with the picture so far, at most twice a second. */
  readonly onPreview?: (picture: Picture8) => void;
  /** The long side of previews in pixels, the picture's own at most; 1024 unless given. */
  readonly previewSize?: number;
  /** Bytes of device memory that octaves above the base keep to; 700 MB unless given. */
  readonly budget?: number;
  /** Which way to compute each convolution; the usual one unless given. */
  readonly wayOf?: WayOf;
}
