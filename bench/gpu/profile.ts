import type { Dispatch } from '../../src/engine/kernels/dispatch.ts';
import { Stopwatch } from '../../src/engine/tuning/stopwatch.ts';
import type { KernelTime, LeftOut } from './report.ts';
import { median } from './statistics.ts';

interface Profile {
  /** All dispatches in one pass. */
  readonly gpuMilliseconds: number;
  /** Each dispatch in a pass of its own. */
  readonly kernels: readonly KernelTime[];
}

/**
 * Asks the GPU's own clock where the time goes: the median of `repeats` of the whole as one pass, and of every dispatch in a submit of its own, in the
 * plan's order, so that each finds in the caches what the one before has left. Every one starts on an idle GPU: their sum is more than the whole takes.
 */
export async function profile(device: GPUDevice, dispatches: readonly Dispatch[], repeats: number): Promise<Profile | LeftOut> {
  if (!device.features.has('timestamp-query')) return { leftOut: 'the device has no timestamp-query' };
  const stopwatch = new Stopwatch(device);
  try {
    const whole: number[] = [];
    const each = dispatches.map((): number[] => []);
    for (let repeat = 0; repeat < repeats; repeat++) {
      whole.push(await passOf(stopwatch, dispatches));
      for (const [index, dispatch] of dispatches.entries()) each[index]?.push(await passOf(stopwatch, [dispatch]));
    }
    const kernels = dispatches.map((dispatch, index) => kernelTime(dispatch, median(each[index] ?? [])));
    return { gpuMilliseconds: median(whole), kernels };
  } finally {
    stopwatch.destroy();
  }
}

async function passOf(stopwatch: Stopwatch, dispatches: readonly Dispatch[]): Promise<number> {
  const lap = await stopwatch.time(dispatches, [1]);
  const [milliseconds] = lap?.passes ?? [];
  if (milliseconds === undefined)
    throw new Error("Expected the GPU's clock to time a pass, it gave nothing: the device was lost, or its clock stands still.");
  return milliseconds;
}

const kernelTime = ({ label, pipeline, flops, bytes }: Dispatch, milliseconds: number): KernelTime => ({
  label,
  kind: pipeline.label || 'unnamed',
  milliseconds,
  flops,
  bytes,
});
