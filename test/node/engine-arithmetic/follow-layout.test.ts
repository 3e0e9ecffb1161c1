import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfOf, pyramidLength, pyramidOf, stagesOf } from '../../../src/engine/carry/follow-layout.ts';

const sizes = fc.record({ width: fc.integer({ min: 1, max: 2000 }), height: fc.integer({ min: 1, max: 2000 }) });

describe('pyramid', () => {
  it('of 47 × 37: halves upward, one after the other, until the short side would be below 10', () => {
    expect(pyramidOf({ width: 47, height: 37 })).toEqual([
      { width: 47, height: 37, offset: 0 },
      { width: 24, height: 19, offset: 1739 },
      { width: 12, height: 10, offset: 2195 },
    ]);
    expect(pyramidLength(pyramidOf({ width: 47, height: 37 }))).toBe(2315);
  });

  it('of a picture that is tiny: two levels all the same', () => {
    expect(pyramidOf({ width: 3, height: 1 })).toEqual([
      { width: 3, height: 1, offset: 0 },
      { width: 2, height: 1, offset: 3 },
    ]);
  });

  it('of a picture that is large: six levels', () => {
    expect(pyramidOf({ width: 1920, height: 1080 }).map(({ width, height }) => [width, height])).toEqual([
      [1920, 1080],
      [960, 540],
      [480, 270],
      [240, 135],
      [120, 68],
      [60, 34],
    ]);
  });

  it('of any picture: no two levels overlap, each is half of the one before, all fit', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const levels = pyramidOf(size);
        expect(levels.length).toBeGreaterThanOrEqual(2);
        expect(levels.length).toBeLessThanOrEqual(6);
        expect(levels[0]).toEqual({ ...size, offset: 0 });
        let end = 0;
        for (const [index, { width, height, offset }] of levels.entries()) {
          expect(offset).toBe(end);
          end += width * height;
          const above = levels[index - 1];
          if (above) expect({ width, height }).toEqual(halfOf(above));
          if (index > 1) expect(Math.min(width, height)).toBeGreaterThanOrEqual(10);
        }
        expect(pyramidLength(levels)).toBe(end);
      }),
    );
  });
});

describe('stages', () => {
  it('of 47 × 37: coarse to fine, then the dream size twice on the grid of half of it', () => {
    const levels = pyramidOf({ width: 47, height: 37 });
    const half = { width: 24, height: 19 };
    const quarter = { width: 12, height: 10 };
    expect(stagesOf(levels)).toEqual([
      { level: levels[2], ratio: 1, grid: quarter, pixel: 4, from: null },
      { level: levels[1], ratio: 1, grid: half, pixel: 2, from: { ...quarter, pixel: 4 } },
      { level: levels[0], ratio: 2, grid: half, pixel: 1, from: { ...half, pixel: 2 } },
      { level: levels[0], ratio: 2, grid: half, pixel: 1, from: { ...half, pixel: 2 } },
    ]);
  });

  it('of any picture: one a level and one more, each from the grid of the one before, the last two on half the dream’s size', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const levels = pyramidOf(size);
        const stages = stagesOf(levels);
        expect(stages.length).toBe(levels.length + 1);
        expect(stages.map(({ ratio }) => ratio)).toEqual(stages.map((_, index) => (index < stages.length - 2 ? 1 : 2)));
        for (const { level, grid } of stages.slice(-2)) expect([level, grid]).toEqual([levels[0], halfOf(size)]);
        for (const [index, { level, ratio, grid, pixel, from }] of stages.entries()) {
          // A pixel of the grid covers as much of the dream as it should: the grid is no smaller than the dream, by less than one of its pixels.
          expect(pixel).toBe(2 ** levels.findIndex(({ offset }) => offset === level.offset));
          expect(grid.width * pixel * ratio - size.width).toBeGreaterThanOrEqual(0);
          expect(grid.width * pixel * ratio - size.width).toBeLessThan(pixel * ratio);
          const before = stages[index - 1];
          expect(from).toEqual(before ? { ...before.grid, pixel: before.pixel * before.ratio } : null);
        }
      }),
    );
  });
});
