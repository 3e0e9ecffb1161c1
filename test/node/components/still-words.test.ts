import { describe, expect, test } from 'vitest';
import { CURVE_HEIGHT, CURVE_WIDTH, curvePoints } from '../../../src/components/dream-studio/curve.ts';
import {
  durationInWords,
  leftOutInWords,
  progressInWords,
  shareDone,
  shownInWords,
  sizesOf,
  stillName,
} from '../../../src/components/words/still-words.ts';
import type { StillPicture, StillRun } from '../../../src/streams/index.ts';

const tile = { width: 512, height: 512 };
const octaves = [
  { exponent: -1, width: 100, height: 50, tile, tiles: 1 },
  { exponent: 0, width: 200, height: 100, tile, tiles: 1 },
];
const progress = {
  octave: 2,
  octaves: 2,
  width: 200,
  height: 100,
  step: 30,
  steps: 100,
  objective: 0.5,
  curve: [],
  elapsedMs: 0,
  remainingMs: 1000,
  paused: false,
};

// Of a run, only what the words need.
const run = { plan: { base: { width: 200, height: 100 }, octaves, leftOut: [], deviceBytes: 1 }, progress } as unknown as StillRun;
const picture = (width: number, height: number): StillPicture => ({ width, height }) as StillPicture;

describe('a still in words', () => {
  test('progress, names octave and step', () => {
    expect(progressInWords(run)).toBe('Octave 2 of 2 · step 30 of 100');
    expect(progressInWords({ ...run, progress: null })).toBe('Getting the network ready');
  });

  test('the share done, counts an octave by its pixels', () => {
    expect(shareDone(run)).toBeCloseTo((5000 + 20000 * 0.3) / 25000, 10);
    expect(shareDone({ ...run, progress: { ...progress, octave: 1, step: 0 } })).toBe(0);
    expect(shareDone({ ...run, progress: { ...progress, step: 100 } })).toBe(1);
    expect(shareDone({ ...run, plan: null })).toBeNull();
  });

  test.each([
    [400, '1 s'],
    [59_400, '59 s'],
    [132_000, '2 min 10 s'],
    [1_500_000, '25 min'],
    [3_900_000, '1 h 5 min'],
  ])('%i ms, is %s', (milliseconds, words) => {
    expect(durationInWords(milliseconds)).toBe(words);
  });

  test('octaves left out, are named with their size and why', () => {
    const leftOut = [{ exponent: -3, width: 40, height: 20, why: 'The network needs 75 px.' }];
    const plan = run.plan && { ...run.plan, leftOut };
    expect(leftOutInWords({ plan })).toEqual(['Left out: 40\u00a0×\u00a020\u00a0px. The network needs 75 px.']);
  });

  test('sizes, are the picture’s own and what is smaller', () => {
    expect(sizesOf(picture(300, 400))).toEqual([{ longest: null, label: 'Full size, 300\u00a0×\u00a0400\u00a0px' }]);
    expect(sizesOf(picture(3024, 4032)).map(({ longest }) => longest)).toEqual([null, 2048, 1024, 512]);
    expect(sizesOf(picture(3024, 4032))[1]?.label).toBe('1536\u00a0×\u00a02048\u00a0px');
  });

  test('what is shown, is a picture at full size or a moment of what moves', () => {
    expect(shownInWords({ kind: 'file', url: '', name: 'lake.avif' })).toBe('This picture, at full size');
    expect(shownInWords({ kind: 'file', url: '', name: 'lake.MP4' })).toBe('Freeze the video');
    expect(shownInWords({ kind: 'camera' })).toBe('Freeze the camera');
  });

  test('a still, is saved under its picture’s name, or its time', () => {
    const date = new Date(2026, 10, 23, 19, 5, 7);
    expect(stillName('holiday.by the.lake.jpeg', date)).toBe('holiday.by the.lake-dream.png');
    expect(stillName('lake-dream.png', date)).toBe('lake-dream.png');
    expect(stillName('A moment of the camera', date)).toBe('pareidolia-2026-11-23-19-05-07.png');
  });
});

describe('the curve', () => {
  const points = (text: string): readonly (readonly number[])[] => text.split(' ').map((point) => point.split(',').map(Number));

  test('values, go right in time and up to the largest, within the box', () => {
    const drawn = points(curvePoints([1, 3, 2], 5));
    expect(drawn.map(([x]) => x)).toEqual([0, CURVE_WIDTH / 4, CURVE_WIDTH / 2]);
    const [low = 0, high = 0, middle = 0] = drawn.map(([, y]) => y ?? NaN);
    expect(low).toBeGreaterThan(middle);
    expect(middle).toBeGreaterThan(high);
    expect(Math.min(low, high)).toBeGreaterThanOrEqual(0);
    expect(Math.max(low, high)).toBeLessThanOrEqual(CURVE_HEIGHT);
  });

  test('a thousand values, keep the first and the newest in few points', () => {
    const drawn = points(
      curvePoints(
        Array.from({ length: 1000 }, (_, index) => index),
        1000,
      ),
    );
    expect(drawn.length).toBeLessThan(260);
    expect(drawn[0]?.[0]).toBe(0);
    expect(drawn.at(-1)?.[0]).toBe(CURVE_WIDTH);
  });

  test('one value, or none that is finite, is no curve', () => {
    expect(curvePoints([1], 9)).toBe('');
    expect(curvePoints([NaN, NaN, Infinity], 9)).toBe('');
  });

  test('equal values, lie in a line', () => {
    expect(new Set(points(curvePoints([2, 2, 2], 3)).map(([, y]) => y)).size).toBe(1);
  });
});
