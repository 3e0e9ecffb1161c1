import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costOf, ladderBelow, neighbouringSizes, rungInWords, stepSizeOn } from '../../../src/streams/worker/ladder.ts';

const ceilings = fc.record({
  size: fc.integer({ min: 96, max: 1024 }),
  steps: fc.integer({ min: 0, max: 16 }),
  stepSize: fc.double({ min: 0.001, max: 0.1, noNaN: true }),
});

describe('the ladder', () => {
  test('below the opening look, gives up a step first and then pixels', () => {
    expect(ladderBelow({ size: 320, steps: 2, stepSize: 0.02 })).toEqual([
      ...[128, 160, 192, 224, 256, 320].map((size) => ({ size, steps: 1 })),
      { size: 320, steps: 2 },
    ]);
  });

  test('with long steps, keeps as many as are needed not to overshoot until nothing else is left', () => {
    expect(ladderBelow({ size: 160, steps: 4, stepSize: 0.05 })).toEqual([
      { size: 128, steps: 1 },
      { size: 128, steps: 2 },
      { size: 128, steps: 3 },
      { size: 160, steps: 3 },
      { size: 160, steps: 4 },
    ]);
  });

  test('just above the smallest size, gives up steps at its own size', () => {
    expect(ladderBelow({ size: 129, steps: 3, stepSize: 0.05 })).toEqual([1, 2, 3].map((steps) => ({ size: 129, steps })));
  });

  test('below any ceiling, rises in cost up to the ceiling, in jumps the governor can live with', () => {
    fc.assert(
      fc.property(ceilings, (ceiling) => {
        const ladder = ladderBelow(ceiling);
        expect(ladder.at(-1)).toEqual({ size: ceiling.size, steps: ceiling.steps });
        ladder.slice(1).forEach((rung, index) => {
          const ratio = costOf(rung) / costOf(ladder[index] ?? rung);
          expect(ratio).toBeGreaterThan(1);
          expect(ratio).toBeLessThanOrEqual(2);
        });
      }),
    );
  });

  test('on any rung, a turn climbs as far as at the ceiling', () => {
    fc.assert(
      fc.property(ceilings, (ceiling) => {
        for (const rung of ladderBelow(ceiling)) {
          expect(stepSizeOn(rung, ceiling) * rung.steps).toBeCloseTo(ceiling.stepSize * ceiling.steps, 10);
        }
      }),
    );
  });

  test('neighbouring sizes, are the next other ones on both sides', () => {
    const ladder = ladderBelow({ size: 320, steps: 3, stepSize: 0.02 });
    const at = (size: number, steps: number): number => ladder.findIndex((rung) => rung.size === size && rung.steps === steps);
    expect(neighbouringSizes(ladder, at(320, 3))).toEqual([256]);
    expect(neighbouringSizes(ladder, at(256, 1))).toEqual([224, 320]);
    expect(neighbouringSizes(ladder, at(128, 1))).toEqual([160]);
  });

  test('a rung, is written with its units', () => {
    expect(rungInWords({ size: 320, steps: 2 })).toBe('320 px · 2 steps');
    expect(rungInWords({ size: 128, steps: 1 })).toBe('128 px · 1 step');
  });
});
