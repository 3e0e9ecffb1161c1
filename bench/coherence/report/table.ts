import { table } from '../../markdown.ts';
import { modeOf } from '../modes.ts';
import { isLeftOut } from '../report.ts';
import type { Goal, Measured, Report, Row } from '../report.ts';
import { verdict } from './goals.ts';

const marks = { met: '✓', 'not met': '✗', 'not measured': '–' } as const;

/** The report as Markdown, goals first. */
export function toMarkdown(report: Report): string {
  const about =
    `Written by \`npm run bench:coherence\` on ${report.date}, on ${report.adapter}. Modes: ${report.network}; ghost: no network, a Δ put onto the disc;\n` +
    `still scene and rates: the tests’ tiny network, with our settings.`;
  return [
    '## Coherence',
    '',
    about,
    '',
    ...table(['figure', 'goal', 'measured', ''], report.goals.map(goalLine)),
    ...(report.rows.length > 0 ? ['', ...table(head, report.rows.flatMap(rowLines)), '', ...notes(report)] : []),
    '',
  ].join('\n');
}

const head = ['sequence, mode', 'frames', 'steps ×', 'strength', 'flicker', 'boil', 'slip'];

const number = (value: number, unit: Goal['unit'], digits: number): string =>
  `${(unit === '%' ? 100 * value : value).toFixed(unit === '%' ? 1 : digits)}${unit === '' ? '' : ` ${unit}`}`;

function goalLine(goal: Goal): readonly string[] {
  const { what, most, unit, measured, but } = goal;
  const text = isLeftOut(measured) ? `not measured: ${measured.leftOut}` : number(measured, unit, 3);
  return [what, `≤ ${number(most, unit, 2)}`, but === undefined ? text : `${text}, but ${but}`, marks[verdict(goal)]];
}

function rowLines(row: Row): readonly (readonly string[])[] {
  const name = `${row.sequence}, ${modeOf(row.mode).label}`;
  const { asSet, equal } = row;
  const first = [name, String(row.frames), ...figures(asSet)];
  if (equal === null) return [first];
  if (isLeftOut(equal)) return [first, ['″ at equal strength', '', equal.leftOut, '', '', '', '']];
  return equal.multiplier === asSet.multiplier ? [first] : [first, ['″ at equal strength', '', ...figures(equal)]];
}

const figures = ({ multiplier, strength, flicker, boil, slip }: Measured): readonly string[] => [
  multiplier.toFixed(2),
  strength.toFixed(3),
  flicker.toFixed(2),
  boil.toFixed(2),
  `${slip.toFixed(2)} px`,
];

const notes = ({ strength }: Report): readonly string[] => [
  `Strength: RMS of Δ in units of [-1, 1]${strength === null ? '' : `; modes are compared at ${String(strength)}`}. Flicker: RMS(Δ_t − W(Δ_{t−1})) ÷ RMS(Δ_t) where it was in sight, W bicubic`,
  'along the raw frames’ exact flow, on foreman along one that Lucas and Kanade’s method finds in them at 352×288 (window 21, smoothed by 3 px), which carries',
  'nothing: 0 is glued to what moves, 1.41 is unrelated. Boil: the same after the best extra shift within 1.5 px. Slip: the mean length of that shift. Means',
  'over the second half of the frames.',
];
