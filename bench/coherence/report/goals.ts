import { OURS } from '../modes.ts';
import { isLeftOut } from '../report.ts';
import type { Goal, LeftOut, Measured, Row } from '../report.ts';

export type Verdict = 'met' | 'not met' | 'not measured';

export function verdict({ most, measured, but }: Goal): Verdict {
  if (isLeftOut(measured) || !Number.isFinite(measured)) return 'not measured';
  return measured <= most && but === undefined ? 'met' : 'not met';
}

/** A weaker dream does not count: what is not there cannot flicker. */
const VISIBLE = 0.12;
/** Of the best other mode's boil. */
const SHARE = 2 / 3;

/** The goals of the rows with strength. */
export function rowGoals(rows: readonly Row[]): readonly Goal[] {
  const ours = rows.filter(({ mode }) => mode === OURS);
  const textured = ours.filter((row) => row.textured).map((row) => goal(row, 'flicker', 0.18, ''));
  const film = ours.filter(({ sequence }) => sequence === 'foreman');
  return [
    ...textured,
    ...film.flatMap((row) => [goal(row, 'boil', 0.2, ''), goal(row, 'slip', 0.2, 'px'), goal(row, 'flicker', 0.25, '')]),
    ...film.map((row) => shareGoal(row, rows)),
  ];
}

/** Ours at the strength to compare at, or, where it is not reached, as it is. */
export const strongest = ({ equal, asSet }: Row): Measured => (equal === null || isLeftOut(equal) ? asSet : equal);

function goal(row: Row, figure: 'flicker' | 'boil' | 'slip', most: number, unit: Goal['unit']): Goal {
  const measured = strongest(row);
  return { what: `${row.sequence}: ${figure} at strength ≥ .12`, most, unit, measured: measured[figure], but: weakness(measured) };
}

const weakness = ({ strength }: Measured): string | undefined =>
  strength < VISIBLE ? `the strength is ${strength.toFixed(3)}` : undefined;

/** Boil beside the best of the others that are as strong. */
function shareGoal(ours: Row, rows: readonly Row[]): Goal {
  const others = rows.filter(({ sequence, mode }) => sequence === ours.sequence && mode !== ours.mode);
  const boils = others.flatMap(({ equal }) => (equal === null || isLeftOut(equal) ? [] : [equal.boil]));
  const what = `${ours.sequence}: boil ÷ that of the best other mode at equal strength`;
  const own = strongest(ours);
  const measured: number | LeftOut = boils.length > 0 ? own.boil / Math.min(...boils) : { leftOut: 'no other mode at that strength' };
  return { what, most: SHARE, unit: '', measured, but: weakness(own) };
}
