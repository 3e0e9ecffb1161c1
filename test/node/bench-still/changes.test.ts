import { expect, test } from 'vitest';
import { changesOf } from '../../../bench/still/changes.ts';

test('the changes of a picture’s tiles, are means over their colours, the last tiles’ over what there is', () => {
  const [width, height] = [5, 3];
  const before = { width, height, data: new Uint8ClampedArray(4 * width * height).fill(100) };
  const after = { width, height, data: before.data.slice() };
  // Of the second tile's four pixels one, and the alone last one; how clear they are does not count.
  after.data.set([112, 88, 112, 0], 4 * 2);
  after.data.set([130, 130, 130, 0], 4 * (2 * width + 4));
  expect(changesOf(before, after, 2)).toEqual([0, 3, 0, 0, 0, 30]);
});
