import type { DreamParams, WantedPrecision } from '../../engine/index.ts';
import type { Settings } from './schema.ts';

/** Three octaves in turn at 1.3, rolled by up to 32 px as DeepDream's notebook does. */
const OCTAVES = 3;
const OCTAVE_SCALE = 1.3;
const JITTER = 32;

/** The longest side of the picture shown, in pixels: that of full HD. */
const OUTPUT_SIZE = 1920;

/** What the engine needs to know, from the user's settings. Only a camera is mirrored: words on a screen stay readable. */
export function toDreamParams(settings: Settings): DreamParams {
  return {
    objective: Object.entries(settings.layers).map(([layer, weight]) => ({ layer, kind: 'mean', weight })),
    steps: settings.steps,
    stepSize: settings.stepSize,
    halfLife: settings.persistence,
    intensity: settings.intensity,
    dreamSize: settings.size,
    octaves: OCTAVES,
    octaveScale: OCTAVE_SCALE,
    octaveFirst: 0,
    octaveOrder: 'in-turn',
    rule: { normalise: 'std', smoothing: 0, laplacian: 0, variation: 0 },
    feedback: { zoom: 1, rotate: 0, driftX: 0, driftY: 0 },
    originalColours: false,
    seed: 1,
    jitter: JITTER,
    mirror: settings.mirror && settings.source === 'camera',
    outputSize: OUTPUT_SIZE,
    ...(settings.deterministic ? { deterministic: true } : {}),
  };
}

/** What to compute in. */
export function precisionOf({ precision }: Settings): WantedPrecision {
  return precision === 'f32' || precision === 'f16' ? precision : 'auto';
}

/** Turns a second to hold: what is set, or the display's; `null` where size and steps are to stay as they are set. */
export function rateToHold({ rate, deterministic }: Settings, displayRate: number): number | null {
  if (deterministic || rate === 'off') return null;
  return rate === 'display' ? displayRate : Number(rate);
}
