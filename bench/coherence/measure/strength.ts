import type { Detail } from '../../../src/engine/index.ts';
import { energyOf } from './coherence.ts';

/** The luma of Rec. 601, of which Δ's own is made as its picture's is. */
const LUMA = [0.299, 0.587, 0.114] as const;

/** RMS of Δ over pixels and colours, in units of the [-1, 1] picture. */
export function strength(detail: Detail): number {
  const energies = energyOf(detail);
  return Math.sqrt(energies.reduce((sum, energy) => sum + energy, 0) / (3 * energies.length));
}

/** Mean luma of Δ, in units of the [-1, 1] picture: how much the dream brightens. */
export function meanLuma({ width, height, data }: Detail): number {
  let sum = 0;
  for (let index = 0; index < data.length; index++) sum += (LUMA[index % 4] ?? 0) * (data[index] ?? 0);
  return sum / (width * height);
}

/** |Δ|² summed over the pixels that are marked. */
export function energyWithin(detail: Detail, marked: Uint8Array): number {
  return energyOf(detail).reduce((sum, energy, pixel) => sum + (marked[pixel] === 1 ? energy : 0), 0);
}

/** Mean length of the difference of two flows over the pixels that are marked, in pixels. */
export function endpointError(flow: Float32Array, truth: Float32Array, marked: Uint8Array): number {
  let [sum, count] = [0, 0];
  for (let pixel = 0; pixel < marked.length; pixel++) {
    if (marked[pixel] !== 1) continue;
    sum += Math.hypot((flow[2 * pixel] ?? 0) - (truth[2 * pixel] ?? 0), (flow[2 * pixel + 1] ?? 0) - (truth[2 * pixel + 1] ?? 0));
    count++;
  }
  return sum / count;
}

/** The mean; NaN of nothing. */
export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
