import { describe, expect, test } from 'vitest';
import { coherence, inPicture } from '../../../bench/coherence/measure/coherence.ts';
import { meanLuma, strength } from '../../../bench/coherence/measure/strength.ts';
import { seededRandom } from '../../../src/engine/jitter.ts';
import { detailOf, evenFlow, waves } from './a-detail.ts';

const [width, height] = [64, 48];
const truthOf = (x: number, y: number) => {
  const flow = evenFlow(width, height, x, y);
  return { flow, visible: inPicture(flow, { width, height }) };
};
/** Columns, from and to: beyond the border there is nothing to find. */
const within = (from: number, to: number) =>
  Uint8Array.from({ length: width * height }, (_, pixel) => Number(pixel % width >= from && pixel % width < to));
const noise = (seed: number) => {
  const random = seededRandom(seed);
  return detailOf(width, height, () => random() - 0.5);
};

describe('the coherence of Δ', () => {
  test('that is glued to what moves is all there', () => {
    const measured = coherence(waves(width, height, 2.3, -1.6), waves(width, height), truthOf(-2.3, 1.6));
    expect(measured?.flicker).toBeLessThan(0.01);
    expect(measured?.boil).toBeLessThan(0.01);
    expect(measured?.slip).toBe(0);
  });

  test('that is unrelated is √2 of its strength off', () => {
    const measured = coherence(noise(1), noise(2), truthOf(0, 0));
    expect(measured?.flicker).toBeCloseTo(Math.SQRT2, 1);
    expect(measured?.boil).toBeGreaterThan(1);
    expect(measured?.boil).toBeLessThanOrEqual(measured?.flicker ?? 0);
  });

  test('that slipped by 0.75 px flickers, but does not boil', () => {
    const measured = coherence(waves(width, height, 0.75, 0), waves(width, height), {
      flow: evenFlow(width, height, 0, 0),
      visible: within(2, 62),
    });
    expect(measured?.slip).toBeCloseTo(0.75, 2);
    expect(measured?.boil).toBeLessThan(0.02);
    expect(measured?.flicker).toBeGreaterThan(0.2);
  });

  test('that slipped to one side in one half and to the other in the other is measured by place', () => {
    const [left, right] = [waves(width, height, 0.5, 0), waves(width, height, -1, 0)];
    const halves = detailOf(width, height, (x, y, channel) => (x < width / 2 ? left : right).data[4 * (y * width + x) + channel] ?? 0);
    // Beside the seam a window has both.
    const visible = within(3, 62).map((counts, pixel) => counts * Number(Math.abs((pixel % width) - width / 2) > 12));
    const measured = coherence(halves, waves(width, height), { flow: evenFlow(width, height, 0, 0), visible });
    expect(measured?.slip).toBeCloseTo(0.75, 2);
    expect(measured?.boil).toBeLessThan(0.02);
  });

  test('that got stronger by a tenth flickers by an eleventh', () => {
    const before = waves(width, height);
    const stronger = detailOf(width, height, (x, y, channel) => 1.1 * (before.data[4 * (y * width + x) + channel] ?? 0));
    expect(coherence(stronger, before, truthOf(0, 0))?.flicker).toBeCloseTo(1 / 11, 6);
  });

  test('is asked only of pixels that were in sight', () => {
    const before = waves(width, height);
    const half = Uint8Array.from({ length: width * height }, (_, pixel) => Number(pixel % width < width / 2));
    const other = noise(3);
    const mixed = detailOf(width, height, (x, y, channel) => (x < width / 2 ? before : other).data[4 * (y * width + x) + channel] ?? 0);
    const measured = coherence(mixed, before, { flow: evenFlow(width, height, 0, 0), visible: half });
    expect(measured).toEqual({ flicker: 0, boil: 0, slip: 0 });
  });

  test('of nothing, or of nothing that was in sight, is not measured', () => {
    const nothing = detailOf(width, height, () => 0);
    expect(coherence(nothing, nothing, truthOf(0, 0))).toBeNull();
    expect(coherence(noise(1), noise(2), { flow: evenFlow(width, height, 0, 0), visible: new Uint8Array(width * height) })).toBeNull();
  });
});

test('strength, of one value everywhere, is that value', () => {
  expect(strength(detailOf(8, 4, () => -0.25))).toBeCloseTo(0.25, 12);
});

test('mean luma, of one colour, weighs it as eyes do', () => {
  expect(meanLuma(detailOf(8, 4, (_x, _y, channel) => (channel === 1 ? 0.5 : 0)))).toBeCloseTo(0.587 / 2, 12);
});
