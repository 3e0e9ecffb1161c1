import { beforeAll, describe, expect, it } from 'vitest';
import { decayOver } from '../../../src/engine/carry/carry.ts';
import { DreamPictures } from '../../../src/engine/carry/dream-pictures.ts';
import { halfOf } from '../../../src/engine/carry/follow-layout.ts';
import { Follow } from '../../../src/engine/carry/follow.ts';
import { motionOver } from '../../../src/engine/carry/motion.ts';
import { createFollowKernels } from '../../../src/engine/follow-kernels.ts';
import { FrameUniform } from '../../../src/engine/kernels/frame.ts';
import { HoldKernel, meansBytes } from '../../../src/engine/kernels/hold.ts';
import { KeepKernel } from '../../../src/engine/kernels/keep.ts';
import { Pipelines } from '../../../src/engine/kernels/pipelines.ts';
import { FollowingWarpKernel } from '../../../src/engine/kernels/warp.ts';
import type { Size } from '../../../src/engine/octaves.ts';
import { followingTwin, holdTwin, keepMovedTwin } from '../../support/frames/flow-twins-carry.ts';
import { fieldOf, followFrame, frameBuffer } from '../../support/frames/flow-twins-frame.ts';
import { apart, waves } from '../../support/frames/flow-twins-grid.ts';
import { download, empty, run, SLOT, testDevice, turnUniform, upload } from '../../support/frames/gpu.ts';
import { randomPicture } from '../../support/frames/pictures.ts';

/** Every last workgroup and block is partial. */
const dream: Size = { width: 47, height: 37 };
const half = halfOf(dream);

let device: GPUDevice;
let pipelines: Pipelines;

beforeAll(async () => {
  device = await testDevice();
  pipelines = new Pipelines(device);
});

describe('hold', () => {
  it.each([dream, { width: 33, height: 16 }])('of %o: the mean of each block, of as much as there is of it', async (size) => {
    const detail = randomPicture(size, 30);
    const means = empty(device, meansBytes(size) / 4);
    const kernel = await HoldKernel.create(device, pipelines);
    run(device, [kernel.dispatch(frameBuffer(device, followFrame(size, {})), upload(device, detail), means, size)]);
    expect(apart(await download(device, means), holdTwin(detail, size))).toBeLessThan(5e-6);
  });
});

describe('warp that follows', () => {
  const feedbacks = [
    { zoom: 1, rotate: 0, driftX: 0, driftY: 0 },
    { zoom: 1.1, rotate: 12, driftX: 0.1, driftY: -0.05 },
  ];
  it.each(feedbacks)('by %o besides: Δ from where the field says, faded by doubt, less of its means', async (feedback) => {
    const detail = randomPicture(dream, 31);
    const field = fieldOf(dream, waves(half, 2, 32, 6), (x, y) => 0.5 + 0.5 * Math.sin(x / 3 + y / 4));
    const means = Float32Array.from(holdTwin(waves(dream, 4, 33), dream));
    const carrying = { motion: motionOver(1, feedback, dream), decay: decayOver(0.05, 0.2), seconds: 0.05, hold: 0.25 };
    const frame = frameBuffer(device, followFrame(dream, { hold: carrying.hold }, carrying));
    const moved = empty(device, detail.length);
    const kernel = await FollowingWarpKernel.create(device, pipelines);
    const carried = { field: upload(device, field), means: upload(device, means) };
    run(device, [kernel.dispatch({ frame, before: upload(device, detail), detail: moved }, carried, dream)]);
    expect(apart(await download(device, moved), followingTwin(detail, dream, { ...carrying, field, means }))).toBeLessThan(2e-5);
  });
});

describe('keep, where Δ has moved since', () => {
  it.each([{ octave: { width: 21, height: 17 } }, { octave: dream }])(
    'from $octave: what was climbed moves as well',
    async ({ octave }) => {
      const [live, detail] = [randomPicture(dream, 34), randomPicture(dream, 35, 0.2)];
      const [before, lo] = [randomPicture(octave, 36), randomPicture(octave, 37)];
      const moved = waves(half, 4, 38, 6);
      const kept = upload(device, detail);
      const kernel = await KeepKernel.create(device, pipelines);
      const step = turnUniform(device, octave, dream, [0, 0], 0);
      const buffers = { step, live: upload(device, live), before: upload(device, before), lo: upload(device, lo), detail: kept };
      run(device, [kernel.dispatch(buffers, dream, octave, upload(device, moved))], SLOT);
      expect(apart(await download(device, kept), keepMovedTwin({ live, detail, lo, before }, moved, dream, octave))).toBeLessThan(2e-5);
    },
  );
});

describe('Δ that follows a picture in which nothing changes', () => {
  it.each([false, true])('is itself times its decay, to the last bit; both ways: %s', async (bothWays) => {
    const pictures = new DreamPictures(device, dream);
    const frame = new FrameUniform(device);
    const [detail, before] = [randomPicture(dream, 41), empty(device, 4 * dream.width * dream.height)];
    const following = new Follow(device, await createFollowKernels(device, pipelines), { frame: frame.buffer, pictures, before });
    device.queue.writeBuffer(pictures.live, 0, waves(dream, 4, 42));
    device.queue.writeBuffer(pictures.detail, 0, detail);
    let expected = detail;
    for (let t = 0; t < 3; t++) {
      const decay = Math.fround(0.9);
      frame.write(followFrame(dream, { bothWays, ...following.next() }, { decay }));
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(pictures.detail, 0, before, 0, before.size);
      following.prepare(encoder);
      device.queue.submit([encoder.finish()]);
      run(device, following.dispatches(bothWays));
      expected = expected.map((value) => decay * value);
      expect(await download(device, pictures.detail)).toEqual(expected);
    }
    expect((await download(device, pictures.moved)).every((value) => value === 0)).toBe(true);
    following.destroy();
    pictures.destroy();
  });
});
