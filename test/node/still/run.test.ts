import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { TUTORIAL_RULE } from '../../../src/engine/ascent-rule.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { Still } from '../../../src/engine/still/still.ts';
import type { Picture8 } from '../../../src/engine/still/picture8.ts';
import type { StillRecipe } from '../../../src/engine/still/still-recipe.ts';
import { inceptionFiles } from '../../support/model-folder.ts';
import { nullDevice } from '../../support/null-device.ts';
import { tinyFiles } from '../../support/tiny-network.ts';

const recipe: StillRecipe = {
  objective: [
    { kind: 'energy', layer: 'tiny0', weight: 1 },
    { kind: 'neuron', layer: 'tiny0', weight: 1, channel: 1, x: 0.5, y: 0.5 },
  ],
  rule: TUTORIAL_RULE,
  steps: 2,
  stepSize: 0.01,
  octaves: { from: -1, to: 1, scale: 1.3 },
  carry: 'picture',
  tile: 64,
  jitter: 'tile',
  stopAt: null,
  seed: 1,
};

const cases: readonly (readonly [name: string, changes: Partial<StillRecipe>])[] = [
  ['tiles, more than a submit has slots for', {}],
  ['at once, the detail carried', { tile: null, carry: 'detail' }],
  ['blocks of a rule', { rule: { normalise: 'rms', smoothing: 1, laplacian: 3, variation: 0.5 } }],
  ['a guide, and an end', { objective: [{ kind: 'guide', match: 'cosine', layer: 'tiny0', weight: 1 }], stopAt: Infinity, jitter: 8 }],
];

test.for(cases)('a still of %s: WebGPU has nothing against it, at its default limits, and it takes what it says', async ([, changes]) => {
  const { device, complaints, bytes } = await nullDevice();
  const picture = { width: 620, height: 480, data: new Uint8ClampedArray(4 * 620 * 480).fill(77) };
  const still = await Still.create({
    device,
    network: (layers) => loadGraph(tinyFiles(), layers),
    ...{ picture, guide: picture },
    recipe: { ...recipe, ...changes },
    onPreview: () => undefined,
  });
  expect(still.plan.octaves.at(-1)).toMatchObject({ width: 806, height: 624 });
  const { picture: result, objective } = await still.run();
  expect(result).toMatchObject({ width: 620, height: 480 });
  expect(objective).toHaveLength(6);
  expect(complaints).toEqual([]);
  expect(bytes.most).toBeLessThanOrEqual(still.plan.deviceBytes);
  expect(bytes.most).toBeGreaterThan(0.97 * still.plan.deviceBytes);
  expect(bytes.now).toBe(0);
});

// As large as fits into buffers of 128 MB, WebGPU's default.
test('2880×2880 by InceptionV3 to mixed5 in tiles of 512: all its buffers together are what its plan says', async () => {
  const { device, bytes } = await nullDevice();
  const side = 2880;
  const objective = ['mixed3', 'mixed5'].map((layer) => ({ kind: 'mean', layer, weight: 1 }) as const);
  const still = await Still.create({
    device,
    network: (layers) => loadGraph(inceptionFiles, layers),
    picture: { width: side, height: side, data: new Uint8ClampedArray(4 * side * side).fill(77) },
    recipe: { ...recipe, objective, steps: 1, tile: 512, octaves: { from: 0, to: 0, scale: 1.3 } },
    onPreview: () => undefined,
  });
  expect(still.plan.octaves).toMatchObject([{ tiles: 36 }]);
  const { picture } = await still.run();
  expect(picture.data).toHaveLength(4 * side * side);
  expect(bytes.most).toBeLessThanOrEqual(still.plan.deviceBytes);
  expect(bytes.most).toBeGreaterThan(0.99 * still.plan.deviceBytes);
  expect(bytes.now).toBe(0);
});

test('a still that is made and not run gives back what it holds', async () => {
  const { device, bytes } = await nullDevice();
  const still = await tinyStillOn(device);
  expect(bytes.now).toBeGreaterThan(0);
  still.destroy();
  expect(bytes.now).toBe(0);
});

test('an error that the GPU reports while a still runs is told, and all is given back', async () => {
  const { device, bytes } = await nullDevice();
  const still = await tinyStillOn(device, { steps: 500 });
  const running = still.run();
  const refused = expect(running).rejects.toMatchObject({ code: 'device-failed', message: expect.stringContaining('reported') as string });
  // A buffer that WebGPU has something against.
  device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE }).destroy();
  await refused;
  expect(bytes.now).toBe(0);
});

