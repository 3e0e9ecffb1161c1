import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { create, globals } from 'webgpu';
import { Carry } from '../../../src/engine/carry/carry.ts';
import { DreamPictures } from '../../../src/engine/carry/dream-pictures.ts';
import { Flow } from '../../../src/engine/carry/flow.ts';
import type { FollowKernels } from '../../../src/engine/carry/follow.ts';
import { pyramidLength, pyramidOf, stagesOf } from '../../../src/engine/carry/follow-layout.ts';
import { pyramidUniform } from '../../../src/engine/carry/pyramid-uniform.ts';
import { createKernels } from '../../../src/engine/engine-kernels.ts';
import type { EngineKernels } from '../../../src/engine/engine-kernels.ts';
import type { Dispatch } from '../../../src/engine/kernels/dispatch.ts';
import { createFollowKernels } from '../../../src/engine/follow-kernels.ts';
import { FrameUniform } from '../../../src/engine/kernels/frame.ts';
import { Pipelines } from '../../../src/engine/kernels/pipelines.ts';
import type { Graph } from '../../../src/engine/network/graph.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { makeBlueprint } from '../../../src/engine/plan/blueprint.ts';
import { inceptionFiles } from '../../support/model-folder.ts';

// Dawn's null backend makes everything and computes nothing: costs are counted as they are planned.
let device: GPUDevice;
let kernels: EngineKernels;
let following: FollowKernels;
let graph: Graph;
beforeAll(async () => {
  Object.assign(globalThis, globals);
  const adapter = await create(['backend=null']).requestAdapter();
  if (!adapter) throw new Error('Expected Dawn to have a null adapter.');
  device = await adapter.requestDevice();
  kernels = await createKernels(device, new Pipelines(device));
  following = await createFollowKernels(device, new Pipelines(device));
  graph = await loadGraph(inceptionFiles, ['mixed3']);
});
afterAll(() => {
  device.destroy();
});

/** The flow between two frames of a dream size, the pyramid of the newer one included. */
function flowDispatches(size: { readonly width: number; readonly height: number }): readonly Dispatch[] {
  const levels = pyramidOf(size);
  const make = (bytes: number) => device.createBuffer({ size: bytes, usage: GPUBufferUsage.STORAGE });
  const [now, last] = [make(4 * pyramidLength(levels)), make(4 * pyramidLength(levels))];
  const live = make(16 * size.width * size.height);
  const luma = following.luma.dispatch({ pyramid: pyramidUniform(device, levels), live, luma: now }, size);
  return [luma, ...new Flow(device, following, stagesOf(levels)).dispatches({ now, last })];
}

const sum = (dispatches: readonly Dispatch[], of: 'flops' | 'bytes'): number => dispatches.reduce((all, one) => all + one[of], 0);

describe('the flow of a frame', () => {
  test.each([
    { width: 160, height: 120 },
    { width: 320, height: 240 },
    { width: 640, height: 480 },
  ])('at $width × $height, costs at most a tenth of an ascent step to mixed3', (size) => {
    const step = makeBlueprint(graph, size, ['mixed3']);
    const flow = flowDispatches(size);
    expect(sum(flow, 'flops') / step.flops).toBeLessThanOrEqual(0.1);
    expect(sum(flow, 'bytes') / step.bytes).toBeLessThanOrEqual(0.1);
  });
});

describe('following that is off', () => {
  test('makes no buffer and no dispatch besides the fading', () => {
    const frame = new FrameUniform(device);
    const pictures = new DreamPictures(device, { width: 48, height: 36 });
    const created: string[] = [];
    const createBuffer = device.createBuffer.bind(device);
    device.createBuffer = (descriptor) => {
      created.push(descriptor.label ?? '');
      return createBuffer(descriptor);
    };
    const carry = new Carry(device, kernels, frame.buffer, pictures);
    const encoder = device.createCommandEncoder();
    const dispatched: string[] = [];
    carry.next();
    carry.prepare(encoder, 'fade');
    const pass = encoder.beginComputePass();
    const dispatch = pass.dispatchWorkgroups.bind(pass);
    pass.dispatchWorkgroups = (...groups) => {
      dispatched.push(groups.join(' × '));
      dispatch(...groups);
    };
    carry.record(pass, 'fade');
    pass.end();
    expect(created).toEqual([]);
    expect(dispatched).toEqual(['6 × 5 × 1']);
    expect(carry.followNext(following)).toEqual({ turn: 1, known: false });
    expect(created).not.toEqual([]);
    device.createBuffer = createBuffer;
  });
});
