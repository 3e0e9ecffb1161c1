import { costOf } from '../pace.ts';
import { encodeDispatch } from '../kernels/dispatch.ts';
import { ResampleUniform } from '../kernels/resample.ts';
import type { Filter, Passage, ResampleKernel, ResampleValues } from '../kernels/resample.ts';
import type { Size } from '../octaves.ts';
import type { Picture8 } from './picture8.ts';
import type { SteadyQueue } from './steady-queue.ts';

/** How the original joins what lies there: result = keep · result + share · original, clipped where a share is added. */
export type Joining = Pick<ResampleValues, 'keep' | 'share' | 'clip'>;

export const REPLACE: Joining = { keep: 0, share: 1, clip: false };
export const SUBTRACT: Joining = { keep: 1, share: -1, clip: false };
export const ADD: Joining = { keep: 1, share: 1, clip: true };

/** Rows that filters want above and below those that they make. */
const MARGIN = 2;

/** Brings pictures to the GPU, to other sizes there, and back: 8 bit on this side, rows at a time, so that the GPU holds them as floats alone. */
export class StillTransfer {
  readonly #device: GPUDevice;
  readonly #kernel: ResampleKernel;
  readonly #queue: SteadyQueue;
  readonly #uniform: ResampleUniform;
  readonly #strip: GPUBuffer;
  readonly #staging: GPUBuffer;

  /** @param stripBytes room for a row of the pictures and those that filters want around it */
  constructor(device: GPUDevice, kernel: ResampleKernel, queue: SteadyQueue, stripBytes: number) {
    const { STORAGE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
    this.#device = device;
    this.#kernel = kernel;
    this.#queue = queue;
    this.#uniform = new ResampleUniform(device);
    this.#strip = device.createBuffer({ label: 'strip', size: stripBytes, usage: STORAGE | COPY_SRC | COPY_DST });
    this.#staging = device.createBuffer({ label: 'strip staging', size: stripBytes, usage: MAP_READ | COPY_DST });
  }

  /** `original` at the size `result` joins `picture`. */
  async upload(original: Picture8, picture: GPUBuffer, { width, height }: Size, filter: Filter, joining: Joining): Promise<void> {
    const result = { width, height };
    const source = { width: original.width, height: original.height };
    const scale = source.height / result.height;
    const fit = Math.floor(this.#strip.size / (4 * source.width));
    const together = Math.max(1, Math.floor((fit - 2 * MARGIN - 1) / scale));
    for (let from = 0; from < result.height; from += together) {
      const to = Math.min(result.height, from + together);
      const first = Math.max(0, Math.floor(from * scale) - MARGIN);
      const end = Math.min(source.height, Math.ceil(to * scale) + MARGIN);
      await this.#queue.room();
      const row = 4 * source.width;
      this.#device.queue.writeBuffer(this.#strip, 0, original.data, first * row, (end - first) * row);
      const values = { source, result, rows: [from, to], first, filter, ...joining } as const;
      this.#submit('strip to picture', this.#strip, picture, values);
    }
  }

  /** `picture` at another size. */
  async resize(picture: GPUBuffer, source: Size, resized: GPUBuffer, result: Size, filter: Filter): Promise<void> {
    await this.#queue.room();
    this.#submit('picture to picture', picture, resized, { source, result, rows: [0, result.height], first: 0, filter, ...REPLACE });
  }

  /** `picture` at the size `result`, in 8 bit. */
  async download(picture: GPUBuffer, source: Size, result: Size, filter: Filter): Promise<Picture8> {
    const row = 4 * result.width;
    const together = Math.floor(this.#strip.size / row);
    const data = new Uint8ClampedArray(row * result.height);
    for (let from = 0; from < result.height; from += together) {
      const to = Math.min(result.height, from + together);
      await this.#queue.room();
      const values = { source, result, rows: [from, to], first: 0, filter, ...REPLACE } as const;
      this.#submit('picture to strip', picture, this.#strip, values, (to - from) * row);
      await this.#staging.mapAsync(GPUMapMode.READ, 0, (to - from) * row);
      data.set(new Uint8Array(this.#staging.getMappedRange(0, (to - from) * row)), from * row);
      this.#staging.unmap();
    }
    return { ...result, data };
  }

  destroy(): void {
    this.#uniform.destroy();
    this.#strip.destroy();
    this.#staging.destroy();
  }

  /** @param copied bytes of the strip to copy to where they can be read */
  #submit(passage: Passage, source: GPUBuffer, result: GPUBuffer, values: ResampleValues, copied = 0): void {
    this.#uniform.write(values);
    const dispatch = this.#kernel.dispatch(passage, this.#uniform, source, result, values);
    const encoder = this.#device.createCommandEncoder({ label: dispatch.label });
    const pass = encoder.beginComputePass();
    encodeDispatch(pass, dispatch);
    pass.end();
    if (copied > 0) encoder.copyBufferToBuffer(this.#strip, 0, this.#staging, 0, copied);
    this.#queue.submit(encoder, costOf(dispatch));
  }
}
