import { describe, expect, test } from 'vitest';
import { cubicSampler } from '../../../bench/coherence/measure/sample.ts';
import { SEQUENCE_NAMES, sequenceOf } from '../../../bench/coherence/sequences.ts';
import { disc } from '../../../bench/coherence/sequences/disc.ts';
import type { Sequence } from '../../../bench/coherence/sequences/sequence.ts';

const size = { width: 88, height: 72, rate: 30, frames: 6 };

/** RMS in bytes between frame `t` and the frame before it moved by the flow, where it was in sight; and without having been moved. */
function difference(sequence: Sequence, t: number): { readonly moved: number; readonly unmoved: number } {
  const [now, before] = [sequence.frame(t), sequence.frame(t - 1)];
  const [flow, visible] = [sequence.flow(t) ?? new Float32Array(), sequence.visible(t) ?? new Uint8Array()];
  const previously = cubicSampler({ ...size, channels: 4, data: Float32Array.from(before) });
  const [sample, sums] = [new Float64Array(3), { moved: 0, unmoved: 0, count: 0 }];
  for (let pixel = 0; pixel < size.width * size.height; pixel++) {
    if (visible[pixel] !== 1) continue;
    const [x, y] = [pixel % size.width, Math.floor(pixel / size.width)];
    previously(x + (flow[2 * pixel] ?? 0), y + (flow[2 * pixel + 1] ?? 0), sample);
    for (let channel = 0; channel < 3; channel++) {
      const value = now[4 * pixel + channel] ?? 0;
      sums.moved += (value - (sample[channel] ?? 0)) ** 2;
      sums.unmoved += (value - (before[4 * pixel + channel] ?? 0)) ** 2;
      sums.count++;
    }
  }
  return { moved: Math.sqrt(sums.moved / sums.count), unmoved: Math.sqrt(sums.unmoved / sums.count) };
}

describe('a computed sequence', () => {
  test.each(['pan-0.5', 'pan-2', 'pan-8', 'zoom', 'rotation', 'disc'])('%s: its flow leads to where each pixel was', (name) => {
    const { moved, unmoved } = difference(sequenceOf(name, size), 3);
    // What is left is of interpolation and of 8 bits.
    expect(moved).toBeLessThan(2.5);
    expect(unmoved).toBeGreaterThan(name === 'disc' ? 3 : 2 * moved);
  });

  test.each(SEQUENCE_NAMES)('%s: is the same every time it is asked for', (name) => {
    expect(sequenceOf(name, size).frame(2)).toEqual(sequenceOf(name, size).frame(2));
  });

  test('at twice the rate shows the same pictures at the same times', () => {
    const fast = sequenceOf('pan-2', { ...size, rate: 60 });
    expect(fast.frame(4)).toEqual(sequenceOf('pan-2', size).frame(2));
    expect(Math.hypot(...(fast.flow(4)?.subarray(0, 2) ?? []))).toBeCloseTo(1, 5);
  });

  test('has structure of every size, as a photograph has', () => {
    const { unmoved } = difference(sequenceOf('pan-0.5', size), 1);
    expect(unmoved).toBeGreaterThan(3);
  });
});

test('the disc: what it leaves was not in sight, and it is told from the ground', () => {
  const sequence = disc(size, 7);
  const [before, now, visible] = [sequence.covered(2), sequence.covered(3), sequence.visible(3) ?? new Uint8Array()];
  const uncovered = before.map((covered, pixel) => Number(covered === 1 && now[pixel] === 0));
  expect(uncovered.reduce((sum, pixel) => sum + pixel, 0)).toBeGreaterThan(20);
  expect(uncovered.some((pixel, index) => pixel === 1 && visible[index] === 1)).toBe(false);
});

test('the cut: nothing of the last frame is in sight', () => {
  const sequence = sequenceOf('cut', size);
  expect(sequence.visible(3)?.some((pixel) => pixel === 1)).toBe(false);
  expect(sequence.visible(2)?.some((pixel) => pixel === 1)).toBe(true);
  expect(difference(sequence, 4).unmoved).toBe(0);
});

test('the still: three bytes of noise, fresh in every frame', () => {
  const sequence = sequenceOf('still', size);
  // The difference of two frames has √2 of one's noise.
  expect(difference(sequence, 1).unmoved).toBeCloseTo(3 * Math.SQRT2, 0);
});

test('a sequence that there is not says which there are', () => {
  expect(() => sequenceOf('pan-3')).toThrow(/pan-2.*got pan-3/);
});
