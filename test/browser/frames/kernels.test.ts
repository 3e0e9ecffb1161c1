import { beforeAll, describe, expect, it } from 'vitest';
import { motionOver } from '../../../src/engine/carry/motion.ts';
import { AscendKernel } from '../../../src/engine/kernels/ascend.ts';
import { DecayKernel } from '../../../src/engine/kernels/decay.ts';
import { FrameUniform } from '../../../src/engine/kernels/frame.ts';
import type { FrameValues } from '../../../src/engine/kernels/frame.ts';
import { ImportKernel } from '../../../src/engine/kernels/import.ts';
import { KeepKernel } from '../../../src/engine/kernels/keep.ts';
import { Pipelines } from '../../../src/engine/kernels/pipelines.ts';
import { PresentKernel } from '../../../src/engine/kernels/present.ts';
import { ResizeKernel } from '../../../src/engine/kernels/resize.ts';
import { WarpKernel } from '../../../src/engine/kernels/warp.ts';
import type { Size } from '../../../src/engine/octaves.ts';
import { download, downloadTexture, empty, run, SLOT, testDevice, turnUniform, upload, uploadTexture } from '../../support/frames/gpu.ts';
import { largestDifference, randomBytes, randomPicture } from '../../support/frames/pictures.ts';
import {
  ascendTwin,
  growTwin,
  importTwin,
  keepTwin,
  lumaTwin,
  presentTwin,
  rollTwin,
  shrinkTwin,
  statisticsTwin,
  warpTwin,
} from '../../support/frames/twins.ts';
import type { Crop } from '../../support/frames/twins.ts';

/** Half a step of a byte, and a little for rounding. */
const HALF_A_BYTE = 0.51 / 255;

const dream: Size = { width: 23, height: 17 };
const values: FrameValues = {
  crop: [0, 0, 1, 1],
  dream,
  output: { width: 40, height: 30 },
  mirror: false,
  decay: 1,
  intensity: 1,
  originalColours: false,
  motion: null,
  follow: null,
};

let device: GPUDevice;
let pipelines: Pipelines;

beforeAll(async () => {
  device = await testDevice();
  pipelines = new Pipelines(device);
});

function frameBuffer(changes: Partial<FrameValues>): GPUBuffer {
  const frame = new FrameUniform(device);
  frame.write({ ...values, ...changes });
  return frame.buffer;
}

const toBytes = (picture: readonly number[]): number[] => picture.map((value, index) => (index % 4 === 3 ? 255 : 255 * value));

const whole: Crop = { x: 0, y: 0, width: 1, height: 1 };

const imports: readonly { name: string; source: Size; dream: Size; output: Size; crop?: Crop; mirror?: boolean }[] = [
  { name: 'whole multiples', source: { width: 48, height: 36 }, dream: { width: 12, height: 9 }, output: { width: 48, height: 36 } },
  { name: 'odd fractions', source: { width: 53, height: 37 }, dream: { width: 23, height: 17 }, output: { width: 40, height: 28 } },
  { name: 'smaller than the dream', source: { width: 11, height: 7 }, dream: { width: 23, height: 17 }, output: { width: 22, height: 14 } },
  {
    name: 'cropped and mirrored',
    source: { width: 53, height: 37 },
    dream: { width: 9, height: 13 },
    output: { width: 20, height: 20 },
    crop: { x: 0.25, y: 0.125, width: 0.5, height: 0.75 },
    mirror: true,
  },
];

