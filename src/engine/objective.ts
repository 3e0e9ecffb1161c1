import { EngineError } from './errors.ts';

/**
 * What to climb: a weighted sum of terms over a network's layers.
 * - `mean`: the mean of the layer's activations (TensorFlow's DeepDream tutorial).
 * - `energy`: the mean of their squares (Keras's example).
 * - `channel`: the mean of one channel.
 */
export interface ObjectiveTerm {
  readonly layer: string;
  readonly kind: 'mean' | 'energy' | 'channel';
  /** Which channel, from 0; only with kind `channel`. */
  readonly channel?: number;
  readonly weight: number;
}

export type Objective = readonly ObjectiveTerm[];

/** The layers an objective names, each once. */
export const layersOf = (objective: Objective): readonly string[] => [...new Set(objective.map((term) => term.layer))];

/**
 * Reads `layer:mean:weight`, `layer:energy:weight` and `layer:channel=N:weight`, separated by commas; a weight left out is 1.
 * @throws EngineError `bad-params` naming the term that it cannot read
 */
export function parseObjective(text: string): Objective {
  return text.split(',').map((term) => {
    const [, layer, kind, channel, weight] =
      /^\s*([^:\s]+):(mean|energy|channel=(\d+))(?::(-?\d*\.?\d+(?:[eE][-+]?\d+)?))?\s*$/.exec(term) ?? [];
    if (layer === undefined || kind === undefined) {
      throw new EngineError(
        'bad-params',
        `Expected an objective such as mixed3:mean:1, mixed2:energy:0.5 or mixed4:channel=100:1, got "${term.trim()}". Write layer:kind:weight.`,
      );
    }
    const share = { layer, weight: weight === undefined ? 1 : Number(weight) };
    return channel === undefined
      ? { ...share, kind: kind === 'energy' ? 'energy' : 'mean' }
      : { ...share, kind: 'channel', channel: Number(channel) };
  });
}
