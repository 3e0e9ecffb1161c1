import { beforeAll, describe, expect, test } from 'vitest';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { layersOf } from '../../../src/engine/objective.ts';
import type { Objective } from '../../../src/engine/objective.ts';
import { GradientTool } from '../../../src/engine/plan/gradient.ts';
import { cosine, relativeL2 } from '../../support/compare.ts';
import { testDevice } from '../../support/frames/gpu.ts';
import { inceptionGraph, objectiveOf, oracleCases, oracleFloats, oraclePicture } from '../../support/oracle.ts';
import { random } from '../../support/random.ts';
import { referenceGradient } from '../../support/reference-network.ts';
import { tinyFiles } from '../../support/tiny-network.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});

const graph = await loadGraph(tinyFiles(), ['tiny1']);
const size = { width: 37, height: 31 };
const next = random(3);
const picture = { ...size, data: Float32Array.from({ length: size.width * size.height * 3 }, () => 2 * next() - 1) };
const objective: Objective = [{ layer: 'tiny1', kind: 'energy', weight: 1 }];

// A gradient jumps where rounding makes another pixel the maximum: that float16 does more often than float32 is what the bound allows for.
// The shallowest, and the two deepest, in which the most roundings meet.
const NAMES = ['mixed0-mean-96x80', 'mixed8-mean-160x120', 'mixed10-mean-160x120'];
const cases = (await oracleCases()).filter(({ name }) => NAMES.includes(name));

describe('float16 storage, sums in float32', () => {
  test.for(cases)('InceptionV3, rounded as float16 would: $name', async (oracle) => {
    const terms = objectiveOf(oracle);
    const image = await oraclePicture(oracle.image);
    const layers = layersOf(terms);
    const tool = await GradientTool.create(device, await inceptionGraph(layers), image, layers, { precision: 'f16-emulated' });
    const { value, gradient } = await tool.run(image, terms);
    tool.destroy();
    const expected = await oracleFloats(oracle.gradient);
    // To the nearest, without a bias: truncated, mixed10's would be 3e-3 too small.
    expect(Math.abs(value / oracle.value - 1)).toBeLessThanOrEqual(2e-3);
    expect(cosine(gradient, expected)).toBeGreaterThanOrEqual(0.995);
    // It is rounded, and not float32 under another name.
    expect(relativeL2(gradient, expected)).toBeGreaterThan(1e-5);
  });

  test('InceptionV3 in float16 itself', async (context) => {
    context.skip(!device.features.has('shader-f16'), 'this adapter has no shader-f16');
    const [oracle] = cases;
    if (!oracle) throw new Error('Expected an oracle.');
    const terms = objectiveOf(oracle);
    const image = await oraclePicture(oracle.image);
    const layers = layersOf(terms);
    const tool = await GradientTool.create(device, await inceptionGraph(layers), image, layers, { precision: 'f16' });
    const { gradient } = await tool.run(image, terms);
    tool.destroy();
    expect(cosine(gradient, await oracleFloats(oracle.gradient))).toBeGreaterThanOrEqual(0.995);
  });
});

describe('sizes written into the code', () => {
  test('the gradient of the plan whose sizes come in uniforms, and its twin’s', async () => {
    const layers = layersOf(objective);
    const results = [];
    for (const bake of [false, true]) {
      const tool = await GradientTool.create(device, graph, size, layers, { bake });
      results.push(await tool.run(picture, objective));
      tool.destroy();
    }
    const [generic, baked] = results;
    if (!generic || !baked) throw new Error('Expected two gradients.');
    expect(baked.value).toBeCloseTo(generic.value, 5);
    expect(relativeL2(baked.gradient, generic.gradient)).toBeLessThanOrEqual(1e-5);
    const twin = referenceGradient(graph, { ...size, values: picture.data }, objective);
    expect(cosine(baked.gradient, twin.gradient)).toBeGreaterThanOrEqual(0.9999999);
  });
});
