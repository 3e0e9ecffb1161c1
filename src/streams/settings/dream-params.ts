import type { AscentRule, DreamParams, Objective, WantedPrecision } from '../../engine/index.ts';
import { parseObjective } from './objective-text.ts';
import type { Settings } from './schema.ts';

/** The longest side of the picture shown, in pixels: that of full HD. */
const OUTPUT_SIZE = 1920;

/** What the engine needs to know, from the user's settings. Only a camera is mirrored: words on a screen stay readable. */
export function toDreamParams(settings: Settings): DreamParams {
  return {
    objective: objectiveOf(settings),
    steps: settings.steps,
    stepSize: settings.stepSize,
    halfLife: settings.persistence,
    intensity: settings.intensity,
    dreamSize: settings.size,
    octaves: settings.octaves,
    octaveScale: settings.octaveScale,
    octaveFirst: settings.octaveFirst,
    octaveOrder: settings.octaveOrder === 'all' ? 'all' : 'in-turn',
    rule: ruleOf(settings),
    jitter: settings.jitter,
    seed: settings.seed,
    feedback: { zoom: settings.zoom, rotate: settings.rotate, driftX: settings.driftX, driftY: settings.driftY },
    follow: followingOf(settings),
    originalColours: settings.originalColours,
    mirror: settings.mirror && settings.source === 'camera',
    outputSize: OUTPUT_SIZE,
    ...(settings.deterministic ? { deterministic: true } : {}),
  };
}

function followingOf({ motion, faithfulness, bothWays, restlessness }: Settings): DreamParams['follow'] {
  return motion === 'off' ? null : { faithfulness, bothWays, restlessness };
}

function ruleOf({ normalise, smoothing, laplacian, variation }: Settings): AscentRule {
  return { normalise: normalise === 'mean-abs' || normalise === 'rms' ? normalise : 'std', smoothing, laplacian, variation };
}

/** The objective as it is written, or else the means of the layers. */
function objectiveOf({ objective, layers }: Settings): Objective {
  if (objective.trim() !== '') return parseObjective(objective);
  return Object.entries(layers).map(([layer, weight]) => ({ layer, kind: 'mean', weight }));
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
