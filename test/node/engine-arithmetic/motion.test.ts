import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Motion, motionOver, moves } from '../../../src/engine/carry/motion.ts';
import { NO_FEEDBACK } from '../../../src/engine/dream-params.ts';

const size = { width: 320, height: 180 };

/** Where what lies at (x, y) after a motion came from. */
const origin = ({ a, b, c, d, x0, y0 }: Motion, [x, y]: readonly [number, number]): readonly [number, number] => [
  a * x + b * y + x0,
  c * x + d * y + y0,
];

describe('motion', () => {
  it('of no feedback: leaves every point where it is', () => {
    expect(moves(NO_FEEDBACK)).toBe(false);
    expect(origin(motionOver(1, NO_FEEDBACK, size), [30, -20])).toEqual([30, -20]);
  });

  it.each([
    [{ zoom: 2 }, [30, -20], [15, -10]],
    [{ rotate: 90 }, [-20, 30], [30, 20]],
    [{ driftX: 0.25, driftY: -0.5 }, [80, -90], [0, 0]],
  ] as const)('by %o for a second: what lies at %j came from %j', (change, to, from) => {
    const [x, y] = origin(motionOver(1, { ...NO_FEEDBACK, ...change }, size), to);
    expect(x).toBeCloseTo(from[0], 9);
    expect(y).toBeCloseTo(from[1], 9);
  });

  it('of any feedback: is the same in one step as in many', () => {
    const feedback = fc.record({
      zoom: fc.double({ min: 0.5, max: 2, noNaN: true }),
      rotate: fc.double({ min: -90, max: 90, noNaN: true }),
      driftX: fc.double({ min: -1, max: 1, noNaN: true }),
      driftY: fc.double({ min: -1, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(feedback, fc.integer({ min: 2, max: 60 }), (moving, steps) => {
        const [step, whole] = [motionOver(1 / steps, moving, size), motionOver(1, moving, size)];
        let point: readonly [number, number] = [70, -40];
        const expected = origin(whole, point);
        for (let index = 0; index < steps; index++) point = origin(step, point);
        expect(Math.hypot(point[0] - expected[0], point[1] - expected[1])).toBeLessThan(1e-3);
      }),
    );
  });
});
