import copyCode from './copy.wgsl?raw';
import fmaCode from './fma.wgsl?raw';
import type { LeftOut, Peaks } from './report.ts';
import { perSecond } from './statistics.ts';

/** Threads of a workgroup in both shaders. */
const THREADS = 256;
/** Multiply-adds of one turn of fma.wgsl in one thread, two FLOPs each: 8 chains × 8 × vec4. */
const FLOPS_A_TURN = 8 * 8 * 4 * 2;
/** One run takes about this long: long enough that starting it costs nothing, short enough for any watchdog. */
const MILLISECONDS = { least: 20, aim: 35 };
const RUNS = 7;

/** Measures what the adapter can do at best. `software` keeps it small. */
export async function measurePeaks(device: GPUDevice, software: boolean): Promise<Peaks> {
  const groups = software ? 256 : 8192;
  const bandwidth = await bandwidthOf(device, software ? 2 ** 24 : 2 ** 28);
  const f32 = await flopsOf(device, groups, 'alias real = f32;\n');
  const f16: number | LeftOut = device.features.has('shader-f16')
    ? await flopsOf(device, groups, 'enable f16;\nalias real = f16;\n')
    : { leftOut: 'the device has no shader-f16' };
  return { f32, f16, bandwidth };
}

/** GFLOP/s of independent multiply-adds. */
async function flopsOf(device: GPUDevice, groups: number, head: string): Promise<number> {
  const pipeline = await pipelineOf(device, 'fma', head + fmaCode);
  const results = device.createBuffer({ size: groups * THREADS * 16, usage: GPUBufferUsage.STORAGE });
  const parameters = device.createBuffer({ size: 16, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  const bindGroup = bindGroupOf(device, pipeline, [parameters, results]);
  const milliseconds = async (turns: number): Promise<number> => {
    const values = new DataView(new ArrayBuffer(16));
    values.setUint32(0, turns, true);
    // Its fixed point is 1: neither overflows nor denormal numbers, whatever the number of turns.
    values.setFloat32(4, 0.5, true);
    values.setFloat32(8, 0.5, true);
    device.queue.writeBuffer(parameters, 0, values.buffer);
    return timed(device, pipeline, bindGroup, groups, 1);
  };
  const turnsPerMillisecond = await bestRate(milliseconds);
  for (const buffer of [results, parameters]) buffer.destroy();
  return perSecond(turnsPerMillisecond * groups * THREADS * FLOPS_A_TURN, 1);
}

/** GB/s, bytes read plus bytes written, copying `wanted` bytes (or as many as the adapter binds) over and over. */
async function bandwidthOf(device: GPUDevice, wanted: number): Promise<number> {
  const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
  const block = THREADS * 4 * 16;
  const size = Math.floor(Math.min(wanted, maxBufferSize, maxStorageBufferBindingSize) / block) * block;
  const pipeline = await pipelineOf(device, 'copy', copyCode);
  const buffers = [0, 1].map(() => device.createBuffer({ size, usage: GPUBufferUsage.STORAGE }));
  const bindGroup = bindGroupOf(device, pipeline, buffers);
  const copiesPerMillisecond = await bestRate((copies) => timed(device, pipeline, bindGroup, size / block, copies));
  for (const buffer of buffers) buffer.destroy();
  return perSecond(copiesPerMillisecond * size * 2, 1);
}

/** The most of something that is done in a millisecond: how much at once is found first, then the fastest of several runs counts. */
export async function bestRate(milliseconds: (amount: number) => Promise<number>): Promise<number> {
  await milliseconds(1);
  let amount = 1;
  let took = await milliseconds(amount);
  while (took < MILLISECONDS.least) {
    amount = Math.ceil(amount * Math.min(16, Math.max(2, MILLISECONDS.aim / took)));
    took = await milliseconds(amount);
  }
  for (let run = 1; run < RUNS; run++) took = Math.min(took, await milliseconds(amount));
  return amount / took;
}

async function timed(
  device: GPUDevice,
  pipeline: GPUComputePipeline,
  bindGroup: GPUBindGroup,
  groups: number,
  times: number,
): Promise<number> {
  await device.queue.onSubmittedWorkDone();
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  for (let time = 0; time < times; time++) pass.dispatchWorkgroups(groups);
  pass.end();
  const commands = encoder.finish();
  const start = performance.now();
  device.queue.submit([commands]);
  await device.queue.onSubmittedWorkDone();
  return performance.now() - start;
}

const pipelineOf = (device: GPUDevice, label: string, code: string): Promise<GPUComputePipeline> =>
  device.createComputePipelineAsync({ label, layout: 'auto', compute: { module: device.createShaderModule({ label, code }) } });

const bindGroupOf = (device: GPUDevice, pipeline: GPUComputePipeline, buffers: readonly GPUBuffer[]): GPUBindGroup =>
  device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
