import { beforeAll, describe, expect, it } from 'vitest';
import { type AscentRule, TUTORIAL_RULE } from '../../../src/engine/ascent-rule.ts';
import { Direction, DirectionScratch, bordersOf, shapeOf } from '../../../src/engine/direction.ts';
import type { DirectionKernels } from '../../../src/engine/direction.ts';
import { AscendKernel } from '../../../src/engine/kernels/ascend.ts';
import { Pipelines } from '../../../src/engine/kernels/pipelines.ts';
import { TurnUniform } from '../../../src/engine/kernels/turn.ts';
import type { Size } from '../../../src/engine/octaves.ts';
import { createDirectionKernels } from '../../../src/engine/rule-stage.ts';
import { SLOT, download, empty, run, testDevice, upload } from '../../support/frames/gpu.ts';
import { largestDifference, randomPicture } from '../../support/frames/pictures.ts';
import { laplacianTwin, sizesTwin, smoothTwin, variationTwin } from '../../support/frames/rule-twins.ts';
import { type Picture, at, draw, rollTwin } from '../../support/frames/twins.ts';

const octave: Size = { width: 37, height: 22 };
const roll = [5, -40] as const;

let device: GPUDevice;
let kernels: DirectionKernels;
let ascend: AscendKernel;

beforeAll(async () => {
  device = await testDevice();
  const pipelines = new Pipelines(device);
  [kernels, ascend] = await Promise.all([createDirectionKernels(device, pipelines), AscendKernel.create(device, pipelines)]);
});

const ruleOf = (changes: Partial<AscentRule>): AscentRule => ({ ...TUTORIAL_RULE, ...changes });

/** A gradient with coarse and fine parts and an offset, as small as they come. */
function gradientOf(size: Size): Float32Array<ArrayBuffer> {
  const noise = randomPicture(size, 9, 1);
  const picture = draw(
    size,
    (x, y, channel) => 1e-4 * (0.3 + Math.sin(x / 5 + channel) + Math.cos(y / 7) + at(noise, size, x, y, channel)),
  );
  return Float32Array.from(picture);
}

/** One step by a rule, from lo = 0 unless given: what was added, over the size of the step. */
async function stepped(
  rule: AscentRule,
  gradient: Float32Array<ArrayBuffer>,
  lo = new Float32Array(gradient.length),
  stepSize = 0.01,
): Promise<Float32Array> {
  const shape = shapeOf(rule);
  const uniform = new TurnUniform(device);
  uniform.setStep(SLOT, octave, octave, roll[0], roll[1], stepSize);
  uniform.setRule(SLOT, rule);
  uniform.flush();
  const step = uniform.binding;
  const rolled = upload(device, Float32Array.from(rollTwin(gradient, octave, roll)));
  const { mean, std, meanAbs } = sizesTwin(gradient);
  const [settled, picture] = [upload(device, Float32Array.of(7, mean, std, meanAbs)), upload(device, lo)];
  const scratch = new DirectionScratch(device, octave, shape);
  const direction = new Direction(kernels, scratch, { step, gradient: rolled, settled, lo: picture }, octave, shape);
  const { fields, measure, finish } = direction;
  const last = ascend.dispatch(
    { step, gradient: direction.gradient, settled: direction.settled, lo: picture, input: empty(device, lo.length) },
    octave,
  );
  run(device, [...fields, ...measure, ...finish, last], SLOT);
  const climbed = await download(device, picture);
  scratch.destroy();
  return climbed.map((value, index) => (value - (lo[index] ?? NaN)) / stepSize);
}

const scaled = (picture: Picture, divisor: number): number[] => Array.from(picture, (value) => value / divisor);

