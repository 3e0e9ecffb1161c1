import { isLeftOut } from './report.ts';
import type { CaseReport, GpuReport, LeftOut, Precision } from './report.ts';
import { fastest, oursOf, perSecond, ratioTo } from './statistics.ts';

/** Something the engine is to reach on a GPU, and what was measured. */
export interface Goal {
  readonly what: string;
  readonly precision: Precision;
  /** At least so much: times a peer's time, or a share of the peak. */
  readonly wanted: number;
  readonly unit: '×' | '%';
  readonly measured: number | LeftOut;
}

export type Verdict = 'met' | 'not met' | 'not measured';

export function verdict({ wanted, measured }: Goal): Verdict {
  if (isLeftOut(measured) || !Number.isFinite(measured)) return 'not measured';
  return measured >= wanted ? 'met' : 'not met';
}

const peers = [
  ['tfjs', 5],
  ['jax-js', 3],
] as const;
const compared = ['320×240', '640×480'];
const PEAK = { size: '640×480', percent: 45 };

/**
 * The goals: at mixed3, 320×240 and 640×480, five times as fast as tfjs at its best and three times as fast as jax-js; 45 % of the measured f32 peak at
 * 640×480. Peers compute in f32, so f32 is what they are judged by; f16 has goals of the same size where it was measured.
 */
export function goalsOf(report: GpuReport): readonly Goal[] {
  return report.cases.flatMap((result) => precisionsOf(result).flatMap((precision) => goalsOfCase(result, precision, report.peaks.f32)));
}

const precisionsOf = (result: CaseReport): readonly Precision[] => ['f32', ...(isLeftOut(oursOf(result, 'f16')) ? [] : (['f16'] as const))];

function goalsOfCase(result: CaseReport, precision: Precision, peak: number): readonly Goal[] {
  const place = sizeOf(result);
  const what = `${result.layer} at ${place}`;
  const ratios =
    result.layer === 'mixed3' && compared.includes(place)
      ? peers.map(([name, wanted]) => ratioGoal(`${what}, beside ${name}`, name, wanted))
      : [];
  const share: Goal = { what: `${what}, of the f32 peak`, precision, wanted: PEAK.percent, unit: '%', measured: shareOfPeak(result) };
  return [...ratios, ...(place === PEAK.size ? [share] : [])];

  function ratioGoal(name: string, peer: string, wanted: number): Goal {
    return { what: name, precision, wanted, unit: '×', measured: ratioTo(result, peer, precision) };
  }
  function shareOfPeak(of: CaseReport): number | LeftOut {
    const ours = oursOf(of, precision);
    return isLeftOut(ours) ? ours : (100 * perSecond(ours.flops, fastest(ours.milliseconds))) / peak;
  }
}

export const sizeOf = ({ width, height }: { readonly width: number; readonly height: number }): string =>
  `${String(width)}×${String(height)}`;
