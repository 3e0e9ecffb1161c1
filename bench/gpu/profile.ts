import { encodeDispatch } from '../../src/engine/kernels/dispatch.ts';
import type { Dispatch } from '../../src/engine/kernels/dispatch.ts';
import type { KernelTime, LeftOut } from './report.ts';
import { median } from './statistics.ts';

interface Profile {
  /** All dispatches in one pass. */
  readonly gpuMilliseconds: number;
  /** Each dispatch in a pass of its own. */
  readonly kernels: readonly KernelTime[];
}

/**
 * Asks the GPU's own clock where the time goes: the median of `repeats` of the whole as one pass, and of every dispatch in a pass of its own. These
 * passes wait for each other, so their sum is more than the whole takes.
 */
export async function profile(device: GPUDevice, dispatches: readonly Dispatch[], repeats: number): Promise<Profile | LeftOut> {
  if (!device.features.has('timestamp-query')) return { leftOut: 'the device has no timestamp-query' };
  const clock = new Clock(device, dispatches.length);
  try {
    const whole: number[] = [];
    const each: (readonly number[])[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      whole.push(...(await clock.time([dispatches])));
      each.push(await clock.time(dispatches.map((dispatch) => [dispatch])));
    }
    const kernels = dispatches.map((dispatch, index) => kernelTime(dispatch, median(each.map((times) => times[index] ?? Number.NaN))));
    return { gpuMilliseconds: median(whole), kernels };
  } finally {
    clock.destroy();
  }
}

const kernelTime = ({ label, pipeline, flops, bytes }: Dispatch, milliseconds: number): KernelTime => ({
  label,
  kind: pipeline.label || 'unnamed',
  milliseconds,
  flops,
  bytes,
});

/** Times passes by a pair of timestamps each. */
class Clock {
  readonly #device: GPUDevice;
  readonly #stamps: GPUQuerySet;
  readonly #resolved: GPUBuffer;
  readonly #read: GPUBuffer;

  constructor(device: GPUDevice, passes: number) {
    const size = passes * 2 * 8;
    this.#device = device;
    this.#stamps = device.createQuerySet({ type: 'timestamp', count: passes * 2 });
    this.#resolved = device.createBuffer({ size, usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC });
    this.#read = device.createBuffer({ size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
  }

  /** Milliseconds of each pass. */
  async time(passes: readonly (readonly Dispatch[])[]): Promise<readonly number[]> {
    const encoder = this.#device.createCommandEncoder();
    for (const [index, dispatches] of passes.entries()) {
      const timestampWrites = { querySet: this.#stamps, beginningOfPassWriteIndex: index * 2, endOfPassWriteIndex: index * 2 + 1 };
      const pass = encoder.beginComputePass({ timestampWrites });
      for (const dispatch of dispatches) encodeDispatch(pass, dispatch);
      pass.end();
    }
    const size = passes.length * 16;
    encoder.resolveQuerySet(this.#stamps, 0, passes.length * 2, this.#resolved, 0);
    encoder.copyBufferToBuffer(this.#resolved, 0, this.#read, 0, size);
    this.#device.queue.submit([encoder.finish()]);
    await this.#read.mapAsync(GPUMapMode.READ, 0, size);
    const stamps = new BigUint64Array(this.#read.getMappedRange(0, size).slice(0));
    this.#read.unmap();
    return passes.map((_, index) => Number((stamps[index * 2 + 1] ?? 0n) - (stamps[index * 2] ?? 0n)) / 1e6);
  }

  destroy(): void {
    this.#stamps.destroy();
    this.#resolved.destroy();
    this.#read.destroy();
  }
}