test('an objective that is no number ends a still: told with its precision and layers', async () => {
  const { device, bytes } = await nullDevice();
  // The null backend computes nothing: what a GPU makes of numbers that are too large is put where the objective is read.
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    if (descriptor.label !== 'objective staging') return buffer;
    const range = buffer.getMappedRange.bind(buffer);
    buffer.getMappedRange = () => {
      const read = range();
      new Float32Array(read)[0] = Number.NaN;
      return read;
    };
    return buffer;
  };
  const running = (await tinyStillOn(device, { steps: 500 })).run();
  await expect(running).rejects.toMatchObject({
    code: 'device-failed',
    message: expect.stringMatching(/objective of tiny0 .* got NaN in float32/) as string,
  });
  expect(bytes.now).toBe(0);
});

test.for([
  { how: 'cancelled', end: (still: Still) => still.cancel() },
  { how: 'destroyed', end: (still: Still) => still.destroy() },
])('a still that is $how amid its run gives back what it holds', async ({ how, end }) => {
  const { device, bytes } = await nullDevice();
  const still = await tinyStillOn(device, { steps: 500 });
  const running = still.run();
  const ended =
    how === 'cancelled' ? expect(running).resolves.toMatchObject({ cancelled: true }) : expect(running).rejects.toThrow('Cancel it first');
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(bytes.now).toBeGreaterThan(0);
  end(still);
  await ended;
  expect(bytes.now).toBe(0);
});

test('a still that is cancelled between the blocks of a step makes that step in all of them', async () => {
  const { device } = await nullDevice();
  const size = { width: 3000, height: 40 };
  let [commits, submits] = [0, 0];
  let still: Still | null = null;
  const createEncoder = device.createCommandEncoder.bind(device);
  device.createCommandEncoder = (descriptor) => {
    const encoder = createEncoder(descriptor);
    const begin = encoder.beginComputePass.bind(encoder);
    encoder.beginComputePass = (passDescriptor) => {
      const pass = begin(passDescriptor);
      const setPipeline = pass.setPipeline.bind(pass);
      pass.setPipeline = (pipeline) => {
        if (pipeline.label.includes('commit')) commits++;
        setPipeline(pipeline);
      };
      return pass;
    };
    return encoder;
  };
  const submit = device.queue.submit.bind(device.queue);
  device.queue.submit = (buffers) => {
    submit(buffers);
    if (commits > 0 && submits++ === 0) {
      expect(commits).toBeLessThan(BLOCKS);
      still?.cancel();
    }
  };
  const rule = { normalise: 'std', smoothing: 1, laplacian: 0, variation: 0 } as const;
  const picture = { ...size, data: new Uint8ClampedArray(4 * size.width * size.height) };
  still = await tinyStillOn(device, { rule, tile: null, steps: 500, octaves: { from: 0, to: 0, scale: 1.3 } }, picture);
  expect(await still.run()).toMatchObject({ cancelled: true });
  expect(commits).toBe(BLOCKS);
});

test('stills that are done or destroyed are forgotten, though their device lives on', async () => {
  const { device } = await nullDevice();
  const collect = garbageCollector();
  const make = async (run: boolean): Promise<WeakRef<Still>> => {
    const still = await tinyStillOn(device);
    if (run) await still.run();
    still.destroy();
    return new WeakRef(still);
  };
  const stills: WeakRef<Still>[] = [];
  for (let cycle = 0; cycle < 12; cycle++) stills.push(await make(cycle % 2 === 0));
  const alive = (): number => stills.filter((still) => still.deref()).length;
  // What is weakly held in a task stays until its end.
  for (let tries = 0; tries < 20 && alive() > 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    collect();
  }
  expect(alive()).toBe(0);
});

/** Of 512 pixels each, in a picture of 3000. */
const BLOCKS = 6;

const small = { width: 60, height: 40, data: new Uint8ClampedArray(4 * 60 * 40) };

/** A still in tiles of 32. */
const tinyStillOn = (device: GPUDevice, changes: Partial<StillRecipe> = {}, picture: Picture8 = small): Promise<Still> =>
  Still.create({
    device,
    network: (layers) => loadGraph(tinyFiles(), layers),
    picture,
    recipe: { ...recipe, tile: 32, ...changes },
  });

/** Node's own collector, which is hidden unless asked for. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('Expected Node to show its garbage collector.');
  return () => void Reflect.apply(collect, undefined, []);
}
