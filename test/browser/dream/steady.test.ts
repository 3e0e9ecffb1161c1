import { memory } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DreamLoop } from '../../../src/streams/worker/dream-loop.ts';
import { framesFromStream } from '../../../src/streams/worker/frames-from.ts';
import { DemoClouds } from '../../../src/streams/sources/demo.ts';
import { params, testEngine } from '../../support/frames/engine.ts';
import { testDevice } from '../../support/frames/gpu.ts';
import { ResourceWatch } from './resource-watch.ts';

let watch: ResourceWatch;

beforeEach(() => {
  watch = new ResourceWatch();
});

afterEach(() => {
  watch.end();
});

const sleep = async (seconds: number): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
};

it('the dream, 200 frames after its start, holds no more memory, frames and tensors, and has made nothing', async () => {
  const device = await testDevice();
  const engine = await testEngine(device);
  engine.attach(new OffscreenCanvas(1, 1));
  const frames = new DemoClouds().frames({ now: () => performance.now() / 1000, wanted: () => !loop.counts.waiting, sleep });
  const failures: unknown[] = [];
  const settings = { ...params, outputSize: 320 };
  const loop: DreamLoop = new DreamLoop(framesFromStream(frames), settings, {
    shows: () => undefined,
    shown: () => undefined,
    done: () => undefined,
    failed: (error) => failures.push(error),
  });
  loop.setEngine(engine);
  const dreamt = async (count: number): Promise<void> => {
    await expect.poll(() => engine.stats().dreamt, { timeout: 200_000 }).toBeGreaterThanOrEqual(count);
  };
  // The copies of Δ and the objective's readings have happened once each by then.
  await dreamt(40);
  const [before, made, tensors] = [watch.live(), watch.made, memory().numTensors];
  await dreamt(240);
  const after = watch.live();
  expect(watch.made).toBe(made);
  expect(after).toMatchObject({ buffers: before.buffers, textures: before.textures, bytes: before.bytes });
  expect(after.frames).toBeLessThanOrEqual(1);
  expect(memory().numTensors).toBe(tensors);
  expect(failures).toEqual([]);
  loop.end();
  expect(loop.counts.opened).toBeGreaterThanOrEqual(240);
  expect(loop.counts.closed).toBe(loop.counts.opened);
  engine.destroy();
  await expect.poll(() => watch.live()).toEqual({ buffers: 0, textures: 0, bytes: 0, frames: 0 });
});
