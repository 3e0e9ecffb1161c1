import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dreamSize, octaveSizes, outputSize } from '../../../src/engine/octaves.ts';

const sides = fc.integer({ min: 1, max: 4096 });

describe('dream size', () => {
  it.each([
    [{ width: 1920, height: 1080 }, 320, { width: 320, height: 180 }],
    [{ width: 1080, height: 1920 }, 320, { width: 180, height: 320 }],
    [{ width: 160, height: 120 }, 320, { width: 320, height: 240 }],
    [{ width: 1000, height: 10 }, 100, { width: 100, height: 43 }],
  ])('of %j at %d: %j', (source, longSide, expected) => {
    expect(dreamSize(source, longSide, 43)).toEqual(expected);
  });
});

describe('octave sizes', () => {
  it('of the opening look: three, at 1.3', () => {
    const params = { dreamSize: 320, octaves: 3, octaveScale: 1.3 };
    expect(octaveSizes({ width: 1920, height: 1080 }, params, 43)).toEqual([
      { width: 320, height: 180 },
      { width: 246, height: 138 },
      { width: 189, height: 107 },
    ]);
  });

  it('from the second on: those below the dream size, as the ones that begin with it', () => {
    const params = { dreamSize: 320, octaves: 3, octaveScale: 1.3 };
    const all = octaveSizes({ width: 1920, height: 1080 }, params, 43);
    expect(octaveSizes({ width: 1920, height: 1080 }, { ...params, octaves: 2, octaveFirst: 1 }, 43)).toEqual(all.slice(1));
  });

  it('of which even the first would be too small: one, as small as the network takes', () => {
    const params = { dreamSize: 96, octaves: 3, octaveScale: 1.5, octaveFirst: 3 };
    expect(octaveSizes({ width: 100, height: 100 }, params, 43)).toEqual([{ width: 43, height: 43 }]);
  });

  it('whose short side is too small for the network, are left out', () => {
    const params = { dreamSize: 96, octaves: 5, octaveScale: 1.3 };
    expect(octaveSizes({ width: 1920, height: 1080 }, params, 43)).toEqual([{ width: 96, height: 54 }]);
  });

  it('of any source: never below the minimum, never growing, the first the dream size', () => {
    fc.assert(
      fc.property(sides, sides, fc.integer({ min: 8, max: 1024 }), fc.integer({ min: 1, max: 8 }), (width, height, longSide, octaves) => {
        const sizes = octaveSizes({ width, height }, { dreamSize: longSide, octaves, octaveScale: 1.3 }, 27);
        expect(sizes[0]).toEqual(dreamSize({ width, height }, longSide, 27));
        expect(sizes.length).toBeLessThanOrEqual(octaves);
        sizes.forEach((size, index) => {
          expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(27);
          expect(size.width).toBeLessThanOrEqual(sizes[index - 1]?.width ?? Infinity);
        });
      }),
    );
  });
});

describe('output size', () => {
  it.each([
    [{ width: 1920, height: 1080 }, 1920, { width: 1920, height: 1080 }],
    [{ width: 3840, height: 2160 }, 1920, { width: 1920, height: 1080 }],
    [{ width: 321, height: 1 }, 1920, { width: 322, height: 2 }],
    [{ width: 641, height: 479 }, 320, { width: 320, height: 240 }],
  ])('of %j within %d: %j', (source, longSide, expected) => {
    expect(outputSize(source, longSide)).toEqual(expected);
  });

  it('of any source: even', () => {
    fc.assert(
      fc.property(sides, sides, (width, height) => {
        const size = outputSize({ width, height }, 1920);
        expect([size.width % 2, size.height % 2]).toEqual([0, 0]);
        expect(Math.max(size.width, size.height)).toBeLessThanOrEqual(1920);
      }),
    );
  });
});
