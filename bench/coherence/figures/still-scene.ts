import { Dreamer } from '../dream/dreamer.ts';
import { tiny } from '../dream/network.ts';
import { mean, meanLuma, strength } from '../measure/strength.ts';
import { modeOf, OURS, paramsOf } from '../modes.ts';
import type { Goal } from '../report.ts';
import { sequenceOf } from '../sequences.ts';

const FRAMES = 3000;
const SIZE = { width: 48, height: 36, rate: 30 };
/** Frames until Δ has found its strength: 10 s. */
const SETTLED = 300;
/** Every so many-th frame Δ is looked at. */
const EVERY = 15;
/** Of the range, which is 2. */
const MOST_LUMA = 0.01;
const RANGE = 2;
const MOST_DRIFT = 0.1;

/** How Δ keeps in a hundred seconds in front of nothing that moves. */
export interface StillScene {
  /** The largest mean luma of Δ there was, without its sign, a part of the range. */
  readonly luma: number;
  /** How far its RMS went from its mean, a part of that, after the first 10 s. */
  readonly drift: number;
  readonly strength: number;
}

/** A still scene under a sensor's noise, dreamt in our way on the tiny network. */
export async function measureStillScene(device: GPUDevice, frames = FRAMES): Promise<StillScene> {
  const sequence = sequenceOf('still', { ...SIZE, frames });
  const params = paramsOf(modeOf(OURS), sequence, tiny.objective);
  const shown = (t: number) => ({ pixels: sequence.frame(t), timestamp: Math.round((t * 1e6) / SIZE.rate) });
  const { width, height } = SIZE;
  const dreamer = await Dreamer.create(device, tiny, params, { width, height }, shown(0));
  const lumas: number[] = [];
  const strengths: number[] = [];
  try {
    for (let t = 0; t < frames; t++) {
      if (t % EVERY !== EVERY - 1) {
        await dreamer.pass(shown(t));
        continue;
      }
      const detail = await dreamer.dream(shown(t));
      lumas.push(Math.abs(meanLuma(detail)) / RANGE);
      if (t >= SETTLED) strengths.push(strength(detail));
    }
  } finally {
    dreamer.destroy();
  }
  const usual = mean(strengths);
  return { luma: Math.max(...lumas), drift: Math.max(...strengths.map((one) => Math.abs(one / usual - 1))), strength: usual };
}

export const stillGoals = ({ luma, drift, strength: usual }: StillScene): readonly Goal[] => [
  { what: 'still scene with noise, 3,000 frames: mean luma of Δ, of the range', most: MOST_LUMA, unit: '%', measured: luma },
  {
    what: `still scene with noise: RMS of Δ (${usual.toFixed(3)}) from its mean, after 10 s`,
    most: MOST_DRIFT,
    unit: '%',
    measured: drift,
  },
];