describe('import', () => {
  it.each(imports)('of a texture, $name: the exact area average', async ({ source, dream, output, crop = whole, mirror = false }) => {
    const bytes = randomBytes(source, 1);
    const kernel = await ImportKernel.create(device, pipelines);
    const frame = frameBuffer({ crop: [crop.x, crop.y, crop.width, crop.height], dream, output, mirror });
    const live = empty(device, 4 * dream.width * dream.height);
    const liveOutput = uploadTexture(device, output, new Uint8Array(4 * output.width * output.height));
    const group = kernel.bind('texture', uploadTexture(device, source, bytes), { frame, live, liveOutput });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    kernel.record(pass, 'texture', group, dream, output);
    pass.end();
    device.queue.submit([encoder.finish()]);
    const expected = importTwin(bytes, source, dream, crop, mirror).map((value, index) => (index % 4 === 3 ? 0 : 2 * value - 1));
    expect(largestDifference(await download(device, live), expected)).toBeLessThan(1e-4);
    const expectedOutput = toBytes(importTwin(bytes, source, output, crop, mirror));
    expect(largestDifference(await downloadTexture(device, liveOutput), expectedOutput)).toBeLessThan(0.55);
  });

  it('of a video frame: the same picture within 2/255, mirrored', async () => {
    const source = { width: 64, height: 48 };
    const dream = { width: 16, height: 12 };
    const bytes = Uint8Array.from(
      { length: 4 * 64 * 48 },
      (_, i) => [(Math.floor(i / 4) % 64) * 4, Math.floor(i / 256) * 5, 90, 255][i % 4] ?? 0,
    );
    const frame = new VideoFrame(bytes, { format: 'RGBX', codedWidth: 64, codedHeight: 48, timestamp: 0 });
    const kernel = await ImportKernel.create(device, pipelines);
    const live = empty(device, 4 * 16 * 12);
    const liveOutput = uploadTexture(device, source, new Uint8Array(4 * 64 * 48));
    const targets = { frame: frameBuffer({ dream, output: source, mirror: true }), live, liveOutput };
    const group = kernel.bind('external', device.importExternalTexture({ source: frame }), targets);
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    kernel.record(pass, 'external', group, dream, source);
    pass.end();
    device.queue.submit([encoder.finish()]);
    frame.close();
    const expected = importTwin(bytes, source, dream, whole, true).map((value, index) => (index % 4 === 3 ? 0 : 2 * value - 1));
    expect(largestDifference(await download(device, live), expected)).toBeLessThan(4 / 255);
    expect(
      largestDifference(await downloadTexture(device, liveOutput), toBytes(importTwin(bytes, source, source, whole, true))),
    ).toBeLessThanOrEqual(2);
  });
});

describe('decay', () => {
  it('of an odd picture: every value times the factor', async () => {
    const detail = randomPicture(dream, 2);
    const buffer = upload(device, detail);
    const kernel = await DecayKernel.create(device, pipelines);
    run(device, [kernel.dispatch(frameBuffer({ decay: 0.75 }), buffer, dream)]);
    expect(
      largestDifference(
        await download(device, buffer),
        detail.map((value) => 0.75 * value),
      ),
    ).toBeLessThan(1e-7);
  });
});

describe('decay, where Δ is not finite', () => {
  it.each([NaN, Infinity, -Infinity])('%d becomes 0, its neighbours fade', async (value) => {
    const detail = randomPicture(dream, 2);
    detail[41] = value;
    const buffer = upload(device, detail);
    const kernel = await DecayKernel.create(device, pipelines);
    run(device, [kernel.dispatch(frameBuffer({ decay: 0.5 }), buffer, dream)]);
    const expected = detail.map((before, index) => (index === 41 ? 0 : 0.5 * before));
    expect(largestDifference(await download(device, buffer), expected)).toBeLessThan(1e-7);
  });
});

