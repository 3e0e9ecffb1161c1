import type { LayerWeights } from './setting.ts';

/** Reads `mixed2:1,mixed3:.5`; a name without a weight has weight 1. `null` when it is not of that form. */
export function parseLayers(text: string): LayerWeights | null {
  const weights: Record<string, number> = {};
  for (const part of text.split(',')) {
    const match = /^\s*([\w./-]+)\s*(?::\s*([\d.e-]+)\s*)?$/i.exec(part);
    const name = match?.[1];
    if (name === undefined) return null;
    const weight = Number(match?.[2] ?? 1);
    if (!Number.isFinite(weight)) return null;
    weights[name] = weight;
  }
  return weights;
}

/** Writes layers as the URL does, in the order they were named. */
export function formatLayers(weights: LayerWeights): string {
  return Object.entries(weights)
    .map(([name, weight]) => `${name}:${String(weight)}`)
    .join(',');
}
