import { describe, expect, test } from 'vitest';
import { blocksOf, octaveSize, spansOf } from '../../../src/engine/still/still-octaves.ts';

describe('octaveSize', () => {
  test('of 500×375, the sizes that TensorFlow’s tutorial computes', () => {
    const sizes = [-2, -1, 0, 1, 2].map((exponent) => octaveSize({ width: 500, height: 375 }, 1.3, exponent));
    expect(sizes.map(({ height, width }) => [height, width])).toEqual([
      [221, 295],
      [288, 384],
      [375, 500],
      [487, 650],
      [633, 845],
    ]);
  });

  test('a product that is whole in float32 and not in float64 keeps its last pixel', () => {
    // 1.4² is 1.9599999999999997 in float64.
    expect(octaveSize({ width: 100, height: 50 }, 1.4, 2)).toEqual({ width: 196, height: 98 });
  });
});

describe('spansOf', () => {
  test.for([
    { side: 64, tile: 64 },
    { side: 65, tile: 64 },
    { side: 100, tile: 48 },
    { side: 96, tile: 48 },
    { side: 97, tile: 11 },
  ])('of $side pixels in tiles of $tile, each pixel is taken once, from a tile that holds it', ({ side, tile }) => {
    const spans = spansOf(side, tile);
    const taken = new Array<number>(side).fill(0);
    for (const { start, from, to } of spans) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(start + tile).toBeLessThanOrEqual(side);
      expect(from).toBeGreaterThanOrEqual(start);
      expect(to).toBeLessThanOrEqual(start + tile);
      for (let pixel = from; pixel < to; pixel++) taken[pixel] = (taken[pixel] ?? 0) + 1;
    }
    expect(taken).toEqual(new Array<number>(side).fill(1));
    expect(spans).toHaveLength(Math.ceil(side / tile));
  });

  test('where the last tile overlaps, each keeps the half that is farther from its own edge', () => {
    expect(spansOf(100, 48)).toEqual([
      { start: 0, from: 0, to: 48 },
      { start: 48, from: 48, to: 74 },
      { start: 52, from: 74, to: 100 },
    ]);
  });
});

test('blocksOf 100 pixels, 32 each with a border of 8, as far as the picture goes', () => {
  expect(blocksOf(100, 32, 8)).toEqual([
    { start: 0, length: 40, from: 0, to: 32 },
    { start: 24, length: 48, from: 32, to: 64 },
    { start: 56, length: 44, from: 64, to: 96 },
    { start: 88, length: 12, from: 96, to: 100 },
  ]);
});
