import { dreamt } from '../dream/film.ts';
import { tiny } from '../dream/network.ts';
import { mean, strength } from '../measure/strength.ts';
import { modeOf, OURS, paramsOf } from '../modes.ts';
import type { Goal } from '../report.ts';
import { sequenceOf } from '../sequences.ts';

const SIZE = { width: 48, height: 36 };
/** In which what there is stays in sight for seconds: of what comes in, a frame climbs its whole time at once, which is more at fewer frames a second. */
const SEQUENCES = ['pan-0.5', 'rotation'];
const RATES = [15, 60];
const USUAL = 30;
const MOST = 0.1;
/** Seconds that are dreamt, and after which strength is measured. */
const SECONDS = 3;
const SETTLED = 2;

/** Strength at a rate ÷ that at 30 frames a second, by sequence and rate. */
export type Rates = readonly { readonly sequence: string; readonly rate: number; readonly ratio: number }[];

/** The same motion at several rates, dreamt in our way on the tiny network, by the frames' timestamps. */
export async function measureRates(device: GPUDevice): Promise<Rates> {
  const rates: { sequence: string; rate: number; ratio: number }[] = [];
  for (const sequence of SEQUENCES) {
    const usual = await strengthAt(device, sequence, USUAL);
    for (const rate of RATES) rates.push({ sequence, rate, ratio: (await strengthAt(device, sequence, rate)) / usual });
  }
  return rates;
}

export const rateGoals = (rates: Rates): readonly Goal[] =>
  rates.map(({ sequence, rate, ratio }) => ({
    what: `${sequence}: strength at ${String(rate)} frames a second (× ${ratio.toFixed(3)}) from that at 30`,
    most: MOST,
    unit: '%',
    measured: Math.abs(ratio - 1),
  }));

async function strengthAt(device: GPUDevice, name: string, rate: number): Promise<number> {
  const frames = SECONDS * rate;
  const sequence = sequenceOf(name, { ...SIZE, rate, frames });
  const params = { ...paramsOf(modeOf(OURS), sequence, tiny.objective), deterministic: false };
  const strengths: number[] = [];
  for await (const { t, detail } of dreamt(sequence, frames, { device, network: tiny, params })) {
    if (t >= SETTLED * rate) strengths.push(strength(detail));
  }
  return mean(strengths);
}
