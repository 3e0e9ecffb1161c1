import { expect, test } from 'vitest';
import { middleOf } from '../../../src/engine/still/middle-of.ts';

/** Each pixel's red is its column, its green its row. */
const picture = ([width, height]: readonly [width: number, height: number]) => ({
  ...{ width, height },
  data: Uint8ClampedArray.from({ length: 4 * width * height }, (_, index) => {
    const pixel = Math.floor(index / 4);
    return [pixel % width, Math.floor(pixel / width), 0, 255][index % 4] ?? NaN;
  }),
});

test.for([
  { from: [10, 4], to: [8, 8], size: [4, 4], first: [3, 0] },
  { from: [4, 10], to: [30, 15], size: [4, 2], first: [0, 4] },
  { from: [6, 3], to: [200, 100], size: [6, 3], first: [0, 0] },
  { from: [1, 9], to: [9, 1], size: [1, 1], first: [0, 4] },
] as const)('middleOf, $from for $to, is $size from $first on', ({ from, to, size, first }) => {
  const middle = middleOf(picture(from), { width: to[0], height: to[1] });
  expect([middle.width, middle.height]).toEqual(size);
  expect(middle.data).toHaveLength(4 * middle.width * middle.height);
  expect([...middle.data.subarray(0, 2)]).toEqual(first);
  expect([...middle.data.subarray(-4, -2)]).toEqual([first[0] + size[0] - 1, first[1] + size[1] - 1]);
});
