import { beforeAll, describe, expect, test } from 'vitest';
import { counting } from '../../../bench/page/counter.ts';
import { measureFrames } from '../../../bench/page/frames.ts';
import { MemoryWatch } from '../../../bench/page/memory.ts';
import { OurGradient } from '../../../bench/page/ours.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import type { Objective } from '../../../src/engine/objective.ts';
import { makeBlueprint } from '../../../src/engine/plan/blueprint.ts';
import type { Picture } from '../../../src/engine/plan/gradient.ts';
import { ownDevice, testDevice } from '../../support/frames/gpu.ts';
import { random } from '../../support/random.ts';
import { tinyFiles } from '../../support/tiny-network.ts';

const objective: Objective = [{ layer: 'tiny2', kind: 'mean', weight: 1 }];
const next = random(1);
const picture: Picture = { width: 48, height: 36, data: Float32Array.from({ length: 48 * 36 * 3 }, () => 2 * next() - 1) };
const graph = await loadGraph(tinyFiles(), ['tiny2']);
const { length: planned } = makeBlueprint(graph, picture, ['tiny2']).steps;
const nothingElse = { readBacks: 0, buffersCreated: 0, bindGroupsCreated: 0, texturesCreated: 0, pipelinesCreated: 0 };

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});

describe('what a frame asks of WebGPU, on the tiny network', () => {
  test('of one step and of two: one submit, two small writes, no read-back, nothing created', async () => {
    const { frame, step } = await measureFrames(device, graph, picture, objective);
    // A step besides the plan: ascend. A frame besides its step: import twice, carry, shrink, keep, present twice.
    expect(step).toEqual({ ...nothingElse, dispatches: planned + 1, draws: 0, submits: 0, bindGroupsSet: planned + 1, writeBuffers: 0 });
    expect(frame).toEqual({
      ...nothingElse,
      dispatches: step.dispatches + 7,
      draws: 1,
      submits: 1,
      bindGroupsSet: step.bindGroupsSet + 7,
      writeBuffers: 2,
    });
  });

  test('a gradient: the planned dispatches in one submit', async () => {
    const ours = await OurGradient.create(device, graph, picture, objective);
    const { queue, done } = ours.contestant();
    const counts = await counting(async () => {
      queue();
      await done();
    });
    ours.destroy();
    expect(counts).toEqual({ ...nothingElse, dispatches: planned, draws: 0, submits: 1, bindGroupsSet: planned, writeBuffers: 0 });
  });
});

describe('the memory of a frame, on the tiny network', () => {
  test('is all held at once, arena, weights and pictures among it', async () => {
    const { engine } = await measureFrames(device, graph, picture, objective);
    const { arenaBytes, bitsBytes } = makeBlueprint(graph, picture, ['tiny2']);
    // Four pictures of four float32 a pixel at the least: live, Δ, what is climbed and its gradient.
    expect(engine.steady).toBeGreaterThan(arenaBytes + bitsBytes + 4 * 16 * picture.width * picture.height);
    expect(engine.peak).toBeGreaterThanOrEqual(engine.steady);
  });
});

describe('the watch over memory', () => {
  const buffer = (bytes: number) => device.createBuffer({ label: 'some', size: bytes, usage: GPUBufferUsage.COPY_DST });

  test('adds what is made and takes off what is destroyed, buffers and textures, until it is stopped', () => {
    const watch = new MemoryWatch();
    const [first, second] = [buffer(1000), buffer(500)];
    const usage = GPUTextureUsage.COPY_DST;
    const texture = device.createTexture({ label: 'a texture', size: [10, 5], format: 'rgba16float', usage });
    expect(watch.bytes).toEqual({ peak: 1900, steady: 1900 });
    expect(watch.parts).toEqual([
      { name: 'some', bytes: 1500 },
      { name: 'a texture', bytes: 400 },
    ]);
    first.destroy();
    first.destroy();
    texture.destroy();
    expect(watch.bytes).toEqual({ peak: 1900, steady: 500 });
    watch.stop();
    buffer(4000).destroy();
    second.destroy();
    expect(watch.bytes).toEqual({ peak: 1900, steady: 500 });
  });

  test('takes off everything of a device that is destroyed', async () => {
    const other = await ownDevice();
    const watch = new MemoryWatch();
    other.createBuffer({ size: 640, usage: GPUBufferUsage.COPY_DST });
    const ours = buffer(16);
    other.destroy();
    watch.stop();
    ours.destroy();
    expect(watch.bytes).toEqual({ peak: 656, steady: 16 });
  });
});

describe('the counter', () => {
  test('counts a read-back and what is created, and nothing once it is done', async () => {
    const read = async () => {
      const buffer = device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
      device.queue.writeBuffer(buffer, 0, new Float32Array(4));
      await buffer.mapAsync(GPUMapMode.READ);
      buffer.destroy();
    };
    const counts = await counting(read);
    await read();
    expect(counts).toMatchObject({ readBacks: 1, buffersCreated: 1, writeBuffers: 1, submits: 0 });
  });
});
