import { beforeAll, describe, expect, it } from 'vitest';
import { pan } from '../../../bench/coherence/sequences/motion.ts';
import { moving } from '../../../bench/coherence/sequences/moving.ts';
import { sequenceOf } from '../../../bench/coherence/sequences.ts';
import { Flow } from '../../../src/engine/carry/flow.ts';
import { pyramidLength, pyramidOf, stagesOf } from '../../../src/engine/carry/follow-layout.ts';
import type { FlowStage } from '../../../src/engine/carry/follow-layout.ts';
import { pyramidUniform } from '../../../src/engine/carry/pyramid-uniform.ts';
import { seededRandom } from '../../../src/engine/jitter.ts';
import { LumaKernel } from '../../../src/engine/kernels/luma.ts';
import { MismatchKernel } from '../../../src/engine/kernels/mismatch.ts';
import { Pipelines } from '../../../src/engine/kernels/pipelines.ts';
import { RelaxKernel } from '../../../src/engine/kernels/relax.ts';
import { TensorKernel } from '../../../src/engine/kernels/tensor.ts';
import type { Size } from '../../../src/engine/octaves.ts';
import { followFrame, frameBuffer } from '../../support/frames/flow-twins-frame.ts';
import { apart, waves } from '../../support/frames/flow-twins-grid.ts';
import { mismatchTwin } from '../../support/frames/flow-twins-field.ts';
import { flowTwin, levelOf, pyramidTwin, relaxTwin, tensorTwin } from '../../support/frames/flow-twins.ts';
import { flowFinder } from '../../support/frames/flow.ts';
import { download, empty, run, testDevice, upload } from '../../support/frames/gpu.ts';
import { randomBytes, randomPicture, softBytes } from '../../support/frames/pictures.ts';

/** Every last workgroup is partial, and every level but one odd. */
const dream: Size = { width: 47, height: 37 };
const levels = pyramidOf(dream);
const half: Size = { width: 24, height: 19 };

let device: GPUDevice;
let pipelines: Pipelines;

beforeAll(async () => {
  device = await testDevice();
  pipelines = new Pipelines(device);
});

/** The pyramid of smooth random waves. */
const pyramidOfWaves = (seed: number, size = dream): Float32Array<ArrayBuffer> =>
  Float32Array.from(pyramidTwin(waves(size, 4, seed), pyramidOf(size)));

