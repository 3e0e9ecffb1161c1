import { MOST_LEVELS, MOST_SMOOTHING } from './ascent-rule.ts';

/** What numbers of a rule and of an objective's terms may be, inclusive. Settings, which import types alone, are held to the same ones by {@link Ranges}. */
export const RANGES = {
  smoothing: { least: 0, most: MOST_SMOOTHING },
  laplacian: { least: 0, most: MOST_LEVELS },
  variation: { least: 0, most: 10 },
  /** Beyond this a gradient's squares leave float32. */
  weight: { least: -1e6, most: 1e6 },
  /** Beyond this nothing but exact copies would count. */
  power: { least: 0, most: 64 },
} as const satisfies Readonly<Record<string, { readonly least: number; readonly most: number }>>;

/** Each limit by its very number. */
export type Ranges = typeof RANGES;
