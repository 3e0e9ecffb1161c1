import type { Objective, ObjectiveTerm } from '../../engine/index.ts';
import type { LayerInfo } from '../states.ts';
import type { GuideWish } from './guide-state.ts';

/** Activations of a rectified layer are about this large: a product with the guide's is to a mean as this is to 1, a channel. */
const USUAL_ACTIVATION = 0.5;

/**
 * The objective, and on each of its layers the guide.
 * A layer's mean pulls at each of its C channels by 1/C, a product with the guide's features by those features: divided by C and their usual size, both pull alike, and
 * the strength shares between them.
 */
export function guidedObjective(objective: Objective, { match, strength }: GuideWish, layers: readonly LayerInfo[]): Objective {
  const weights = new Map<string, number>();
  for (const { layer, weight } of objective) weights.set(layer, (weights.get(layer) ?? 0) + Math.abs(weight));
  const guides = [...weights].map(([layer, weight]): ObjectiveTerm => {
    const channels = layers.find(({ name }) => name === layer)?.channels ?? 1;
    return { layer, kind: 'guide', match, weight: (strength * weight) / (USUAL_ACTIVATION * channels) };
  });
  return [...objective.map((term) => ({ ...term, weight: term.weight * (1 - strength) })), ...guides];
}
