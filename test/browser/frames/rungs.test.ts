import { beforeAll, describe, expect, it } from 'vitest';
import type { DreamParams } from '../../../src/engine/dream-params.ts';
import { type Calls, countCalls } from '../../support/frames/counting.ts';
import { detailOf, frame, params, testEngine, timestampOf, warmUp } from '../../support/frames/engine.ts';
import { testDevice, uploadTexture } from '../../support/frames/gpu.ts';
import { rms, softBytes } from '../../support/frames/pictures.ts';
import { ResourceWatch } from '../dream/resource-watch.ts';

const size = { width: 96, height: 72 };

let device: GPUDevice;
let source: GPUTexture;

beforeAll(async () => {
  device = await testDevice();
  source = uploadTexture(device, size, softBytes(size));
});

/** A rung of a short ladder whose other sizes are all near. */
function rung(dreamSize: number, change: Partial<DreamParams> = {}): DreamParams {
  const near = [40, 48, 64].filter((other) => other !== dreamSize);
  return { ...params, octaves: 2, dreamSize, sizes: { largest: 64, near }, ...change };
}

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / ((values.length / 4) * 3);

const pipelineCalls = ['createShaderModule', 'createComputePipeline', 'createComputePipelineAsync', 'createRenderPipelineAsync'] as const;

function reset(calls: Calls): void {
  for (const name of Object.keys(calls)) calls[name] = 0;
}

describe('a change of rung', () => {
  it('to a neighbour, takes effect with that very frame and makes no pipeline; only once pictures and their bind groups', async () => {
    const counted = await testDevice();
    const picture = uploadTexture(counted, size, softBytes(size));
    const engine = await testEngine(counted);
    const calls = countCalls(counted);
    await warmUp(engine, picture, rung(48));
    for (let index = 1; index <= 3; index++) await frame(engine, picture, timestampOf(index), rung(48));
    reset(calls);
    await frame(engine, picture, timestampOf(4), rung(64));
    expect(engine.stats()).toMatchObject({ width: 64, dreamt: 4 });
    expect(engine.lastTurn).toMatchObject({ number: 4, dreamSize: 64, steps: 2, octaves: 2 });
    for (const name of pipelineCalls) expect(calls[name], name).toBe(0);
    expect(calls['submit']).toBe(1);
    expect(calls['createTexture']).toBe(0);
    expect(calls['createBuffer']).toBeLessThanOrEqual(8);
    expect(calls['createBindGroup']).toBeLessThanOrEqual(11);
    await frame(engine, picture, timestampOf(5), rung(64));
    await engine.prepared();
    reset(calls);
    for (let index = 6; index <= 9; index++) await frame(engine, picture, timestampOf(index), rung(64));
    const { submit, createCommandEncoder, onSubmittedWorkDone, ...created } = calls;
    expect([submit, createCommandEncoder, onSubmittedWorkDone]).toEqual([4, 4, 4]);
    expect(Object.entries(created).filter(([, count]) => count > 0)).toEqual([]);
  });

  it('up or down, leaves Δ as it was', async () => {
    const engine = await testEngine(device);
    await warmUp(engine, source, rung(48));
    for (let index = 1; index <= 8; index++) await frame(engine, source, timestampOf(index), rung(48));
    for (const next of [64, 48, 40]) {
      const before = await detailOf(device, engine);
      await frame(engine, source, timestampOf(8), rung(next, { steps: 0, halfLife: Infinity }));
      const after = await detailOf(device, engine);
      expect(engine.stats().width).toBe(next);
      expect(mean(after)).toBeCloseTo(mean(before), 3);
      expect(rms(after) / rms(before)).toBeGreaterThan(0.8);
      expect(rms(after) / rms(before)).toBeLessThan(1.05);
    }
  });

  it('to fewer and longer steps, dreams as strongly', async () => {
    const strengths: number[] = [];
    for (const [steps, stepSize] of [
      [2, 0.02],
      [1, 0.04],
    ] as const) {
      const engine = await testEngine(device);
      const settings = rung(48, { steps, stepSize, halfLife: 0.3, octaves: 1 });
      await warmUp(engine, source, settings);
      for (let index = 1; index <= 24; index++) await frame(engine, source, timestampOf(index), settings);
      strengths.push(rms(await detailOf(device, engine)));
    }
    const [two = NaN, one = NaN] = strengths;
    expect(one / two).toBeGreaterThan(0.8);
    expect(one / two).toBeLessThan(1.25);
  });

  it('made 100 times, leaves no more memory behind than one', async () => {
    const watch = new ResourceWatch();
    const own = await testDevice();
    const picture = uploadTexture(own, size, softBytes(size));
    const engine = await testEngine(own);
    const walk = [40, 48, 64, 48] as const;
    await warmUp(engine, picture, rung(48));
    const change = async (index: number): Promise<void> => {
      await frame(engine, picture, timestampOf(index), rung(walk[index % 4] ?? 48, { steps: 1, octaves: 1 }));
    };
    for (let index = 1; index <= 4; index++) await change(index);
    await engine.prepared();
    for (let index = 5; index <= 8; index++) await change(index);
    const before = watch.live();
    const sizes = new Set<number>();
    for (let index = 9; index <= 108; index++) {
      await change(index);
      sizes.add(engine.stats().width);
    }
    expect([...sizes].sort()).toEqual([40, 48, 64]);
    expect(watch.live()).toEqual(before);
    watch.end();
  });
});

describe('a deterministic dream', () => {
  it('whatever the slices, the timestamps and the time plans take, is the same to the last bit', async () => {
    const settings: DreamParams = { ...params, deterministic: true };
    const details: Float32Array[] = [];
    for (const [sliceMs, rate] of [
      [Infinity, 30],
      [0, 7],
    ] as const) {
      const engine = await testEngine(device, { sliceMs });
      // Not warmed up: the second begins to climb when it can.
      for (let index = 0; engine.stats().dreamt < 6; index++) {
        await frame(engine, source, timestampOf(index, rate), settings);
        if (index === 0 && sliceMs === 0) await engine.prepared();
      }
      expect(engine.climbing).toBe(false);
      details.push(await detailOf(device, engine));
    }
    expect(details[0]).toEqual(details[1]);
  });
});
