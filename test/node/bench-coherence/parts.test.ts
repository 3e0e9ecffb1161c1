import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { blend, none, warp } from '../../../bench/coherence/dream/carries.ts';
import { modeOf, paramsOf } from '../../../bench/coherence/modes.ts';
import { readOptions } from '../../../bench/coherence/options.ts';
import { besides, decoded, dreamOf, encoded, stacked } from '../../../bench/coherence/pictures.ts';
import { sequenceOf } from '../../../bench/coherence/sequences.ts';
import { Store } from '../../../bench/coherence/store.ts';
import { detailOf, waves } from './a-detail.ts';

const even = (value: number): Uint8Array => Uint8Array.from({ length: 4 * 8 * 6 }, (_, index) => (index % 4 === 3 ? 255 : value));

describe('carrying Δ', () => {
  test('each frame alone, forgets it', () => {
    const before = { width: 8, height: 6, detail: detailOf(8, 6, () => 0.2), last: even(10), next: even(10) };
    expect(none(before).data.some((value) => value !== 0)).toBe(false);
  });

  test('by a blend, keeps a share of it and of what changed', () => {
    const before = { width: 8, height: 6, detail: detailOf(8, 6, () => 0.2), last: even(128), next: even(77) };
    const { data } = blend(0.75)(before);
    // x = .25 · (I + Δ) + .75 · I', and Δ' = x - I'.
    const [last, next] = [128 / 127.5 - 1, 77 / 127.5 - 1];
    expect(data[0]).toBeCloseTo(0.25 * (last + 0.2) + 0.75 * next - next, 6);
    expect(data[3]).toBe(0);
  });

  test('by a warp, moves it with the picture', () => {
    const size = { width: 96, height: 72, rate: 30, frames: 3 };
    const sequence = sequenceOf('pan-2', size);
    const [x = 0, y = 0] = sequence.flow(1) ?? [];
    const before = { ...size, detail: waves(96, 72), last: sequence.frame(0), next: sequence.frame(1) };
    const { data } = warp(before);
    const moved = waves(96, 72, -x, -y);
    // In the middle; bilinear interpolation takes a little of it.
    const apart = (other: Float32Array): number => {
      const from = 4 * (30 * 96 + 30);
      return Math.hypot(...data.subarray(from, from + 144).map((value, index) => value - (other[from + index] ?? 0)));
    };
    expect(apart(moved.data)).toBeLessThan(0.1 * apart(before.detail.data));
  });
});

describe('the options', () => {
  test('unless given: the quick figures, no sequence', () => {
    expect(readOptions([])).toMatchObject({ figures: ['flow', 'ghost', 'still', 'rate'], sequences: [], strength: 0.13, resume: false });
  });

  test('of the full tier: foreman and all sequences in all modes', () => {
    const options = readOptions(['--tier', 'full', '--strength', '0', '--figure', 'none']);
    expect(options).toMatchObject({ figures: [], strength: null });
    expect(options).toHaveProperty('sequences', ['foreman', 'pan-0.5', 'pan-2', 'pan-8', 'zoom', 'rotation', 'disc', 'cut', 'still']);
    expect(options).toHaveProperty('modes.length', 5);
  });

  test.each([
    ['--tier', 'slow', /tier quick or full, got slow/],
    ['--sequence', 'pan-9', /pan-8.*got pan-9/],
    ['--mode', 'theirs', /warp.*got theirs/],
    ['--count', 'many', /--count.*got many/],
  ])('that are none: %s %s', (option, value, message) => {
    expect(() => readOptions([option, value])).toThrow(message);
  });
});

test('a mode’s steps are multiplied, and at a frame a turn the engine is deterministic', () => {
  const params = paramsOf(modeOf('warp'), { width: 88, height: 72 }, [], 2);
  expect(params).toMatchObject({ steps: 2, stepSize: 0.05, halfLife: Infinity, dreamSize: 88, deterministic: true });
});

describe('pictures', () => {
  test('show the raw frame with Δ on it, clipped', () => {
    const detail = detailOf(8, 6, (_x, _y, channel) => [0.1, -3, 3][channel] ?? 0);
    expect([...dreamOf(even(100), detail).data.subarray(0, 4)]).toEqual([113, 0, 255, 255]);
  });

  test('beside and below each other keep their places', () => {
    const one = { width: 1, height: 1, data: Uint8Array.of(1, 2, 3, 255) };
    const other = { width: 1, height: 1, data: Uint8Array.of(4, 5, 6, 255) };
    const sheet = decoded(encoded(stacked([besides([one, other]), one])));
    expect({ ...sheet, data: [...sheet.data] }).toEqual({
      width: 2,
      height: 2,
      data: [1, 2, 3, 255, 4, 5, 6, 255, 1, 2, 3, 255, 0, 0, 0, 255],
    });
  });
});

describe('the store', () => {
  test('gives what was measured with the same settings, and else has it measured', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'coherence-'));
    onTestFinished(async () => await rm(folder, { recursive: true }));
    const asked: string[] = [];
    const once = async (resumes: boolean, settings: object) => {
      const { value } = await new Store(folder, resumes).once('row', settings, () => {
        asked.push(JSON.stringify(settings));
        return Promise.resolve({ value: asked.length, picture: null });
      });
      return value;
    };
    expect(await once(true, { step: 1 })).toBe(1);
    expect(await once(true, { step: 1 })).toBe(1);
    expect(await once(true, { step: 2 })).toBe(2);
    expect(await once(false, { step: 2 })).toBe(3);
  });
});
