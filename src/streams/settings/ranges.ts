import type { Ranges } from '../../engine/index.ts';

/** The engine's own, written once more as settings import nothing of it but types: the compiler takes no other numbers. */
export const RANGES = {
  smoothing: { least: 0, most: 4 },
  laplacian: { least: 0, most: 6 },
  variation: { least: 0, most: 10 },
  weight: { least: -1e6, most: 1e6 },
  power: { least: 0, most: 64 },
} as const satisfies Ranges;
