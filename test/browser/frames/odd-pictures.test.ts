import { beforeAll, describe, expect, it } from 'vitest';
import { detailOf, frame, params, testEngine, timestampOf, warmUp } from '../../support/frames/engine.ts';
import { downloadTexture, testDevice, uploadTexture } from '../../support/frames/gpu.ts';
import { largestDifference, randomBytes, rms, softBytes } from '../../support/frames/pictures.ts';

let device: GPUDevice;

beforeAll(async () => {
  device = await testDevice();
});

const flat = { width: 48, height: 36 };

describe('an odd picture', () => {
  it.each([
    ['of one column', { width: 1, height: 40 }, null],
    ['of two rows', { width: 90, height: 2 }, null],
    ['of one pixel', { width: 1, height: 1 }, null],
    ['upright', { width: 36, height: 64 }, null],
    ['of one grey', flat, new Uint8Array(4 * flat.width * flat.height).fill(128)],
    ['all white', flat, new Uint8Array(4 * flat.width * flat.height).fill(255)],
  ])('%s: is dreamt of, Δ finite and within the picture', async (_, size, given) => {
    const source = uploadTexture(device, size, given ?? randomBytes(size, 3));
    const engine = await testEngine(device);
    await warmUp(engine, source);
    for (let index = 1; index <= 6; index++) await frame(engine, source, timestampOf(index));
    expect(engine.stats()).toMatchObject({ dreamt: 6, outputWidth: Math.max(2, size.width), outputHeight: Math.max(2, size.height) });
    const detail = await detailOf(device, engine);
    expect(detail.every((value) => Math.abs(value) <= 2)).toBe(true);
    expect(rms(detail)).toBeGreaterThan(0);
  });

  it('that turns upright while it is dreamt: the dream turns too', async () => {
    const engine = await testEngine(device);
    const [wide, tall] = [
      { width: 64, height: 48 },
      { width: 48, height: 64 },
    ];
    const [lying, upright] = [wide, tall].map((size) => uploadTexture(device, size, softBytes(size)));
    if (!lying || !upright) throw new TypeError('Expected two pictures.');
    await warmUp(engine, lying);
    for (let index = 1; index <= 3; index++) await frame(engine, lying, timestampOf(index));
    await frame(engine, upright, timestampOf(4));
    expect(engine.stats()).toMatchObject({ width: 48, height: 36, outputWidth: 48, outputHeight: 64 });
    await engine.prepared();
    await frame(engine, upright, timestampOf(5));
    expect(engine.stats()).toMatchObject({ width: 36, height: 48, dreamt: 5 });
    expect(rms(await detailOf(device, engine))).toBeGreaterThan(0.01);
  });
});

describe('weights of zero', () => {
  it('climb nothing: Δ stays exactly 0, and the picture is the camera’s', async () => {
    const bytes = softBytes(flat);
    const source = uploadTexture(device, flat, bytes);
    const engine = await testEngine(device);
    const settings = { ...params, objective: [{ layer: 'tiny0', kind: 'mean', weight: 0 }] as const };
    await warmUp(engine, source, settings);
    for (let index = 1; index <= 4; index++) await frame(engine, source, timestampOf(index), settings);
    expect(engine.stats().dreamt).toBe(4);
    expect((await detailOf(device, engine)).every((value) => value === 0)).toBe(true);
    if (!engine.output) throw new TypeError('Expected a picture.');
    expect(largestDifference(await downloadTexture(device, engine.output), bytes)).toBe(0);
  });
});
