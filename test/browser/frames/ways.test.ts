import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { TUTORIAL_RULE } from '../../../src/engine/ascent-rule.ts';
import type { DreamEngine } from '../../../src/engine/dream-engine.ts';
import { type DreamParams, NO_FEEDBACK } from '../../../src/engine/dream-params.ts';
import { detailOf, frame, params, testEngine, timestampOf, warmUp } from '../../support/frames/engine.ts';
import { downloadTexture, testDevice, uploadTexture } from '../../support/frames/gpu.ts';
import { rms, softBytes } from '../../support/frames/pictures.ts';

const size = { width: 96, height: 72 };
const bytes = softBytes(size);
const deterministic: DreamParams = { ...params, deterministic: true };

let device: GPUDevice;
let source: GPUTexture;

beforeAll(async () => {
  device = await testDevice();
  source = uploadTexture(device, size, bytes);
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function dream(count: number, settings: DreamParams, sliceMs = Infinity): Promise<DreamEngine> {
  const engine = await testEngine(device, { sliceMs });
  await warmUp(engine, source, settings);
  for (let index = 1; index <= count; index++) await frame(engine, source, timestampOf(index), settings);
  return engine;
}

describe('a frame', () => {
  it('by any rule, in motion or not: has no dispatch more than it needs', async () => {
    const one = { ...params, octaves: 1, steps: 1 };
    const engine = await dream(1, one);
    let shown = 1;
    const workOf = async (settings: DreamParams) => {
      for (let times = 0; times < 2; times++) {
        await frame(engine, source, timestampOf(++shown), settings);
        await engine.prepared();
      }
      const dispatches = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
      const copies = vi.spyOn(GPUCommandEncoder.prototype, 'copyBufferToBuffer');
      // The clock stands: nothing is due to be read back.
      vi.spyOn(performance, 'now').mockReturnValue(0);
      await frame(engine, source, timestampOf(++shown), settings);
      const work = { dispatches: dispatches.mock.calls.length, copies: copies.mock.calls.length };
      vi.restoreAllMocks();
      return work;
    };
    const plain = await workOf(one);
    const by = async (rule: Partial<DreamParams['rule']>) => (await workOf({ ...one, rule: { ...TUTORIAL_RULE, ...rule } })).dispatches;
    expect(await by({ normalise: 'mean-abs' })).toBe(plain.dispatches);
    expect(await by({ variation: 0.1 })).toBe(plain.dispatches + 1);
    expect(await by({ smoothing: 1 })).toBe(plain.dispatches + 4);
    expect(await by({ laplacian: 4 })).toBe(plain.dispatches + 4 + 2 + 4);
    const moving = await workOf({ ...one, feedback: { ...NO_FEEDBACK, zoom: 1.1 } });
    expect(moving).toEqual({ dispatches: plain.dispatches, copies: plain.copies + 1 });
    expect(await workOf(one)).toEqual(plain);
  });
});

describe('a deterministic dream', () => {
  const everything: DreamParams = {
    ...deterministic,
    octaveOrder: 'all',
    octaveFirst: 1,
    rule: { normalise: 'rms', smoothing: 0.5, laplacian: 2, variation: 0.1 },
    feedback: { zoom: 1.2, rotate: 10, driftX: 0.1, driftY: -0.1 },
  };

  it('of the same seed and frames: is the same to the last bit, whenever its rule is compiled; of another seed, another', async () => {
    const details: Float32Array[] = [];
    for (const [warm, seed] of [
      [true, 5],
      [false, 5],
      [true, 6],
    ] as const) {
      const settings = { ...everything, seed };
      const engine = await testEngine(device);
      if (warm) await warmUp(engine, source, settings);
      for (let index = 0; engine.stats().dreamt < 4; index++) await frame(engine, source, timestampOf(index), settings);
      details.push(await detailOf(device, engine));
    }
    expect(details[1]).toEqual(details[0]);
    expect(details[2]).not.toEqual(details[0]);
    expect(rms(details[0] ?? new Float32Array())).toBeGreaterThan(0.01);
  });

  it('begun anew, or given its seed again: is what it was', async () => {
    const engine = await dream(4, deterministic);
    const first = await detailOf(device, engine);
    engine.reset();
    for (let index = 5; index <= 8; index++) await frame(engine, source, timestampOf(index), deterministic);
    expect(await detailOf(device, engine)).toEqual(first);
  });
});

describe('octaves', () => {
  it('all in one turn: are as strong as in turn, in one cycle', async () => {
    const settings = { ...params, halfLife: 0.3, steps: 1 };
    const inTurn = await dream(12, settings);
    const all = await dream(12, { ...settings, octaveOrder: 'all' });
    expect(inTurn.lastTurn).toMatchObject({ number: 12, octaves: 3, cycle: 3 });
    expect(all.lastTurn).toMatchObject({ number: 12, octaves: 3, cycle: 1 });
    const ratio = rms(await detailOf(device, all)) / rms(await detailOf(device, inTurn));
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.4);
  });

  it('all in one turn, cut into slices: end as the whole turn does', async () => {
    const settings: DreamParams = { ...params, octaveOrder: 'all' };
    const whole = await dream(1, settings);
    const sliced = await dream(1, settings, 0);
    let slices = 1;
    for (; sliced.climbing; slices++) {
      sliced.climb();
      await sliced.submit();
    }
    expect(slices).toBeGreaterThan(2);
    expect(await detailOf(device, sliced)).toEqual(await detailOf(device, whole));
  });

  it('from the second on: leave the dream its size and out its finest detail', async () => {
    const engine = await dream(6, { ...params, octaveFirst: 2, octaves: 1 });
    expect(engine.stats()).toMatchObject({ width: 48, height: 36, dreamt: 6 });
    const [fine, coarse] = [await detailOf(device, await dream(6, { ...params, octaves: 1 })), await detailOf(device, engine)];
    expect(roughness(coarse)).toBeLessThan(0.8 * roughness(fine));
    expect(rms(coarse)).toBeGreaterThan(0.02);
  });

  it('in another order or by another rule from one frame to the next: dream on', async () => {
    const engine = await dream(3, params);
    const changes: Partial<DreamParams>[] = [
      { octaveOrder: 'all' },
      { rule: { ...TUTORIAL_RULE, laplacian: 3 } },
      { rule: { ...TUTORIAL_RULE, smoothing: 1, normalise: 'mean-abs' }, octaveOrder: 'all' },
      {},
    ];
    let index = 4;
    for (const change of changes) {
      const settings = { ...params, ...change };
      for (let last = index + 2; index < last; index++) {
        await frame(engine, source, timestampOf(index), settings);
        await engine.prepared();
      }
    }
    expect(engine.stats().dreamt).toBe(index - 1);
    const strength = rms(await detailOf(device, engine));
    expect(strength).toBeGreaterThan(0.05);
    expect(strength).toBeLessThan(0.6);
  });
});

/** How much neighbours differ, by the strength of all. */
function roughness(detail: Float32Array): number {
  const differences = detail.subarray(4).map((value, index) => value - (detail[index] ?? NaN));
  return rms(differences) / rms(detail);
}

/** A spot of light at (x, y) of the dream. */
function spot(x: number, y: number) {
  const data = new Float32Array(4 * 48 * 36);
  for (let j = 0; j < 36; j++) {
    for (let i = 0; i < 48; i++) data.fill(0.5 * Math.exp(-((i - x) ** 2 + (j - y) ** 2) / 18), 4 * (j * 48 + i), 4 * (j * 48 + i) + 3);
  }
  return { width: 48, height: 36, data };
}

/** Where a spot's middle is, in pixels from the picture's, and how strong it is in all. */
function middleOf(detail: Float32Array): { readonly x: number; readonly y: number; readonly mass: number } {
  let [x, y, mass] = [0, 0, 0];
  for (let pixel = 0; pixel < 48 * 36; pixel++) {
    const value = detail[4 * pixel] ?? NaN;
    x += value * ((pixel % 48) - 23.5);
    y += value * (Math.floor(pixel / 48) - 17.5);
    mass += value;
  }
  return { x: x / mass, y: y / mass, mass };
}

describe('a dream in motion', () => {
  it.each([
    { feedback: { ...NO_FEEDBACK, zoom: 1.5 }, x: 9, y: 6, mass: 2.25 },
    { feedback: { ...NO_FEEDBACK, rotate: 90 }, x: -4, y: 6, mass: 1 },
    { feedback: { ...NO_FEEDBACK, driftX: 0.125, driftY: -0.25 }, x: 12, y: -5, mass: 1 },
  ])('by $feedback for a second: is at the same place at any rate of frames', async ({ feedback, x, y, mass }) => {
    const begun = spot(23.5 + 6, 17.5 + 4);
    for (const rate of [12, 30, 60]) {
      const settings: DreamParams = { ...params, steps: 0, halfLife: Infinity, feedback };
      const engine = await testEngine(device);
      engine.restore(begun);
      await frame(engine, source, 0, { ...settings, feedback: NO_FEEDBACK });
      for (let index = 1; index <= rate; index++) await frame(engine, source, timestampOf(index, rate), settings);
      const ended = middleOf(await detailOf(device, engine));
      expect(ended.x, String(rate)).toBeCloseTo(x, 0.7);
      expect(ended.y, String(rate)).toBeCloseTo(y, 0.7);
      expect(ended.mass / middleOf(begun.data).mass / mass, String(rate)).toBeCloseTo(1, 1.3);
    }
  });

  it('slow, moves between its turns for all the time since the last', async () => {
    const settings: DreamParams = { ...params, halfLife: Infinity, feedback: { ...NO_FEEDBACK, driftX: 1 } };
    const engine = await testEngine(device, { sliceMs: 0 });
    await warmUp(engine, source, settings);
    await frame(engine, source, timestampOf(1), settings);
    const copies = vi.spyOn(GPUCommandEncoder.prototype, 'copyBufferToBuffer');
    const moved = (): number => copies.mock.calls.filter(([from]) => from === engine.detailBuffer).length;
    for (let index = 2; engine.climbing; index++) {
      await frame(engine, source, timestampOf(index), settings);
      expect(moved()).toBe(0);
    }
    await frame(engine, source, timestampOf(40), settings);
    expect(moved()).toBe(1);
  });

  it('for a long time: neither blows up nor dies', async () => {
    const one = { ...params, octaves: 1, steps: 1, halfLife: 0.7 };
    const after = async (seconds: readonly number[], settings: DreamParams): Promise<readonly number[]> => {
      const engine = await testEngine(device);
      await warmUp(engine, source, settings);
      const strengths: number[] = [];
      for (let index = 1; index <= 12 * Math.max(...seconds); index++) {
        await frame(engine, source, timestampOf(index, 12), settings);
        if (seconds.includes(index / 12)) strengths.push(rms(await detailOf(device, engine)));
      }
      return strengths;
    };
    const [still = NaN] = await after([2], one);
    const moving = { ...one, feedback: { zoom: 1.15, rotate: 8, driftX: 0, driftY: 0 } };
    const strengths = (await after([2, 3, 4], moving)).map((strength) => strength / still);
    expect(Math.min(...strengths)).toBeGreaterThan(0.4);
    expect(Math.max(...strengths)).toBeLessThan(1.3);
    expect(Math.max(...strengths) / Math.min(...strengths)).toBeLessThan(1.25);
  });
});

describe('original colours', () => {
  it('under a strong dream: are the camera’s within 2/255, and light and shade are the dream’s', async () => {
    const engine = await dream(20, { ...params, halfLife: 10, originalColours: true });
    if (!engine.output) throw new TypeError('Expected a picture.');
    const shown = await downloadTexture(device, engine.output);
    let [chroma, light] = [0, 0];
    for (let pixel = 0; pixel < shown.length; pixel += 4) {
      const [r = NaN, g = NaN, b = NaN] = [0, 1, 2].map((channel) => (shown[pixel + channel] ?? NaN) - (bytes[pixel + channel] ?? NaN));
      chroma = Math.max(chroma, Math.abs(r - g), Math.abs(g - b), Math.abs(b - r));
      light = Math.max(light, Math.abs(g));
    }
    expect(chroma).toBeLessThanOrEqual(2);
    expect(light).toBeGreaterThan(30);
  });
});
