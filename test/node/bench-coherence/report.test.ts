import { describe, expect, test } from 'vitest';
import { rowGoals, verdict } from '../../../bench/coherence/report/goals.ts';
import { toMarkdown } from '../../../bench/coherence/report/table.ts';
import type { Measured, Row } from '../../../bench/coherence/report.ts';
import { sectionOf, sectionsOf, withSection } from '../../../bench/section.ts';

const measured = (boil: number, rest: Partial<Measured> = {}): Measured => ({
  multiplier: 1,
  strength: 0.13,
  flicker: 0.24,
  boil,
  slip: 0.1,
  ...rest,
});

const aRow = (mode: string, figures: Measured, rest: Partial<Row> = {}): Row => ({
  sequence: 'foreman',
  textured: false,
  mode,
  frames: 60,
  asSet: figures,
  equal: figures,
  ...rest,
});

const verdictOf = (rows: readonly Row[], what: string) => {
  const goal = rowGoals(rows).find((one) => one.what.includes(what));
  return goal && verdict(goal);
};

describe('goals of rows', () => {
  test('on foreman: boil, slip, flicker, and boil beside the best other mode', () => {
    const rows = [aRow('ours', measured(0.18)), aRow('warp', measured(0.3)), aRow('blend-0.5', measured(0.5))];
    expect(rowGoals(rows).map(({ most, unit, measured: value }) => [most, unit, value])).toEqual([
      [0.2, '', 0.18],
      [0.2, 'px', 0.1],
      [0.25, '', 0.24],
      [2 / 3, '', 0.6],
    ]);
    expect(rowGoals(rows).map(verdict)).toEqual(['met', 'met', 'met', 'met']);
  });

  test('are missed by a dream too weak to be seen, however little it flickers', () => {
    expect(verdictOf([aRow('ours', measured(0.01, { strength: 0.11 }))], 'boil at')).toBe('not met');
  });

  test('are taken at equal strength, where it was reached', () => {
    const weak = measured(0.1, { strength: 0.05 });
    expect(verdictOf([aRow('ours', weak, { equal: measured(0.19, { multiplier: 2 }) })], 'boil at')).toBe('met');
    expect(verdictOf([aRow('ours', weak, { equal: { leftOut: 'not reached' } })], 'boil at')).toBe('not met');
  });

  test('beside others leave those out that were not as strong, and say so where there is none', () => {
    const weak = aRow('alone', measured(0.05), { equal: { leftOut: 'not reached' } });
    expect(verdictOf([aRow('ours', measured(0.19)), weak, aRow('warp', measured(0.3))], 'best other')).toBe('met');
    expect(verdictOf([aRow('ours', measured(0.19)), weak], 'best other')).toBe('not measured');
  });

  test('of flicker, on computed sequences, are for the textured ones', () => {
    const rows = [
      aRow('ours', measured(0.1, { flicker: 0.17 }), { sequence: 'zoom', textured: true }),
      aRow('ours', measured(0.1), { sequence: 'cut' }),
    ];
    expect(rowGoals(rows).map(({ what }) => what)).toEqual(['zoom: flicker at strength ≥ .12']);
    expect(verdictOf(rows, 'zoom')).toBe('met');
  });
});

test('the table says what was measured, what was not and why', () => {
  const goals = [
    { what: 'ghost', most: 0.1, unit: '%', measured: 0.456, but: undefined },
    { what: 'flow', most: 0.35, unit: 'px', measured: { leftOut: 'the engine has no flow yet' } },
  ] as const;
  const rows = [aRow('warp', measured(0.3), { equal: { leftOut: 'the strength 0.13 was not reached' } })];
  const text = toMarkdown({ date: '2026-11-28', adapter: 'an adapter', network: 'tiny', strength: 0.13, goals, rows });
  expect(text).toContain('on 2026-11-28, on an adapter');
  expect(text).toContain('| ghost | ≤ 10.0 % | 45.6 % | ✗ |');
  expect(text).toContain('| flow | ≤ 0.35 px | not measured: the engine has no flow yet | – |');
  expect(text).toContain('| foreman, warp without mask or decay, 2 × .025 | 60 | 1.00 | 0.130 | 0.24 | 0.30 | 0.10 px |');
  expect(text).toContain('the strength 0.13 was not reached');
});

describe('a section of a file', () => {
  const text = withSection('# Bench\n\nbefore\n', 'one', '## One');

  test('is put at the end, and then into its place', () => {
    const more = `${text}\nafter\n`;
    expect(sectionOf(more, 'one')).toBe('## One');
    const changed = withSection(more, 'one', '## Other');
    expect(changed.startsWith('# Bench\n\nbefore\n')).toBe(true);
    expect(changed.endsWith('\nafter\n')).toBe(true);
    expect(sectionOf(changed, 'one')).toBe('## Other');
  });

  test('that there is not is null', () => {
    expect(sectionOf(text, 'two')).toBeNull();
  });

  test('is named among all there are', () => {
    expect(sectionsOf(withSection(text, 'bench-two', 'body'))).toEqual(['one', 'bench-two']);
    expect(sectionsOf('# Bench')).toEqual([]);
  });
});

test('the table, where modes were not brought to one strength, says nothing of one', () => {
  const rows = [aRow('ours', measured(0.18), { equal: null }), aRow('warp', measured(0.3), { equal: null })];
  const text = toMarkdown({ date: '2026-11-28', adapter: 'an adapter', network: 'tiny', strength: null, goals: rowGoals(rows), rows });
  expect(text).not.toContain('″ at equal strength');
  expect(text).not.toContain('compared at');
  expect(text).toContain('not measured: no other mode at that strength');
});
