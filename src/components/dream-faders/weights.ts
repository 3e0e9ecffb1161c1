import type { LayerInfo, LayerWeights } from '../../streams/index.ts';

/** The layers that have a fader: those offered, and those in use all the same. */
export function shownLayers(layers: readonly LayerInfo[], weights: LayerWeights): readonly LayerInfo[] {
  return layers.filter(({ name, offered }) => offered || (weights[name] ?? 0) > 0);
}

/** The layer with the largest weight; of equal ones the first. */
export function strongest(weights: LayerWeights): string | null {
  const [first] = Object.entries(weights).sort(([, a], [, b]) => b - a);
  return first?.[0] ?? null;
}

/** The weights with one changed. A dream needs a layer: the last one stays at `least`. */
export function withWeight(weights: LayerWeights, name: string, weight: number, least: number): LayerWeights {
  const others = Object.entries(weights).filter(([other, w]) => other !== name && w > 0);
  const kept = others.length === 0 ? Math.max(weight, least) : weight;
  return Object.fromEntries(kept > 0 ? [...others, [name, kept]] : others);
}
