import { sizeOf } from './goals.ts';
import { blank, table } from './markdown.ts';
import { isLeftOut } from './report.ts';
import type { CaseReport, ConvolutionReport, GpuReport, Precision, TuningReport } from './report.ts';

/** A tuned plan of one case. */
interface TunedPlan {
  readonly title: string;
  readonly precision: Precision;
  readonly tuning: TuningReport;
}

const tunedPlans = (result: CaseReport): readonly TunedPlan[] =>
  result.ours.flatMap((ours) =>
    isLeftOut(ours) || !ours.tuning ? [] : [{ title: `${result.layer} ${sizeOf(result)}`, precision: ours.precision, tuning: ours.tuning }],
  );

/**
 * What tuning found: what it took and gained for each plan, then every convolution with the milliseconds of every way to compute it.
 * @param headed puts in front of a table what it is worth
 */
export function waysLines({ cases }: GpuReport, headed: (lines: readonly string[]) => readonly string[]): readonly string[] {
  const plans = cases.flatMap(tunedPlans);
  if (plans.length === 0) return ['No tuned plan was measured.', ''];
  const head = ['step', 'precision', 'shapes', 'measured', 'tuning, s', 'likely ways, ms', 'taken ways, ms', 'gain'];
  return [...headed(table(head, plans.map(planRow))), '', ...plans.flatMap((plan) => planLines(plan, headed))];
}

function planRow({ title, precision, tuning: { seconds, convolutions } }: TunedPlan): readonly string[] {
  const [likely, taken] = [sumOf(convolutions, 'likely'), sumOf(convolutions, 'taken')];
  return [
    title,
    precision,
    String(convolutions.length),
    String(convolutions.filter(({ measured }) => measured).length),
    seconds.toFixed(1),
    likely.toFixed(3),
    taken.toFixed(3),
    gain(likely, taken),
  ];
}

/** Milliseconds of all convolutions of which both ways were timed. */
function sumOf(convolutions: readonly ConvolutionReport[], which: 'likely' | 'taken'): number {
  const timed = convolutions.filter(({ milliseconds, likely, taken }) => likely in milliseconds && taken in milliseconds);
  return timed.reduce((sum, convolution) => sum + convolution.count * (convolution.milliseconds[convolution[which]] ?? 0), 0);
}

function planLines({ title, precision, tuning }: TunedPlan, headed: (lines: readonly string[]) => readonly string[]): readonly string[] {
  const { convolutions } = tuning;
  const names = [...new Set(convolutions.flatMap(({ milliseconds }) => Object.keys(milliseconds)))];
  const head = ['convolution', 'shape', 'times', 'GFLOP', 'likely', 'taken', 'gain', ...names];
  const body = convolutions.map((convolution) => convolutionRow(convolution, names));
  return [`### Ways, ${title}, ${precision}`, '', ...headed(table(head, body)), ''];
}

function convolutionRow(convolution: ConvolutionReport, names: readonly string[]): readonly string[] {
  const { label, shape, count, flops, likely, taken, measured, milliseconds } = convolution;
  const place = [label, shape, String(count), (flops / 1e9).toFixed(3), likely];
  if (!measured) return [...place, `${taken}, not measured`, ...blank(1 + names.length)];
  const cell = (name: string): string => {
    const ms = milliseconds[name];
    return ms === undefined ? '–' : name === taken ? `**${ms.toFixed(4)}**` : ms.toFixed(4);
  };
  const gained = Object.keys(milliseconds).length === 0 ? 'the only way' : gain(milliseconds[likely], milliseconds[taken]);
  return [...place, `**${taken}**`, gained, ...names.map(cell)];
}

const gain = (likely = Number.NaN, taken = Number.NaN): string => (likely / taken > 0 ? `${(likely / taken).toFixed(2)} ×` : '–');
