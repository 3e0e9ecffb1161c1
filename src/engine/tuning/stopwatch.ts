import { encodeDispatch } from '../kernels/dispatch.ts';
import type { Dispatch } from '../kernels/dispatch.ts';

/** The most passes of one submit. */
const MOST_PASSES = 8;

/** Browsers round timestamps to these many nanoseconds, unless told that a developer measures. */
const COARSE: readonly bigint[] = [65_536n, 100_000n];

/** A clock that stands still for so many milliseconds is broken. */
const STANDSTILL_MS = 50;

/** What a submit of several passes took. */
export interface Lap {
  /** Milliseconds of each pass. */
  readonly passes: readonly number[];
  /** Whether the clock ticks so rarely that only long passes and many of them tell anything. */
  readonly coarse: boolean;
}

/** Times dispatches by the GPU's own clock; its device has the feature `timestamp-query`. */
export class Stopwatch {
  readonly #device: GPUDevice;
  readonly #queries: GPUQuerySet;
  readonly #resolved: GPUBuffer;
  readonly #read: GPUBuffer;

  constructor(device: GPUDevice) {
    const size = MOST_PASSES * 16;
    this.#device = device;
    this.#queries = device.createQuerySet({ label: 'stopwatch', type: 'timestamp', count: 2 * MOST_PASSES });
    this.#resolved = device.createBuffer({ label: 'stopwatch', size, usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC });
    this.#read = device.createBuffer({ label: 'stopwatch', size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  }

  /**
   * Submits these dispatches, one pass for each of `passes`: how often it repeats them all.
   * @returns `null` when the GPU is gone, has refused, or its clock stands still
   */
  async time(dispatches: readonly Dispatch[], passes: readonly number[]): Promise<Lap | null> {
    const device = this.#device;
    device.pushErrorScope('validation');
    const encoder = device.createCommandEncoder({ label: 'stopwatch' });
    passes.forEach((repetitions, index) => {
      this.#pass(encoder, dispatches, repetitions, index);
    });
    encoder.resolveQuerySet(this.#queries, 0, 2 * passes.length, this.#resolved, 0);
    encoder.copyBufferToBuffer(this.#resolved, 0, this.#read, 0, 16 * passes.length);
    device.queue.submit([encoder.finish()]);
    const refused = device.popErrorScope().catch(() => null);
    const start = performance.now();
    try {
      await this.#read.mapAsync(GPUMapMode.READ);
      const ticks = new BigUint64Array(this.#read.getMappedRange().slice(0, 16 * passes.length));
      this.#read.unmap();
      const lap = lapOf(ticks);
      const still = performance.now() - start > STANDSTILL_MS && lap.passes.every((ms) => ms === 0);
      return (await refused) === null && !still ? lap : null;
    } catch {
      // Nobody can time on a GPU that is lost, or by a stopwatch that was destroyed meanwhile.
      return null;
    }
  }

  destroy(): void {
    this.#queries.destroy();
    this.#resolved.destroy();
    this.#read.destroy();
  }

  #pass(encoder: GPUCommandEncoder, dispatches: readonly Dispatch[], repetitions: number, index: number): void {
    const pass = encoder.beginComputePass({
      label: 'stopwatch',
      timestampWrites: { querySet: this.#queries, beginningOfPassWriteIndex: 2 * index, endOfPassWriteIndex: 2 * index + 1 },
    });
    for (let repetition = 0; repetition < repetitions; repetition++) for (const dispatch of dispatches) encodeDispatch(pass, dispatch);
    pass.end();
  }
}

/** Beginnings and ends in nanoseconds, in turn. */
export function lapOf(ticks: BigUint64Array): Lap {
  const passes = Array.from(
    { length: ticks.length / 2 },
    (_, index) => Number((ticks[2 * index + 1] ?? 0n) - (ticks[2 * index] ?? 0n)) / 1e6,
  );
  return { passes, coarse: COARSE.some((step) => ticks.every((tick) => tick % step === 0n)) };
}
