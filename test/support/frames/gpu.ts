import { requestDevice } from '../../../src/engine/device.ts';
import { SLOT_OFFSETS, TurnUniform } from '../../../src/engine/kernels/turn.ts';
import { encodeDispatch } from '../../../src/engine/kernels/dispatch.ts';
import type { Dispatch } from '../../../src/engine/kernels/dispatch.ts';
import type { Size } from '../../../src/engine/octaves.ts';

/** A device of a test's own, for what ends with it. Every validation error is a failed test. */
export async function ownDevice(): Promise<GPUDevice> {
  const { device } = await requestDevice(navigator.gpu);
  device.addEventListener('uncapturederror', ({ error }) => {
    reportError(error);
  });
  return device;
}

let shared: Promise<GPUDevice> | null = null;
const made = new Set<GPUBuffer | GPUTexture>();

/** The device of all tests of this page, not to be destroyed: each shader compiles once on it, which without a GPU takes longer than all else. */
export async function testDevice(): Promise<GPUDevice> {
  return await (shared ??= lastingDevice());
}

/** Frees what a file's tests have made on the page's device. */
export function releaseDevice(): void {
  for (const each of made) each.destroy();
  made.clear();
}

async function lastingDevice(): Promise<GPUDevice> {
  const device = await ownDevice();
  const { prototype } = GPUDevice;
  // A browser compiles no shader again of which a pipeline is alive.
  const alive: GPUComputePipeline[] = [];
  // By way of the prototype at that time, which a test may be watching.
  device.createComputePipelineAsync = async (descriptor) => {
    const pipeline = await prototype.createComputePipelineAsync.call(device, descriptor);
    alive.push(pipeline);
    return pipeline;
  };
  device.createBuffer = (descriptor) => noted(prototype.createBuffer.call(device, descriptor));
  device.createTexture = (descriptor) => noted(prototype.createTexture.call(device, descriptor));
  return device;
}

function noted<T extends GPUBuffer | GPUTexture>(resource: T): T {
  made.add(resource);
  return resource;
}

/** A storage buffer of these values. */
export function upload(device: GPUDevice, values: Float32Array<ArrayBuffer>): GPUBuffer {
  const buffer = device.createBuffer({
    size: values.byteLength,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
  });
  device.queue.writeBuffer(buffer, 0, values);
  return buffer;
}

/** A storage buffer for `values` zeros. */
export function empty(device: GPUDevice, values: number): GPUBuffer {
  return upload(device, new Float32Array(values));
}

export async function download(device: GPUDevice, buffer: GPUBuffer): Promise<Float32Array> {
  const staging = device.createBuffer({ size: buffer.size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, buffer.size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const values = new Float32Array(staging.getMappedRange().slice(0));
  staging.destroy();
  return values;
}

/** The bytes of an rgba8unorm texture, row by row without padding. */
export async function downloadTexture(device: GPUDevice, texture: GPUTexture): Promise<Uint8Array> {
  const { width, height } = texture;
  const pitch = Math.ceil((width * 4) / 256) * 256;
  const staging = device.createBuffer({ size: pitch * height, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  encoder.copyTextureToBuffer({ texture }, { buffer: staging, bytesPerRow: pitch }, [width, height]);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const padded = new Uint8Array(staging.getMappedRange());
  const bytes = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) bytes.set(padded.subarray(y * pitch, y * pitch + width * 4), y * width * 4);
  staging.destroy();
  return bytes;
}

/** An rgba8unorm texture of these bytes. */
export function uploadTexture(device: GPUDevice, size: Size, bytes: Uint8Array<ArrayBuffer>): GPUTexture {
  const texture = device.createTexture({
    size: [size.width, size.height],
    format: 'rgba8unorm',
    usage: GPUTextureUsage.TEXTURE_BINDING | GPUTextureUsage.COPY_DST | GPUTextureUsage.COPY_SRC | GPUTextureUsage.STORAGE_BINDING,
  });
  device.queue.writeTexture({ texture }, bytes, { bytesPerRow: size.width * 4 }, [size.width, size.height]);
  return texture;
}

/** Runs dispatches in one submit; `slot` where they have a dynamic offset. */
export function run(device: GPUDevice, dispatches: readonly Dispatch[], slot?: number): void {
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  for (const dispatch of dispatches) encodeDispatch(pass, dispatch, slot === undefined ? undefined : SLOT_OFFSETS[slot]);
  pass.end();
  device.queue.submit([encoder.finish()]);
}

/** A turn's uniform whose slot 3 holds these values: not the first, so that offsets count. */
export const SLOT = 3;

export function turnUniform(
  device: GPUDevice,
  octave: Size,
  dream: Size,
  roll: readonly [x: number, y: number],
  size: number,
  next: readonly [x: number, y: number] = [0, 0],
): GPUBufferBinding {
  const uniform = new TurnUniform(device);
  uniform.setStep(SLOT, octave, dream, roll[0], roll[1], size);
  uniform.setStep(SLOT + 1, octave, dream, next[0], next[1], size);
  uniform.flush();
  return uniform.binding;
}