describe('resize', () => {
  it.each([{ octave: { width: 18, height: 13 } }, { octave: { width: 7, height: 17 } }])(
    'shrink to $octave: the area average of live + Δ, twice, and once more around the torus',
    async ({ octave }) => {
      const [live, detail] = [randomPicture(dream, 3), randomPicture(dream, 4, 0.3)];
      const [lo, before, input] = [empty(device, 4 * 23 * 17), empty(device, 4 * 23 * 17), empty(device, 4 * 23 * 17)];
      const kernel = await ResizeKernel.create(device, pipelines);
      const roll = [5, -40] as const;
      const step = turnUniform(device, octave, dream, roll, 0);
      run(
        device,
        [kernel.shrink({ step, live: upload(device, live), detail: upload(device, detail), lo, before, input }, dream, octave)],
        SLOT,
      );
      const expected = shrinkTwin(live, detail, dream, octave);
      expect(largestDifference((await download(device, lo)).subarray(0, expected.length), expected)).toBeLessThan(1e-5);
      expect(await download(device, before)).toEqual(await download(device, lo));
      const rolled = (await download(device, input)).subarray(0, expected.length);
      expect(largestDifference(rolled, rollTwin(expected, octave, roll))).toBeLessThan(1e-5);
    },
  );

  it('shrink to the same size: live + Δ to the last bit', async () => {
    const [live, detail] = [randomPicture(dream, 3), randomPicture(dream, 4, 0.3)];
    const [lo, before, input] = [empty(device, 4 * 23 * 17), empty(device, 4 * 23 * 17), empty(device, 4 * 23 * 17)];
    const kernel = await ResizeKernel.create(device, pipelines);
    const step = turnUniform(device, dream, dream, [0, 0], 0);
    run(
      device,
      [kernel.shrink({ step, live: upload(device, live), detail: upload(device, detail), lo, before, input }, dream, dream)],
      SLOT,
    );
    expect(await download(device, lo)).toEqual(live.map((value, index) => Math.fround(value + (detail[index] ?? NaN))));
  });

  it.each([{ to: { width: 31, height: 40 } }, { to: { width: 19, height: 16 } }, { to: dream }])(
    'grow to $to: Catmull-Rom',
    async ({ to }) => {
      const picture = randomPicture(dream, 5);
      const resized = empty(device, 4 * to.width * to.height);
      const sizes = device.createBuffer({ size: 16, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
      device.queue.writeBuffer(sizes, 0, new Uint32Array([dream.width, dream.height, to.width, to.height]));
      const kernel = await ResizeKernel.create(device, pipelines);
      run(device, [kernel.grow({ sizes, picture: upload(device, picture), resized }, dream, to)]);
      expect(largestDifference(await download(device, resized), growTwin(picture, dream, to))).toBeLessThan(2e-5);
    },
  );
});

describe('ascend', () => {
  it('with a roll: adds the gradient read back through it, clipped, and rolls the picture for the next step', async () => {
    const [lo, gradient] = [randomPicture(dream, 8), randomPicture(dream, 9, 1e-4)];
    const roll = [7, -30] as const;
    const [mean, std] = statisticsTwin(gradient);
    const buffer = upload(device, lo);
    const kernel = await AscendKernel.create(device, pipelines);
    const settled = upload(device, new Float32Array([7, mean, std, 0]));
    const input = empty(device, lo.length);
    const next = [-3, 50] as const;
    const step = turnUniform(device, dream, dream, roll, 0.3, next);
    run(device, [kernel.dispatch({ step, gradient: upload(device, gradient), settled, lo: buffer, input }, dream)], SLOT);
    const expected = ascendTwin(lo, gradient, dream, roll, 0.3, std);
    expect(expected).toContain(1);
    expect(largestDifference(await download(device, buffer), expected)).toBeLessThan(1e-5);
    expect(await download(device, input)).toEqual(Float32Array.from(rollTwin(await download(device, buffer), dream, next)));
  });

  it('with no gradient at all: changes nothing', async () => {
    const lo = randomPicture(dream, 8);
    const buffer = upload(device, lo);
    const kernel = await AscendKernel.create(device, pipelines);
    const step = turnUniform(device, dream, dream, [1, 2], 0.3);
    const [gradient, settled, input] = [empty(device, lo.length), empty(device, 4), empty(device, lo.length)];
    run(device, [kernel.dispatch({ step, gradient, settled, lo: buffer, input }, dream)], SLOT);
    expect(await download(device, buffer)).toEqual(lo);
  });
});

describe('keep', () => {
  it.each([{ octave: { width: 11, height: 8 } }, { octave: dream }])(
    'from $octave: what was climbed joins Δ within [-1, 1]',
    async ({ octave }) => {
      const [live, detail] = [randomPicture(dream, 10), randomPicture(dream, 11, 0.2)];
      const [before, lo] = [randomPicture(octave, 12), randomPicture(octave, 13)];
      const kept = upload(device, detail);
      const kernel = await KeepKernel.create(device, pipelines);
      const step = turnUniform(device, octave, dream, [0, 0], 0);
      const buffers = { step, live: upload(device, live), before: upload(device, before), lo: upload(device, lo), detail: kept };
      run(device, [kernel.dispatch(buffers, dream, octave)], SLOT);
      expect(largestDifference(await download(device, kept), keepTwin(live, detail, lo, before, dream, octave))).toBeLessThan(2e-5);
    },
  );
});

describe('keep, where the climb is not finite', () => {
  it('leaves Δ as it was', async () => {
    const detail = randomPicture(dream, 11, 0.2);
    const live = new Float32Array(detail.length);
    const kept = upload(device, detail);
    const kernel = await KeepKernel.create(device, pipelines);
    const step = turnUniform(device, dream, dream, [0, 0], 0);
    const lo = upload(device, new Float32Array(detail.length).fill(NaN));
    run(
      device,
      [kernel.dispatch({ step, live: upload(device, live), before: upload(device, live), lo, detail: kept }, dream, dream)],
      SLOT,
    );
    expect(await download(device, kept)).toEqual(detail);
  });
});

describe('present', () => {
  it.each([0, 0.5, 1])('at intensity %d: live + intensity · Δ / 2', async (intensity) => {
    const { output } = values;
    const bytes = randomBytes(output, 14);
    const detail = randomPicture(dream, 15, 1.5);
    const target = uploadTexture(device, output, new Uint8Array(bytes.length));
    const kernel = await PresentKernel.create(device, pipelines);
    const pictures = {
      frame: frameBuffer({ intensity }),
      detail: upload(device, detail),
      wide: empty(device, 4 * output.width * dream.height),
      liveOutput: uploadTexture(device, output, bytes),
      output: target,
    };
    run(device, kernel.dispatches(pictures, dream, output));
    const expected = presentTwin(bytes, detail, dream, output, intensity);
    expect(largestDifference(await downloadTexture(device, target), toBytes(expected))).toBeLessThan(255 * HALF_A_BYTE + 0.05);
  });
});

describe('present in original colours', () => {
  it('adds luma alone, as much as there is room for', async () => {
    const { output } = values;
    const bytes = randomBytes(output, 14);
    const detail = randomPicture(dream, 15, 1.5);
    const target = uploadTexture(device, output, new Uint8Array(bytes.length));
    const kernel = await PresentKernel.create(device, pipelines);
    const pictures = {
      frame: frameBuffer({ originalColours: true }),
      detail: upload(device, detail),
      wide: empty(device, 4 * output.width * dream.height),
      liveOutput: uploadTexture(device, output, bytes),
      output: target,
    };
    run(device, kernel.dispatches(pictures, dream, output));
    const expected = lumaTwin(bytes, detail, dream, output);
    expect(largestDifference(await downloadTexture(device, target), toBytes(expected))).toBeLessThan(255 * HALF_A_BYTE + 0.05);
  });
});

describe('warp', () => {
  it.each([
    { zoom: 1.3, rotate: 25, driftX: 0.1, driftY: -0.2 },
    { zoom: 0.6, rotate: 0, driftX: 0, driftY: 0 },
  ])('by %o: Δ resampled bicubically and faded, nothing from outside', async (feedback) => {
    const before = randomPicture(dream, 16);
    const [motion, decay] = [motionOver(1, feedback, dream), 0.75];
    const detail = empty(device, before.length);
    const kernel = await WarpKernel.create(device, pipelines);
    run(device, [kernel.dispatch({ frame: frameBuffer({ motion, decay }), before: upload(device, before), detail }, dream)]);
    expect(largestDifference(await download(device, detail), warpTwin(before, dream, motion, decay))).toBeLessThan(2e-5);
  });

  it('that goes nowhere: decays, to the last bit', async () => {
    const before = randomPicture(dream, 16);
    const motion = motionOver(1, { zoom: 1, rotate: 0, driftX: 0, driftY: 0 }, dream);
    const detail = empty(device, before.length);
    const kernel = await WarpKernel.create(device, pipelines);
    run(device, [kernel.dispatch({ frame: frameBuffer({ motion, decay: 0.5 }), before: upload(device, before), detail }, dream)]);
    expect(await download(device, detail)).toEqual(before.map((value) => 0.5 * value));
  });
});