describe('a gradient of one rule', () => {
  it.each(['std', 'mean-abs', 'rms'] as const)('divided by its %s: as it says', async (normalise) => {
    const gradient = gradientOf(octave);
    const { std, meanAbs, rms } = sizesTwin(gradient);
    const expected = scaled(gradient, { std, 'mean-abs': meanAbs, rms }[normalise] + 1e-8);
    expect(new Set([std, meanAbs, rms].map((value) => value.toPrecision(3))).size).toBe(3);
    expect(largestDifference(await stepped(ruleOf({ normalise }), gradient), expected)).toBeLessThan(2e-4);
  });

  it.each([1e-30, 0.04])('smoothed by %d px, which no pixel would feel: as it is', async (smoothing) => {
    const gradient = gradientOf(octave);
    expect(await stepped(ruleOf({ smoothing }), gradient)).toEqual(await stepped(TUTORIAL_RULE, gradient));
  });

  it.each([0.3, 1])('smoothed by %d px: three Gaussians’ mean, divided by its own deviation', async (smoothing) => {
    const gradient = gradientOf(octave);
    const smoothed = smoothTwin(gradient, octave, smoothing);
    const expected = scaled(smoothed, sizesTwin(smoothed).std + 1e-8);
    expect(largestDifference(await stepped(ruleOf({ smoothing }), gradient), expected)).toBeLessThan(2e-4);
  });

  it.each([1, 4])('in %d laplacian levels: each band of the same root mean square', async (laplacian) => {
    const gradient = gradientOf(octave);
    const expected = laplacianTwin(gradient, octave, laplacian);
    expect(largestDifference(await stepped(ruleOf({ laplacian }), gradient), expected)).toBeLessThan(3e-4);
  });

  it('smoothed, in levels and against variation: one after the other', async () => {
    const gradient = gradientOf(octave);
    const lo = randomPicture(octave, 3, 0.4);
    const rule = ruleOf({ smoothing: 0.5, laplacian: 2, variation: 0.3 });
    const parted = laplacianTwin(smoothTwin(gradient, octave, 0.5), octave, 2);
    const slope = variationSlope(lo);
    const expected = parted.map((value, index) => value - 0.3 * (slope[index] ?? NaN));
    expect(largestDifference(await stepped(rule, gradient, lo), expected)).toBeLessThan(5e-4);
  });

  it('against variation alone: the gradient over its deviation less the slope of the variation', async () => {
    const gradient = gradientOf(octave);
    const lo = randomPicture(octave, 3, 0.4);
    const slope = variationSlope(lo);
    const expected = scaled(gradient, sizesTwin(gradient).std + 1e-8).map((value, index) => value - 0.5 * (slope[index] ?? NaN));
    expect(largestDifference(await stepped(ruleOf({ variation: 0.5 }), gradient, lo), expected)).toBeLessThan(3e-4);
  });

  it.each([
    { stepSize: 0.1, variation: 1 },
    { stepSize: 10, variation: 10 },
  ])('nothing but the largest pull, $variation at steps of $stepSize: flattens step by step, and never overshoots', async (largest) => {
    const nothing = new Float32Array(4 * octave.width * octave.height);
    let lo = Float32Array.from(draw(octave, (x, y) => ((x + y) % 2 === 0 ? 0.02 : -0.02) + 0.01 * Math.sin(x * y)));
    for (let step = 0; step < 6; step++) {
      const before = lo;
      const added = await stepped(ruleOf({ variation: largest.variation }), nothing, before, largest.stepSize);
      lo = before.map((value, index) => value + largest.stepSize * (added[index] ?? NaN));
      expect(variationTwin(lo, octave)).toBeLessThan(variationTwin(before, octave));
    }
  });

  it('that is nothing at all: adds nothing by any rule', async () => {
    const nothing = new Float32Array(4 * octave.width * octave.height);
    for (const rule of [ruleOf({ smoothing: 1 }), ruleOf({ laplacian: 4 }), ruleOf({ smoothing: 1, laplacian: 1, variation: 1 })])
      expect(await stepped(rule, nothing)).toEqual(nothing);
  });
});

/** The variation's derivative, by differences. */
function variationSlope(picture: Float32Array): number[] {
  const values = Array.from(picture);
  const near = (index: number, d: number): number => {
    const [pixel, channel] = [Math.floor(index / 4), index % 4];
    // Only the neighbours' terms change: a window of the picture is enough.
    const [x, y] = [pixel % octave.width, Math.floor(pixel / octave.width)];
    const [left, top] = [Math.max(0, x - 1), Math.max(0, y - 1)];
    const size = { width: Math.min(octave.width, x + 2) - left, height: Math.min(octave.height, y + 2) - top };
    const window = draw(
      size,
      (i, j, c) => at(values, octave, left + i, top + j, c) + (i === x - left && j === y - top && c === channel ? d : 0),
    );
    return variationTwin(window, size);
  };
  return values.map((_, index) => (index % 4 === 3 ? 0 : (near(index, 1e-5) - near(index, -1e-5)) / 2e-5));
}

