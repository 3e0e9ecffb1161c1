import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { create, globals } from 'webgpu';
import { createKernels } from '../../../src/engine/engine-kernels.ts';
import { createFollowKernels } from '../../../src/engine/follow-kernels.ts';
import { ways } from '../../../src/engine/kernels/convolution.ts';
import { Pipelines } from '../../../src/engine/kernels/pipelines.ts';
import type { Graph } from '../../../src/engine/network/graph.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { createDirectionKernels } from '../../../src/engine/rule-stage.ts';
import { Arena } from '../../../src/engine/plan/arena.ts';
import { makeBlueprint } from '../../../src/engine/plan/blueprint.ts';
import type { PlanOptions } from '../../../src/engine/plan/blueprint.ts';
import { Plan } from '../../../src/engine/plan/plan.ts';
import { WeightSet } from '../../../src/engine/plan/weight-set.ts';
import { inceptionFiles } from '../../support/model-folder.ts';

// Dawn's null backend has every feature and WebGPU's default limits, checks all that WebGPU checks, and computes nothing.
let gpu: GPU;
let device: GPUDevice;
let graph: Graph;
beforeAll(async () => {
  Object.assign(globalThis, globals);
  gpu = create(['backend=null']);
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error('Expected Dawn to have a null adapter.');
  device = await adapter.requestDevice({ requiredFeatures: ['shader-f16'] });
  graph = await loadGraph(inceptionFiles, ['mixed3']);
});
afterAll(() => {
  device.destroy();
});

/** What WebGPU has to say against a plan. */
async function complaints(options: PlanOptions, bake: boolean): Promise<readonly string[]> {
  const blueprint = makeBlueprint(graph, { width: 96, height: 80 }, ['mixed3'], options);
  const [arena, weights] = [new Arena(device, [blueprint]), new WeightSet(device)];
  device.pushErrorScope('validation');
  const failed = await Plan.create({ device, pipelines: new Pipelines(device), weights, arena }, blueprint, { bake }).then(
    (plan) => {
      plan.destroy();
      return [];
    },
    (error: unknown) => [String(error)],
  );
  const error = await device.popErrorScope();
  arena.destroy();
  weights.destroy();
  return error ? [...failed, error.message] : failed;
}

describe('the shaders of a frame and of every ascent rule', () => {
  test('stand WebGPU’s checks at its default limits', async () => {
    const pipelines = new Pipelines(device);
    device.pushErrorScope('validation');
    await Promise.all([
      createKernels(device, pipelines),
      createFollowKernels(device, pipelines),
      createDirectionKernels(device, pipelines),
    ]);
    expect((await device.popErrorScope())?.message).toBeUndefined();
  });
});

describe('the shaders of InceptionV3 to mixed3 stand WebGPU’s checks at its default limits', () => {
  const precisions = ['f32', 'f16', 'f16-emulated'] as const;
  const cases = precisions.flatMap((precision) => [false, true].map((bake) => ({ precision, bake })));

  test.for(cases)('$precision, sizes baked in: $bake', async ({ precision, bake }) => {
    expect(await complaints({ precision }, bake)).toEqual([]);
  });

  test.for(Object.keys(ways))('float16, every convolution the way "%s", where it is for it', async (way) => {
    expect(await complaints({ precision: 'f16', wayOf: () => way }, false)).toEqual([]);
  });

  const guides = (['cosine', 'dot'] as const).map((match) => ({ layer: 'mixed3', match }));
  test.for(cases.filter(({ precision }) => precision !== 'f16-emulated'))(
    'guided, $precision, sizes baked in: $bake',
    async ({ precision, bake }) => {
      expect(await complaints({ precision, guides }, bake)).toEqual([]);
    },
  );

  test('a float16 shader where the device has none is complained about: the check can fail', async () => {
    const plain = await (await gpu.requestAdapter())?.requestDevice();
    if (!plain) throw new Error('Expected a device.');
    plain.pushErrorScope('validation');
    plain.createShaderModule({ code: 'enable f16;\n@compute @workgroup_size(1) fn main() {}' });
    expect((await plain.popErrorScope())?.message).toContain('f16');
    plain.destroy();
  });
});
