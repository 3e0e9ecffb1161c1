import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { requestDevice } from '../../../src/engine/device.ts';
import { EngineError } from '../../../src/engine/errors.ts';
import type { DreamParams } from '../../../src/engine/dream-params.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { countCalls } from '../../support/frames/counting.ts';
import { detailOf, frame, params, testEngine, timestampOf, warmUp } from '../../support/frames/engine.ts';
import { downloadTexture, ownDevice, testDevice, uploadTexture } from '../../support/frames/gpu.ts';
import { largestDifference, rms, softBytes } from '../../support/frames/pictures.ts';
import { growTwin } from '../../support/frames/twins.ts';
import { tinyFiles } from '../../support/tiny-network.ts';

const size = { width: 96, height: 72 };
const bytes = softBytes(size);

let device: GPUDevice;
let source: GPUTexture;

beforeAll(async () => {
  device = await testDevice();
  source = uploadTexture(device, size, bytes);
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** Frames 1 to `count` after a warm-up. */
async function dream(count: number, settings: DreamParams = params, rate = 30, sliceMs = Infinity) {
  const engine = await testEngine(device, { sliceMs });
  await warmUp(engine, source, settings);
  for (let index = 1; index <= count; index++) await frame(engine, source, timestampOf(index, rate), settings);
  return engine;
}

/** The largest difference of what is shown from the source, in bytes. */
async function shownDifference(engine: { readonly output: GPUTexture | null }): Promise<number> {
  if (!engine.output) throw new TypeError('Expected a picture.');
  return largestDifference(await downloadTexture(device, engine.output), bytes);
}

describe('Δ', () => {
  it('with zero steps, stays exactly 0', async () => {
    const engine = await dream(6, { ...params, steps: 0 });
    expect(engine.dreaming).toBe(true);
    expect((await detailOf(device, engine)).every((value) => Object.is(value, 0))).toBe(true);
    expect(await shownDifference(engine)).toBe(0);
    expect(engine.stats().dreamt).toBe(0);
  });

  it('after ten frames, is there, bounded, and shown', async () => {
    const engine = await dream(10);
    const detail = await detailOf(device, engine);
    expect(rms(detail)).toBeGreaterThan(0.05);
    expect(rms(detail)).toBeLessThan(0.5);
    expect(await shownDifference(engine)).toBeGreaterThan(20);
    expect(engine.stats()).toMatchObject({ dreamt: 10, width: 48, height: 36, outputWidth: 96, outputHeight: 72, steps: 2 });
  });

  it('at intensity 0, leaves the camera within 2/255', async () => {
    const engine = await dream(8, { ...params, intensity: 0 });
    expect(rms(await detailOf(device, engine))).toBeGreaterThan(0.05);
    expect(await shownDifference(engine)).toBeLessThanOrEqual(2);
  });

  it('once climbing ends, halves in its half-life', async () => {
    const engine = await dream(10);
    const before = await detailOf(device, engine);
    for (let index = 11; index <= 70; index++) await frame(engine, source, timestampOf(index), { ...params, steps: 0 });
    expect(rms(await detailOf(device, engine)) / rms(before)).toBeCloseTo(0.5, 2);
  });

  it('by timestamps of 15, 30 and 60 frames a second, is equally strong within 10 %', async () => {
    const settings = { ...params, halfLife: 0.3, octaves: 1 };
    const strengths: number[] = [];
    for (const rate of [15, 30, 60]) strengths.push(rms(await detailOf(device, await dream(rate, settings, rate))));
    const [slow = NaN, usual = NaN, fast = NaN] = strengths;
    expect(slow / usual).toBeGreaterThan(0.9);
    expect(slow / usual).toBeLessThan(1.1);
    expect(fast / usual).toBeGreaterThan(0.9);
    expect(fast / usual).toBeLessThan(1.1);
  });

  it('after reset, is 0', async () => {
    const engine = await dream(4);
    engine.restore({ width: 1, height: 1, data: new Float32Array(4).fill(0.3) });
    expect(engine.detail()).not.toBeNull();
    engine.reset();
    expect(engine.detail()).toBeNull();
    engine.present(params);
    await engine.submit();
    expect(rms(await detailOf(device, engine))).toBe(0);
    expect(await shownDifference(engine)).toBe(0);
  });

  it('with the same seed and frames, is the same to the last bit', async () => {
    const [first, second] = [await dream(5), await dream(5)];
    expect(await detailOf(device, first)).toEqual(await detailOf(device, second));
  });

  it('when the dream size changes, goes over to it', async () => {
    const engine = await dream(12);
    const before = await detailOf(device, engine);
    const larger = { ...params, dreamSize: 64, steps: 0, halfLife: Infinity };
    await frame(engine, source, timestampOf(13), larger);
    expect(engine.stats().width).toBe(48);
    await engine.prepared();
    await frame(engine, source, timestampOf(13), larger);
    expect(engine.stats()).toMatchObject({ width: 64, height: 48 });
    const expected = growTwin(before, { width: 48, height: 36 }, { width: 64, height: 48 });
    expect(largestDifference(await detailOf(device, engine), expected)).toBeLessThan(1e-4);
    await frame(engine, source, timestampOf(14), { ...larger, steps: 2 });
    expect(engine.stats().dreamt).toBe(13);
  });

  it('after the device is gone, is restored in the next engine', async () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
    const engine = await dream(6);
    expect(engine.detail()).toBeNull();
    now.mockReturnValue(7000);
    await frame(engine, source, timestampOf(6), { ...params, steps: 0 });
    const expected = await detailOf(device, engine);
    const kept = engine.detail();
    if (!kept) throw new TypeError('Expected a copy of Δ after five seconds.');
    expect(kept.data).toEqual(expected);

    const second = await testEngine(device);
    second.restore(kept);
    await warmUp(second, source, { ...params, halfLife: Infinity });
    expect(largestDifference(await detailOf(device, second), expected)).toBeLessThan(1e-6);
    // Should that device go too, before the next copy is due or at another size, nothing is lost.
    expect(second.detail()).toEqual(kept);
    await warmUp(second, source, { ...params, dreamSize: 64, halfLife: Infinity });
    expect(second.stats().width).toBe(64);
    expect(second.detail()).toEqual(kept);
  });
});

describe('a frame', () => {
  it('on the fast path, is one submit and creates nothing after warm-up', async () => {
    const counted = await testDevice();
    const picture = uploadTexture(counted, size, bytes);
    const calls = countCalls(counted);
    const engine = await testEngine(counted);
    engine.attach(new OffscreenCanvas(1, 1));
    await warmUp(engine, picture);
    for (let index = 1; index <= 3; index++) await frame(engine, picture, timestampOf(index));
    for (const name of Object.keys(calls)) calls[name] = 0;
    for (let index = 4; index < 14; index++) await frame(engine, picture, timestampOf(index));
    const { submit, createCommandEncoder, onSubmittedWorkDone, ...created } = calls;
    expect({ submit, createCommandEncoder, onSubmittedWorkDone }).toEqual({
      submit: 10,
      createCommandEncoder: 10,
      onSubmittedWorkDone: 10,
    });
    expect(Object.entries(created).filter(([, count]) => count > 0)).toEqual([]);
    expect(engine.stats().dreamt).toBe(13);
  });

  it('of video, is shown within 2/255 and makes one bind group, that of its external texture', async () => {
    const counted = await testDevice();
    const engine = await testEngine(counted);
    const still = { ...params, steps: 0 };
    const video = (index: number) =>
      new VideoFrame(bytes, { format: 'RGBX', codedWidth: size.width, codedHeight: size.height, timestamp: timestampOf(index) });
    const show = async (index: number) => {
      const picture = video(index);
      engine.show(picture, picture.timestamp, still);
      const done = engine.submit();
      picture.close();
      await done;
    };
    for (let index = 0; index < 3; index++) await show(index);
    await engine.prepared();
    for (let index = 3; index < 6; index++) await show(index);
    const calls = countCalls(counted);
    for (let index = 6; index < 10; index++) await show(index);
    expect(calls['createBindGroup']).toBe(4);
    expect(calls['createBuffer']).toBe(0);
    if (!engine.output) throw new TypeError('Expected a picture.');
    expect(largestDifference(await downloadTexture(counted, engine.output), bytes)).toBeLessThanOrEqual(2);
  });

  it('mirrored, is shown mirrored', async () => {
    const engine = await dream(1, { ...params, steps: 0, mirror: true });
    const mirrored = bytes.map(
      (_, index) => bytes[4 * (Math.floor(index / 384) * 96 + 95 - (Math.floor(index / 4) % 96)) + (index % 4)] ?? NaN,
    );
    if (!engine.output) throw new TypeError('Expected a picture.');
    expect(largestDifference(await downloadTexture(device, engine.output), mirrored)).toBe(0);
  });

  it('larger than the output, is shown smaller, with even sides', async () => {
    const engine = await dream(1, { ...params, steps: 0, outputSize: 33 });
    expect(engine.stats()).toMatchObject({ outputWidth: 34, outputHeight: 24 });
  });

  it.each([
    ['steps', { steps: 1.5 }],
    ['stepSize', { stepSize: NaN }],
    ['halfLife', { halfLife: -1 }],
    ['objective', { objective: [] }],
    ['weight of tiny0', { objective: [{ layer: 'tiny0', kind: 'mean', weight: NaN }] }],
    ['weight of tiny0', { objective: [{ layer: 'tiny0', kind: 'mean', weight: Infinity }] }],
  ] as const)('with bad %s, throws bad-params that names it', async (name, bad) => {
    const engine = await testEngine(device);
    const act = () => {
      engine.show(source, 0, { ...params, ...bad });
    };
    expect(act).toThrow(EngineError);
    expect(act).toThrow(name);
  });
});

describe('a turn', () => {
  it('cut into slices, ends as the whole one does', async () => {
    const whole = await dream(2);
    const sliced = await testEngine(device, { sliceMs: 0 });
    await warmUp(sliced, source);
    let slices = 0;
    for (let index = 1; index <= 2; index++) {
      await frame(sliced, source, timestampOf(index));
      while (sliced.climbing) {
        sliced.climb();
        await sliced.submit();
        slices++;
      }
    }
    expect(slices).toBeGreaterThan(30);
    expect(sliced.stats().dreamt).toBe(2);
    expect(await detailOf(device, sliced)).toEqual(await detailOf(device, whole));
  });

  it('slow, goes on while frames are shown, and Δ waits for it', async () => {
    const engine = await testEngine(device, { sliceMs: 0 });
    const settings = { ...params, octaves: 1 };
    await warmUp(engine, source, settings);
    let frames = 0;
    while (engine.stats().dreamt < 2) await frame(engine, source, timestampOf(++frames), settings);
    expect(frames).toBeGreaterThan(40);
    const strength = rms(await detailOf(device, engine));
    const quick = rms(await detailOf(device, await dream(2, { ...settings, stepSize: 0.06 })));
    expect(strength).toBeGreaterThan(0.5 * quick);
    expect(engine.stats().gpuMs).toBeGreaterThan(0);
  });

  it('after many, the objective has risen', async () => {
    const engine = await testEngine(device);
    const settings = { ...params, octaves: 1 };
    await warmUp(engine, source, settings);
    const now = vi.spyOn(performance, 'now');
    const read: number[] = [];
    for (let index = 1; index <= 24; index++) {
      now.mockReturnValue(1000 * index);
      await frame(engine, source, timestampOf(index), settings);
      await device.queue.onSubmittedWorkDone();
      const { objective } = engine.stats();
      if (objective !== null) read.push(objective);
    }
    expect(read.length).toBeGreaterThan(15);
    expect(read.at(-1)).toBeGreaterThan(1.2 * (read[0] ?? NaN));
  });
});

describe('the engine', () => {
  it('with submits the GPU has not done, counts them', async () => {
    const engine = await testEngine(device);
    const submits = [0, 1, 2].map((index) => {
      engine.show(source, timestampOf(index), params);
      return engine.submit();
    });
    expect(engine.unfinished).toBe(3);
    await Promise.all(submits);
    expect(engine.unfinished).toBe(0);
  });

  it('asked for other layers, dreams on by the old ones until theirs are ready', async () => {
    const asked: string[] = [];
    const gate = Promise.withResolvers<undefined>();
    const engine = await testEngine(device, {
      network: async (layers) => {
        asked.push(layers.join());
        if (asked.length > 1) await gate.promise;
        return await loadGraph(tinyFiles(), layers);
      },
    });
    await warmUp(engine, source);
    const deeper: DreamParams = { ...params, objective: [{ layer: 'tiny1', kind: 'mean', weight: 1 }] };
    await frame(engine, source, timestampOf(1));
    await frame(engine, source, timestampOf(2), deeper);
    expect(engine.stats().dreamt).toBe(2);
    gate.resolve(undefined);
    await engine.prepared();
    await frame(engine, source, timestampOf(3), deeper);
    await frame(engine, source, timestampOf(4), deeper);
    expect(engine.stats().dreamt).toBe(4);
    expect(asked).toEqual(['tiny0', 'tiny1']);
  });

  it('whose network cannot be had, says so once and shows on', async () => {
    const errors: EngineError[] = [];
    const missing = new EngineError('model-missing', 'The file is not there.');
    const engine = await testEngine(device, { network: () => Promise.reject(missing), onError: (error) => errors.push(error) });
    for (let index = 0; index < 5; index++) await frame(engine, source, timestampOf(index));
    expect(errors).toEqual([missing]);
    expect(engine.dreaming).toBe(false);
    expect(await shownDifference(engine)).toBe(0);
  });

  it('whose device reports errors without end, tells one a second', async () => {
    const { device: own } = await requestDevice(navigator.gpu);
    const now = vi.spyOn(performance, 'now').mockReturnValue(5000);
    const errors: EngineError[] = [];
    await testEngine(own, { onError: (error) => errors.push(error) });
    const fail = (): boolean =>
      own.dispatchEvent(new GPUUncapturedErrorEvent('uncapturederror', { error: new GPUValidationError('bad binding') }));
    for (let count = 0; count < 5; count++) fail();
    expect(errors.map(({ code, message }) => [code, message])).toEqual([['device-failed', 'The GPU reported: bad binding']]);
    now.mockReturnValue(6001);
    for (let count = 0; count < 5; count++) fail();
    expect(errors).toHaveLength(2);
    own.destroy();
  });

  it('whose device we destroy, complains to nobody', async () => {
    const own = await ownDevice();
    const picture = uploadTexture(own, size, bytes);
    const errors: EngineError[] = [];
    const engine = await testEngine(own, { onError: (error) => errors.push(error) });
    await warmUp(engine, picture);
    own.destroy();
    await own.lost;
    engine.show(picture, 1e6, params);
    engine.climb();
    await engine.submit();
    expect(errors).toEqual([]);
  });

  it('whose device goes while plans are made and a turn is under way, ends both and tells nobody', async () => {
    const own = await ownDevice();
    const picture = uploadTexture(own, size, bytes);
    const errors: EngineError[] = [];
    const gate = Promise.withResolvers<undefined>();
    const engine = await testEngine(own, {
      sliceMs: 0,
      onError: (error) => errors.push(error),
      network: async (layers) => {
        if (layers.includes('tiny1')) await gate.promise;
        return await loadGraph(tinyFiles(), layers);
      },
    });
    await warmUp(engine, picture);
    await frame(engine, picture, timestampOf(1));
    expect(engine.climbing).toBe(true);
    await frame(engine, picture, timestampOf(2), { ...params, objective: [{ layer: 'tiny1', kind: 'mean', weight: 1 }] });
    own.destroy();
    await own.lost;
    expect(engine.climbing).toBe(false);
    gate.reject(new EngineError('model-missing', 'The file is not there.'));
    await engine.prepared();
    expect(errors).toEqual([]);
  });

  it('asked for a channel that is not there, says so once and shows on', async () => {
    const errors: EngineError[] = [];
    const engine = await testEngine(device, { onError: (error) => errors.push(error) });
    await warmUp(engine, source);
    const wrong: DreamParams = { ...params, objective: [{ layer: 'tiny0', kind: 'channel', channel: 999, weight: 1 }] };
    for (let index = 1; index <= 3; index++) await frame(engine, source, timestampOf(index), wrong);
    expect(errors.map(({ code }) => code)).toEqual(['bad-params']);
    expect(rms(await detailOf(device, engine))).toBe(0);
  });

  it.each([true, false])('asked for a snapshot, with a canvas %s: a PNG of the output', async (attached) => {
    const engine = await testEngine(device);
    if (attached) engine.attach(new OffscreenCanvas(1, 1));
    await warmUp(engine, source);
    await frame(engine, source, timestampOf(1));
    await frame(engine, source, timestampOf(2));
    const blob = await engine.snapshot();
    expect(blob.type).toBe('image/png');
    const picture = await createImageBitmap(blob);
    const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
    context?.drawImage(picture, 0, 0);
    const pixels = context?.getImageData(0, 0, picture.width, picture.height).data ?? [];
    if (!engine.output) throw new TypeError('Expected a picture.');
    expect(largestDifference(pixels, await downloadTexture(device, engine.output))).toBe(0);
    expect(await shownDifference(engine)).toBeGreaterThan(3);
  });

  it('with a canvas, shows the output on it; with another, there', async () => {
    const engine = await testEngine(device);
    await warmUp(engine, source);
    for (const canvas of [new OffscreenCanvas(1, 1), new OffscreenCanvas(7, 7)]) {
      engine.attach(canvas);
      engine.present(params);
      const done = engine.submit();
      const picture = canvas.transferToImageBitmap();
      await done;
      const context = new OffscreenCanvas(size.width, size.height).getContext('2d');
      context?.drawImage(picture, 0, 0);
      expect(largestDifference(context?.getImageData(0, 0, size.width, size.height).data ?? [], bytes)).toBe(0);
    }
  });
});
