import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dreamt } from '../../../bench/coherence/dream/film.ts';
import { Dreamer } from '../../../bench/coherence/dream/dreamer.ts';
import { none } from '../../../bench/coherence/dream/carries.ts';
import { tiny } from '../../../bench/coherence/dream/network.ts';
import { modeOf, paramsOf } from '../../../bench/coherence/modes.ts';
import { strength } from '../../../bench/coherence/measure/strength.ts';
import { sequenceOf } from '../../../bench/coherence/sequences.ts';
import { openDawn } from '../../../src/node/dawn.ts';
import type { DawnDevice } from '../../../src/node/dawn.ts';
import { waves } from './a-detail.ts';

const size = { width: 48, height: 36 };
const sequence = sequenceOf('pan-2', { ...size, rate: 30, frames: 3 });
const shown = { pixels: sequence.frame(0), timestamp: 0 };
/** Milliseconds: Dawn may compile its shaders on one busy processor. */
const PATIENCE = 240_000;

describe('the bench’s dreamer', () => {
  let dawn: DawnDevice;
  beforeAll(async () => {
    dawn = await openDawn();
  }, PATIENCE);
  afterAll(() => {
    dawn.device.destroy();
  });

  test(
    'puts Δ in and takes it out as it was',
    async () => {
      const params = paramsOf(modeOf('warp'), size, tiny.objective);
      const dreamer = await Dreamer.create(dawn.device, tiny, { ...params, steps: 0 }, size, shown);
      const detail = waves(size.width, size.height);
      expect((await dreamer.dream(shown, detail)).data).toEqual(detail.data);
      dreamer.destroy();
    },
    PATIENCE,
  );

  test(
    'with nothing carried dreams every frame as strongly as the first',
    async () => {
      const params = { ...paramsOf(modeOf('alone'), size, tiny.objective), steps: 4 };
      const strengths: number[] = [];
      for await (const { detail, previous, t } of dreamt(sequence, 3, { device: dawn.device, network: tiny, params, carry: none })) {
        strengths.push(strength(detail));
        expect(previous === null).toBe(t === 0);
      }
      expect(strengths).toHaveLength(3);
      const [first = 0] = strengths;
      // Four steps of a hundredth, of a gradient whose deviation is one.
      expect(first).toBeGreaterThan(0.01);
      expect(first).toBeLessThan(0.05);
      for (const one of strengths) expect(Math.abs(one / first - 1)).toBeLessThan(0.3);
    },
    PATIENCE,
  );
});
