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