describe('a picture in regions', () => {
  it.each([
    ruleOf({ normalise: 'mean-abs' }),
    ruleOf({ smoothing: 0.5, normalise: 'rms' }),
    ruleOf({ smoothing: 0.3, laplacian: 2, variation: 0.2 }),
  ])('by the rule %o: is climbed as if it were whole', async (rule) => {
    const gradient = gradientOf(octave);
    const lo = randomPicture(octave, 3, 0.4);
    const whole = await stepped(rule, gradient, lo);
    const regional = await steppedInRegions(rule, gradient, lo);
    expect(largestDifference(regional, whole)).toBeLessThan(3e-4);
  });
});

interface Region {
  /** Of all that is cut out, in the picture. */
  readonly x: number;
  readonly y: number;
  readonly size: Size;
  /** Of its own part, in the picture. */
  readonly ownX: number;
  readonly ownY: number;
  readonly own: Size;
}

/** Four regions, the left ones 16 pixels wide, the upper ones 8 high. */
function regionsOf(rule: AscentRule): readonly Region[] {
  const { halo } = bordersOf(rule);
  return [0, 16].flatMap((ownX) =>
    [0, 8].map((ownY) => {
      const [endX, endY] = [ownX === 0 ? 16 : octave.width, ownY === 0 ? 8 : octave.height];
      const [x, y] = [Math.max(0, ownX - halo), Math.max(0, ownY - halo)];
      const size = { width: Math.min(octave.width, endX + halo) - x, height: Math.min(octave.height, endY + halo) - y };
      return { x, y, size, ownX, ownY, own: { width: endX - ownX, height: endY - ownY } };
    }),
  );
}

async function steppedInRegions(rule: AscentRule, gradient: Picture, lo: Picture): Promise<number[]> {
  const shape = shapeOf(rule);
  const scratch = new DirectionScratch(device, octave, shape);
  const regions = regionsOf(rule).map((region, index) => {
    const { x, y, size, ownX, ownY, own } = region;
    const cut = (picture: Picture) => upload(device, Float32Array.from(draw(size, (i, j, c) => at(picture, octave, x + i, y + j, c))));
    const uniform = new TurnUniform(device);
    uniform.setStep(SLOT, size, size, 0, 0, 0.01);
    uniform.setRule(SLOT, rule);
    uniform.setOwn(SLOT, ownX - x, ownY - y, own, index === 0);
    uniform.flush();
    const source = { step: uniform.binding, gradient: cut(gradient), settled: null, lo: cut(lo) };
    return { ...region, direction: new Direction(kernels, scratch, source, size, shape) };
  });
  for (const { direction } of regions) run(device, [...direction.fields, ...direction.measure], SLOT);
  const added = new Array<number>(4 * octave.width * octave.height).fill(0);
  for (const { direction, x, y, size, ownX, ownY, own } of regions) {
    run(device, [...direction.fields, ...direction.finish], SLOT);
    const values = (await download(device, direction.gradient)).subarray(0, 4 * size.width * size.height);
    const divisor = divisorOf(await download(device, direction.settled), rule);
    for (let j = ownY; j < ownY + own.height; j++) {
      for (let i = ownX; i < ownX + own.width; i++) {
        for (let c = 0; c < 3; c++) added[4 * (j * octave.width + i) + c] = at(values, size, i - x, j - y, c) / divisor;
      }
    }
  }
  scratch.destroy();
  return added;
}

function divisorOf([, mean = NaN, std = NaN, meanAbs = NaN]: Float32Array, { normalise }: AscentRule): number {
  return 1e-8 + { std, 'mean-abs': meanAbs, rms: Math.hypot(mean, std) }[normalise];
}
