import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { counting } from '../../../bench/page/counter.ts';
import { measureFrames } from '../../../bench/page/frames.ts';
import { OurGradient } from '../../../bench/page/ours.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import type { Objective } from '../../../src/engine/objective.ts';
import { makeBlueprint } from '../../../src/engine/plan/blueprint.ts';
import type { Picture } from '../../../src/engine/plan/gradient.ts';
import { testDevice } from '../../support/frames/gpu.ts';
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
afterAll(() => {
  device.destroy();
});

describe('what a frame asks of WebGPU, on the tiny network', () => {
  test('of one step and of two: one submit, two small writes, no read-back, nothing created', async () => {
    const { frame, step } = await measureFrames(device, graph, picture, objective);
    // A step besides the plan: roll, two of statistics, ascend. A frame besides its step: import twice, carry, shrink, keep, present twice.
    expect(step).toEqual({ ...nothingElse, dispatches: planned + 4, draws: 0, submits: 0, bindGroupsSet: planned + 4, writeBuffers: 0 });
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
