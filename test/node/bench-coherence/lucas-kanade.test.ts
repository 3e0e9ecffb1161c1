import { describe, expect, test } from 'vitest';
import { lucasKanade } from '../../../bench/coherence/measure/lucas-kanade.ts';
import { agree, consistent } from '../../../bench/coherence/measure/occlusion.ts';
import { greyOf } from '../../../bench/coherence/measure/pyramid.ts';
import { endpointError } from '../../../bench/coherence/measure/strength.ts';
import { sequenceOf } from '../../../bench/coherence/sequences.ts';
import { evenFlow } from './a-detail.ts';

const size = { width: 176, height: 144, rate: 30, frames: 4 };
/** Away from borders: no window reaches over them. */
const MARGIN = 20;
const middle = Uint8Array.from({ length: size.width * size.height }, (_, pixel) => {
  const [x, y] = [pixel % size.width, Math.floor(pixel / size.width)];
  return Number(Math.min(x, size.width - 1 - x, y, size.height - 1 - y) >= MARGIN);
});

describe('the measuring flow', () => {
  test.each(['pan-0.5', 'pan-2', 'pan-8', 'zoom', 'rotation'])('of %s is a tenth of a pixel off at most', (name) => {
    const sequence = sequenceOf(name, size);
    const [previous, current] = [greyOf(sequence.frame(1), size), greyOf(sequence.frame(2), size)];
    const flow = lucasKanade(previous, current, { window: 21, smoothing: 3 });
    const error = endpointError(flow, sequence.flow(2) ?? new Float32Array(), middle);
    expect(error).toBeLessThanOrEqual(0.1);
  });

  test('of two unlike pictures does not lead back to where it began', () => {
    const [one, other] = [greyOf(sequenceOf('cut', size).frame(1), size), greyOf(sequenceOf('cut', size).frame(2), size)];
    const [there, back] = [lucasKanade(one, other, { window: 21, smoothing: 3 }), lucasKanade(other, one, { window: 21, smoothing: 3 })];
    const kept = consistent(there, back, size).reduce((sum, pixel) => sum + pixel, 0);
    expect(kept / middle.length).toBeLessThan(0.5);
  });
});

describe('two flows', () => {
  test.each([
    [3, -3, true],
    [3, -2.2, false],
    [10, -9, true],
    [10, -8.5, false],
  ])('of %f there and %f back: %s', (there, back, kept) => {
    expect(agree(there, 0, back, 0)).toBe(kept);
  });

  test('that leave the picture count nothing there', () => {
    const [there, back] = [evenFlow(8, 4, 3, 0), evenFlow(8, 4, -3, 0)];
    expect([...consistent(there, back, { width: 8, height: 4 }).subarray(0, 8)]).toEqual([1, 1, 1, 1, 1, 0, 0, 0]);
  });
});
