import { EngineError } from '../errors.ts';
import type { Head } from './graph.ts';
import type { KerasLayer } from './model-file.ts';
import { isIdentity } from './topology.ts';
import type { Weights } from './weights.ts';

/** The layers of a head on one of the asked layers. */
export interface HeadLayers {
  /** The asked layer that it sits on. */
  readonly layer: string;
  readonly dense: KerasLayer;
}

/** The head of a model, where it sits on one of the asked layers: a Dense layer over a GlobalAveragePooling2D, Dropout between them or not. */
export function headOn(layers: readonly KerasLayer[], asked: readonly string[]): HeadLayers | null {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  /** The first layer below one that does something, or is asked for. */
  const below = (top: KerasLayer): KerasLayer | undefined => {
    let layer = byName.get(top.inputs[0] ?? '');
    // A broken file may go round in circles.
    for (let left = layers.length; left > 0 && layer && isIdentity(layer) && !asked.includes(layer.name); left--)
      layer = byName.get(layer.inputs[0] ?? '');
    return layer;
  };
  for (const dense of layers.filter(({ kind }) => kind === 'Dense')) {
    const pool = below(dense);
    const base = pool?.kind === 'GlobalAveragePooling2D' ? below(pool) : undefined;
    if (base && asked.includes(base.name)) return { layer: base.name, dense };
  }
  return null;
}

/**
 * Reads a head's weights. Its bias moves no gradient, and its activation (softmax mostly) comes after the score that is climbed: both are left out.
 * @param channels of the layer it sits on
 * @throws EngineError `model-corrupt` where they are missing or do not fit that layer
 */
export function readHead({ layer, dense }: HeadLayers, weights: Weights, channels: number): Head {
  const name = `${dense.name}/kernel`;
  const kernel = weights.get(name);
  const [inputs, classes, ...more] = kernel?.shape ?? [];
  if (kernel && inputs === channels && classes !== undefined && more.length === 0) return { layer, classes, weights: kernel.values };
  const came = kernel ? `[${kernel.shape.join(', ')}]` : 'none';
  throw new EngineError(
    'model-corrupt',
    `Expected weight ${name} of the model's head to have the shape [${String(channels)}, classes], got ${came}. Prepare the models again.`,
  );
}