function stageUniform({ level, ratio, grid, pixel, from }: FlowStage): GPUBuffer {
  const { offset, width, height } = level;
  const bytes = new ArrayBuffer(48);
  new Uint32Array(bytes).set([offset, width, height, ratio, grid.width, grid.height, from?.width ?? 0, from?.height ?? 0]);
  new Float32Array(bytes).set([pixel, from?.pixel ?? 1], 8);
  const buffer = device.createBuffer({ size: 48, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  device.queue.writeBuffer(buffer, 0, bytes);
  return buffer;
}

describe('luma', () => {
  it.each([dream, { width: 130, height: 97 }, { width: 3, height: 1 }])('of %o: softened, and its halves', async (size) => {
    const own = pyramidOf(size);
    const live = randomPicture(size, 1);
    const luma = empty(device, pyramidLength(own));
    const kernel = await LumaKernel.create(device, pipelines);
    run(device, [kernel.dispatch({ pyramid: pyramidUniform(device, own), live: upload(device, live), luma }, size)]);
    const found = await download(device, luma);
    const expected = pyramidTwin(live, own);
    for (const level of own) expect(apart(levelOf(found, level), levelOf(expected, level))).toBeLessThan(1e-6);
    expect(found.length).toBe(expected.length);
  });
});

/** Where the last picture is another one, of which nothing, or some flow, is known. */
const stages: readonly { readonly name: string; readonly stage: FlowStage | undefined }[] = [
  { name: 'of the coarsest level, nothing known', stage: stagesOf(levels)[0] },
  { name: 'of a level on its own grid, a coarser flow known', stage: stagesOf(levels)[1] },
  { name: 'of the dream size on half of it, a flow of that known', stage: stagesOf(levels)[2] },
];

describe('tensor', () => {
  it.each(stages)('$name', async ({ stage }) => {
    if (!stage) throw new TypeError('Expected a stage.');
    const [now, last] = [pyramidOfWaves(2), pyramidOfWaves(3)];
    // Far enough that some of it comes from outside.
    const known = stage.from ? waves(stage.from, 2, 4, 6) : now;
    const tensor = empty(device, 5 * stage.grid.width * stage.grid.height);
    const kernel = await TensorKernel.create(device, pipelines);
    const buffers = {
      stage: stageUniform(stage),
      now: upload(device, now),
      last: upload(device, last),
      known: upload(device, known),
      tensor,
    };
    run(device, [kernel.dispatch(buffers, stage.grid, stage.ratio)]);
    expect(apart(await download(device, tensor), tensorTwin(stage, now, last, known))).toBeLessThan(2e-5);
  });

  it('of a picture and itself: no change at all', async () => {
    const [stage] = stagesOf(levels);
    if (!stage) throw new TypeError('Expected a stage.');
    const now = upload(device, pyramidOfWaves(2));
    const area = stage.grid.width * stage.grid.height;
    const tensor = empty(device, 5 * area);
    const kernel = await TensorKernel.create(device, pipelines);
    run(device, [kernel.dispatch({ stage: stageUniform(stage), now, last: now, known: now, tensor }, stage.grid, stage.ratio)]);
    const found = await download(device, tensor);
    expect(found.subarray(0, area).every((value) => value > 0)).toBe(true);
    expect(found.subarray(3 * area).every((value) => value === 0)).toBe(true);
  });
});

/** Larger than a workgroup reads, and odd. */
const wide: Size = { width: 71, height: 45 };

const relaxed: readonly { readonly name: string; readonly stage: FlowStage }[] = [
  { name: 'nothing known', stage: { level: { ...wide, offset: 0 }, ratio: 1, grid: wide, pixel: 4, from: null } },
  {
    name: 'a coarser flow known',
    stage: { level: { ...wide, offset: 0 }, ratio: 1, grid: wide, pixel: 2, from: { width: 36, height: 23, pixel: 4 } },
  },
  {
    name: 'the image finer than the grid',
    stage: { level: { width: 141, height: 89, offset: 0 }, ratio: 2, grid: wide, pixel: 1, from: { ...wide, pixel: 2 } },
  },
];

/** A tensor without any smoothness, and for most of the pixels with hardly any weight: neighbours say most, and from far. */
function roughTensor({ width, height }: Size): Float32Array<ArrayBuffer> {
  const random = seededRandom(5);
  const cells = Array.from({ length: width * height }, () => {
    const [across, down, along] = [random() ** 6, random() ** 6, 2 * random() - 1];
    return [across, along * Math.sqrt(across * down), down, 2 * random() - 1, 2 * random() - 1];
  });
  return Float32Array.from([0, 1, 2, 3, 4].flatMap((part) => cells.map((cell) => cell[part] ?? NaN)));
}

describe('relax', () => {
  it.each(relaxed)('$name: eight steps as on the whole grid, no tile’s border felt', async ({ stage }) => {
    const tensor = roughTensor(wide);
    const known = waves(stage.from ?? wide, 2, 6, 5);
    const flow = empty(device, 2 * wide.width * wide.height);
    const kernel = await RelaxKernel.create(device, pipelines);
    const buffers = { stage: stageUniform(stage), tensor: upload(device, tensor), known: upload(device, known), flow };
    run(device, [kernel.dispatch(buffers, wide)]);
    expect(apart(await download(device, flow), relaxTwin(stage, tensor, known))).toBeLessThan(5e-6);
  });
});

describe('flow', () => {
  it.each([dream, { width: 72, height: 50 }])('of two pictures of %o: the stages one after the other', async (size) => {
    const own = pyramidOf(size);
    // The same waves, a little apart, upon others that are not the same.
    const [now, last] = [pyramidOfWaves(7, size), pyramidOfWaves(7, size).map((value, index) => value + 20 * Math.sin(index / 9))];
    const [tensor, relax] = await Promise.all([TensorKernel.create(device, pipelines), RelaxKernel.create(device, pipelines)]);
    const flow = new Flow(device, { tensor, relax }, stagesOf(own));
    run(device, flow.dispatches({ now: upload(device, now), last: upload(device, last) }));
    const expected = flowTwin(stagesOf(own), now, last);
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.5);
    expect(apart(await download(device, flow.result), expected)).toBeLessThan(1e-4);
    flow.destroy();
  });
});

describe('mismatch', () => {
  const STRONG = 8;
  const EARLIER = 5;

  it.each([
    { bothWays: false, turn: 0 },
    { bothWays: true, turn: 1 },
  ] as const)('of a flow, both ways: $bothWays', async ({ bothWays, turn }) => {
    const [now, last] = [pyramidOfWaves(8), pyramidOfWaves(8).map((value, index) => value + 30 * Math.sin(index / 40) ** 3)];
    const flow = waves(half, 2, 9, 3);
    const other = waves(half, 2, 10, 0.9);
    const back = flow.map((value, index) => -value + (other[index] ?? NaN));
    const frame = frameBuffer(device, followFrame(dream, { strong: STRONG, turn, bothWays }));
    const mismatch = empty(device, half.width * half.height);
    const counts = upload(device, new Float32Array(new Uint32Array([EARLIER, EARLIER]).buffer));
    const kernel = await MismatchKernel.create(device, pipelines);
    const pictures = { now: upload(device, now), last: upload(device, last), flow: upload(device, flow), back: upload(device, back) };
    run(device, [kernel.dispatch({ frame, pyramid: pyramidUniform(device, levels), ...pictures, mismatch, counts }, half)]);
    const level = levels[1];
    if (!level) throw new TypeError('Expected a level.');
    const expected = mismatchTwin({ size: half, now: levelOf(now, level), last: levelOf(last, level), flow, back: bothWays ? back : null });
    const found = await download(device, mismatch);
    expect(expected.some((value) => value === 1000)).toBe(bothWays);
    expect(found.map((value) => Number(value === 1000))).toEqual(Float32Array.from(expected, (value) => Number(value === 1000)));
    const explained = (_: number, index: number) => expected[index] !== 1000;
    expect(apart(found.filter(explained), expected.filter(explained))).toBeLessThan(1e-4);
    // No value is so near to the limit that rounding decides.
    expect(expected.every((value) => Math.abs(value - STRONG) > 1e-3)).toBe(true);
    const strong = expected.filter((value) => value > STRONG).length;
    expect(strong).toBeGreaterThan(20);
    expect(strong).toBeLessThan(expected.length - 20);
    const counted = new Uint32Array((await download(device, counts)).buffer);
    expect([counted[turn], counted[1 - turn]]).toEqual([EARLIER + strong, EARLIER]);
  });
});

/** Smaller than a frame of a film, as large as a dream on a slow machine. */
const film = { width: 96, height: 72, rate: 30, frames: 4 };

describe('flow, found by the engine', () => {
  it.each([
    ['noise', randomBytes(dream, 40)],
    ['soft shapes', softBytes(dream)],
    ['one colour', new Uint8Array(4 * dream.width * dream.height).fill(200)],
  ])('between a picture of %s and itself: none, to the last bit', async (_, picture) => {
    const find = await flowFinder(device, dream);
    expect((await find(picture, picture)).every((value) => value === 0)).toBe(true);
  });

  it.each([moving('pan by 3.3 pixels', film, 7, pan(3.3 * 0.8, 3.3 * 0.6)), sequenceOf('zoom', film), sequenceOf('rotation', film)])(
    'of a textured film, $name: a tenth of a pixel off at most, on average',
    async (sequence) => {
      const [truth, seen] = [sequence.flow(1), sequence.visible(1)];
      if (!truth || !seen) throw new TypeError('Expected an exact flow.');
      const find = await flowFinder(device, film);
      const found = await find(sequence.frame(0), sequence.frame(1));
      const off = (k: number) =>
        Math.hypot((found[2 * k] ?? NaN) - (truth[2 * k] ?? NaN), (found[2 * k + 1] ?? NaN) - (truth[2 * k + 1] ?? NaN));
      const errors = Array.from(seen, (visible, k) => (visible === 1 ? off(k) : null)).filter((error) => error !== null);
      const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
      expect(errors.length).toBeGreaterThan(0.8 * seen.length);
      expect(mean).toBeLessThan(0.1);
    },
  );
});
