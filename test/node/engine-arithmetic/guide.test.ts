import { expect, test } from 'vitest';
import { coverCrop } from '../../../src/engine/guide.ts';

test.for([
  { picture: [640, 480], dream: [320, 240], crop: [0, 0, 1, 1] },
  { picture: [1000, 500], dream: [300, 300], crop: [0.25, 0, 0.5, 1] },
  { picture: [300, 600], dream: [400, 200], crop: [0, 0.375, 1, 0.25] },
] as const)('a guide of $picture for a dream of $dream, gives its middle in the dream’s aspect', ({ picture, dream, crop }) => {
  const sizeOf = ([width, height]: readonly [number, number]) => ({ width, height });
  coverCrop(sizeOf(picture), sizeOf(dream)).forEach((value, index) => expect(value).toBeCloseTo(crop[index] ?? NaN, 9));
});
