import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { create, globals } from 'webgpu';
import { OurGradient } from '../../../bench/gpu/ours.ts';
import { PlanTuner } from '../../../bench/gpu/tune.ts';
import { DeviceWatch } from '../../../bench/gpu/watch.ts';
import { likelyWay } from '../../../src/engine/kernels/convolution.ts';
import type { Graph } from '../../../src/engine/network/graph.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { convolutionsOf } from '../../../src/engine/plan/blueprint.ts';
import { tinyFiles } from '../../support/tiny-network.ts';

const size = { width: 48, height: 36 };
const layers = ['tiny1'];

// Dawn's null backend computes nothing, and its clock tells nothing.
let gpu: GPU;
let graph: Graph;
const devices: GPUDevice[] = [];
async function nullDevice(requiredFeatures: readonly GPUFeatureName[]): Promise<GPUDevice> {
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error('Expected Dawn to have a null adapter.');
  const device = await adapter.requestDevice({ requiredFeatures: [...requiredFeatures] });
  devices.push(device);
  return device;
}
beforeAll(async () => {
  Object.assign(globalThis, globals);
  gpu = create(['backend=null']);
  graph = await loadGraph(tinyFiles(), layers);
});
afterAll(() => {
  for (const device of devices) device.destroy();
});

describe('a plan’s tuner', () => {
  test('without time, lists every convolution once by its shape and takes the likely ways', async () => {
    const { wayOf, report } = await new PlanTuner(await nullDevice(['timestamp-query']), 0).tune(graph, size, layers, 'f32');
    const convolutions = convolutionsOf(graph, size, layers);
    expect(convolutions.map(wayOf)).toEqual(convolutions.map(likelyWay));
    expect(report.convolutions.reduce((sum, { count }) => sum + count, 0)).toBe(convolutions.length);
    for (const { likely, taken, milliseconds } of report.convolutions) expect([taken, milliseconds]).toEqual([likely, {}]);
    expect(report.convolutions.filter(({ measured }) => measured).map(({ taken }) => taken)).toEqual(['thin']);
  });

  test('names shapes so that a person knows them', async () => {
    const { report } = await new PlanTuner(await nullDevice([]), 0).tune(graph, size, layers, 'f32');
    const shapes = report.convolutions.map(({ shape }) => shape);
    expect(shapes).toContain('forward 3×3 by 2×2, 4 → 12, 48×36 → 23×17');
    expect(shapes).toContain('backward 3×3, 12 → 12, 23×17');
    expect(new Set(shapes).size).toBe(shapes.length);
  });

  test('with a clock that tells nothing, gives up and takes the likely ways', async () => {
    const { wayOf, report } = await new PlanTuner(await nullDevice(['timestamp-query']), 60_000).tune(graph, size, layers, 'f32');
    const convolutions = convolutionsOf(graph, size, layers);
    expect(convolutions.map(wayOf)).toEqual(convolutions.map(likelyWay));
    expect(report.convolutions.every(({ milliseconds }) => Object.keys(milliseconds).length === 0)).toBe(true);
  });
});

describe('a variant', () => {
  test.for([
    [{ precision: 'f32', shaders: 'tuned' }, 'timestamp-query'],
    [{ precision: 'f16', shaders: 'baked' }, 'shader-f16'],
  ] as const)('%o on a device that lacks %s, is left out', async ([variant, feature]) => {
    const device = await nullDevice([]);
    const workshop = { device, watch: new DeviceWatch(device), tuner: new PlanTuner(device, 0) };
    const made = await OurGradient.create(workshop, graph, size, [{ layer: 'tiny1', kind: 'mean', weight: 1 }], variant);
    expect(made).toEqual({ leftOut: `the device has no ${feature}` });
  });
});
