import { describe, expect, test } from 'vitest';
import { roundToHalves, toHalves } from '../../../src/engine/plan/half.ts';

const rounded = (value: number): number | undefined => roundToHalves(Float32Array.of(value))[0];

describe('float16', () => {
  test('every float16 there is comes back as itself', () => {
    const every = Float32Array.from({ length: 0x7c00 }, (_, half) => {
      const [exponent, fraction] = [half >>> 10, half & 0x3ff];
      return exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
    });
    expect(toHalves(every)).toEqual(Uint16Array.from(every, (_, half) => half));
    expect(roundToHalves(every)).toEqual(every);
  });

  test.for([
    [1 + 2 ** -11, 1],
    [1 + 3 * 2 ** -11, 1 + 2 ** -9],
    [1 + 2 ** -11 + 2 ** -20, 1 + 2 ** -10],
    [2047.5, 2048],
    [65504, 65504],
    [65519.9, 65504],
    [65520, Infinity],
    [-1e9, -Infinity],
    [2 ** -24, 2 ** -24],
    [2 ** -25, 0],
    [1.5 * 2 ** -25, 2 ** -24],
    [2 ** -14 - 2 ** -26, 2 ** -14],
    [-0.1, -0.0999755859375],
    [0, 0],
  ] as const)('%d becomes %d: the nearest, ties to even', ([value, expected]) => {
    expect(rounded(value)).toBe(expected);
  });

  test('what is no number stays none, infinity stays', () => {
    expect(rounded(Number.NaN)).toBeNaN();
    expect(rounded(-Infinity)).toBe(-Infinity);
  });
});
