import { NO_FEEDBACK, TUTORIAL_RULE } from '../../src/engine/index.ts';
import type { DreamParams, Objective } from '../../src/engine/index.ts';
import { toDreamParams } from '../../src/streams/settings/dream-params.ts';
import { DEFAULTS } from '../../src/streams/settings/schema.ts';
import { blend, none, warp } from './dream/carries.ts';
import type { Carry } from './dream/carries.ts';
import type { Size } from './size.ts';

/** A way to dream a film. */
export interface Mode {
  readonly name: string;
  readonly label: string;
  /** What is not as everywhere. */
  readonly params: Partial<DreamParams> & Pick<DreamParams, 'steps' | 'stepSize'>;
  /** Who takes Δ from frame to frame; the engine itself where left out. */
  readonly carry?: Carry;
  /** The most frames that are worth dreaming. */
  readonly frames?: number;
}

/** In this way the engine carries Δ itself, as the app opens. */
export const oursParams = (): Mode['params'] => {
  const { steps, stepSize, halfLife, follow } = toDreamParams(DEFAULTS);
  return { steps, stepSize, halfLife, follow };
};

function oursLabel(): string {
  const { steps, stepSize } = oursParams();
  return `ours, ${String(steps)} × ${String(stepSize).replace(/^0/, '')}`;
}

export const OURS = 'ours';

export const MODES: readonly Mode[] = [
  {
    name: 'alone',
    label: 'each frame alone, 12 × .01',
    params: { steps: 12, stepSize: 0.01, octaves: 1 },
    carry: none,
    // Every frame is as the first, and takes the most steps.
    frames: 6,
  },
  { name: 'blend-0.5', label: 'blend .5, 3 × .01', params: { steps: 3, stepSize: 0.01 }, carry: blend(0.5) },
  { name: 'blend-0.85', label: 'blend .85, 3 × .01', params: { steps: 3, stepSize: 0.01 }, carry: blend(0.85) },
  { name: 'warp', label: 'warp without mask or decay, 2 × .025', params: { steps: 2, stepSize: 0.025 }, carry: warp },
  { name: OURS, label: oursLabel(), params: oursParams() },
];

/** The params of a mode at a size, its steps `multiplier` times as long. */
export function paramsOf(mode: Mode, size: Size, objective: Objective, multiplier = 1): DreamParams {
  return {
    objective,
    halfLife: Infinity,
    intensity: 1,
    dreamSize: Math.max(size.width, size.height),
    octaves: 3,
    octaveScale: 1.3,
    octaveFirst: 0,
    octaveOrder: 'in-turn',
    rule: TUTORIAL_RULE,
    feedback: NO_FEEDBACK,
    follow: null,
    originalColours: false,
    seed: 1,
    jitter: 32,
    mirror: false,
    outputSize: Math.max(size.width, size.height),
    deterministic: true,
    ...mode.params,
    stepSize: mode.params.stepSize * multiplier,
  };
}

/** @throws Error for a name that is none of a mode */
export function modeOf(name: string): Mode {
  const mode = MODES.find((one) => one.name === name);
  if (!mode) throw new Error(`Expected one of the modes ${MODES.map((one) => one.name).join(', ')}, got ${name}.`);
  return mode;
}
