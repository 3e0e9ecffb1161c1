import { beforeAll, describe, expect, test } from 'vitest';
import { TUTORIAL_RULE } from '../../../src/engine/ascent-rule.ts';
import type { AscentRule } from '../../../src/engine/ascent-rule.ts';
import { encodeDispatch } from '../../../src/engine/kernels/dispatch.ts';
import { Pipelines } from '../../../src/engine/kernels/pipelines.ts';
import { PlainStep } from '../../../src/engine/still/plain-step.ts';
import { RuleStep } from '../../../src/engine/still/rule-step.ts';
import { createStillKernels } from '../../../src/engine/still/still-kernels.ts';
import type { StillKernels } from '../../../src/engine/still/still-kernels.ts';
import type { StepRule } from '../../../src/engine/still/step-rule.ts';
import { download, testDevice, upload } from '../../support/frames/gpu.ts';
import { largestDifference, randomPicture } from '../../support/frames/pictures.ts';
import { statisticsTwin } from '../../support/frames/twins.ts';

const octave = { width: 90, height: 70 };
const STEP = 0.05;
const rule: AscentRule = { normalise: 'std', smoothing: 0.5, laplacian: 2, variation: 0 };

let device: GPUDevice;
let kernels: StillKernels & { readonly direction: NonNullable<StillKernels['direction']> };
beforeAll(async () => {
  device = await testDevice();
  const all = await createStillKernels(device, new Pipelines(device), rule);
  if (!all.direction) throw new Error('Expected the kernels of a rule.');
  kernels = { ...all, direction: all.direction };
});

const lo = randomPicture(octave, 1, 0.9);
const gradient = randomPicture(octave, 2, 1e-3);

/** The picture after one step. */
async function stepped(make: (source: ConstructorParameters<typeof RuleStep>[2]) => StepRule): Promise<Float32Array> {
  const [mean, deviation] = statisticsTwin(gradient);
  const absolute = gradient.reduce((sum, value) => sum + Math.abs(value), 0) / (3 * octave.width * octave.height);
  const picture = upload(device, lo);
  const settled = upload(device, Float32Array.of(0, mean, deviation, absolute));
  const step = make({ octave, picture, gradient: upload(device, gradient), settled });
  step.setStepSize(STEP);
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  for (const round of step.rounds) {
    for (let item = 0; item < round.count; item++) {
      for (let place = 0; place < round.length; place++) encodeDispatch(pass, round.at(item, place), round.offsets(item, place));
    }
  }
  pass.end();
  step.flush();
  device.queue.submit([encoder.finish()]);
  const result = await download(device, picture);
  step.destroy();
  return result;
}

describe('a step of a still', () => {
  test.for(['std', 'mean-abs', 'rms'] as const)('along the plain gradient by its %s', async (normalise) => {
    const [, deviation] = statisticsTwin(gradient);
    const colours = gradient.filter((_, index) => index % 4 !== 3);
    const mean = (of: (value: number) => number): number => colours.reduce((sum, value) => sum + of(value), 0) / colours.length;
    const divisor = { std: deviation, 'mean-abs': mean(Math.abs), rms: Math.sqrt(mean((value) => value * value)) }[normalise];
    const expected = lo.map((value, index) =>
      index % 4 === 3 ? 0 : Math.min(1, Math.max(-1, value + (STEP * (gradient[index] ?? NaN)) / (divisor + 1e-8))),
    );
    const picture = await stepped((source) => new PlainStep(device, kernels.tile, source, { ...TUTORIAL_RULE, normalise }));
    expect(largestDifference(picture, expected)).toBeLessThan(1e-5);
    expect(largestDifference(picture, lo)).toBeGreaterThan(STEP);
  });

  test('by a rule, block by block, is the step of the whole', async () => {
    const whole = await stepped((source) => new RuleStep(device, kernels, source, rule));
    const blocks = await stepped((source) => new RuleStep(device, kernels, source, rule, 32));
    expect(largestDifference(blocks, whole)).toBeLessThan(1e-4);
    expect(largestDifference(whole, lo)).toBeGreaterThan(STEP);
    // And it is another step than the plain one.
    const plain = await stepped((source) => new PlainStep(device, kernels.tile, source, TUTORIAL_RULE));
    expect(largestDifference(whole, plain)).toBeGreaterThan(STEP / 2);
  });

  test('that smooths takes the statistics of all blocks before the first is climbed', async () => {
    const smooth = { ...rule, laplacian: 0, smoothing: 1 };
    const whole = await stepped((source) => new RuleStep(device, kernels, source, smooth));
    const blocks = await stepped((source) => new RuleStep(device, kernels, source, smooth, 32));
    expect(largestDifference(blocks, whole)).toBeLessThan(1e-4);
  });

  test('that pulls toward less variation differs at the borders of blocks alone, by less than a step', async () => {
    const pull = { ...TUTORIAL_RULE, variation: 0.5 };
    const whole = await stepped((source) => new RuleStep(device, kernels, source, pull));
    const blocks = await stepped((source) => new RuleStep(device, kernels, source, pull, 32));
    const inner = (picture: Float32Array): Float32Array =>
      picture.filter((_, index) =>
        [Math.floor(index / 4) % octave.width, Math.floor(index / 4 / octave.width)].every((at) => at % 32 > 0 && at % 32 < 31),
      );
    expect(largestDifference(inner(blocks), inner(whole))).toBeLessThan(1e-6);
    expect(largestDifference(blocks, whole)).toBeLessThan(STEP);
  });
});
