import { costOf } from '../pace.ts';
import { encodeDispatch } from '../kernels/dispatch.ts';
import { ResampleUniform } from '../kernels/resample.ts';
import type { ResampleKernel } from '../kernels/resample.ts';
import type { Size } from '../octaves.ts';
import type { Picture8 } from './picture8.ts';
import type { SteadyQueue } from './steady-queue.ts';

/** Milliseconds between two previews. */
const PERIOD = 500;

/** Small pictures of a still as it grows, now and then: shrunk on the GPU and read back while it goes on. */
export class StillPreview {
  readonly #device: GPUDevice;
  readonly #kernel: ResampleKernel;
  readonly #queue: SteadyQueue;
  readonly #size: Size;
  readonly #onPreview: (picture: Picture8) => void;
  readonly #uniform: ResampleUniform;
  readonly #packed: GPUBuffer;
  readonly #staging: GPUBuffer;
  #reading = false;
  #due = 0;

  constructor(device: GPUDevice, kernel: ResampleKernel, queue: SteadyQueue, size: Size, onPreview: (picture: Picture8) => void) {
    const bytes = 4 * size.width * size.height;
    this.#device = device;
    this.#kernel = kernel;
    this.#queue = queue;
    this.#size = size;
    this.#onPreview = onPreview;
    this.#uniform = new ResampleUniform(device);
    this.#packed = device.createBuffer({ label: 'preview', size: bytes, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
    this.#staging = device.createBuffer({
      label: 'preview staging',
      size: bytes,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
  }

  /** Shows the picture, unless one was shown a moment ago or is still on its way. */
  async offer(picture: GPUBuffer, source: Size): Promise<void> {
    if (this.#reading || performance.now() < this.#due) return;
    this.#due = performance.now() + PERIOD;
    this.#reading = true;
    await this.#queue.room();
    this.#submit(picture, source);
    // Nobody waits for it; when the buffer or its device is gone, there is nothing to show.
    void this.#staging.mapAsync(GPUMapMode.READ).then(this.#show, () => undefined);
  }

  destroy(): void {
    this.#uniform.destroy();
    this.#packed.destroy();
    this.#staging.destroy();
  }

  #submit(picture: GPUBuffer, source: Size): void {
    const rows = [0, this.#size.height] as const;
    const values = { source, result: this.#size, rows, first: 0, filter: 'smooth', keep: 0, share: 1, clip: false } as const;
    this.#uniform.write(values);
    const dispatch = this.#kernel.dispatch('picture to strip', this.#uniform, picture, this.#packed, values);
    const encoder = this.#device.createCommandEncoder({ label: 'preview' });
    const pass = encoder.beginComputePass();
    encodeDispatch(pass, dispatch);
    pass.end();
    encoder.copyBufferToBuffer(this.#packed, 0, this.#staging, 0, this.#staging.size);
    this.#queue.submit(encoder, costOf(dispatch));
  }

  readonly #show = (): void => {
    const data = new Uint8ClampedArray(this.#staging.getMappedRange().slice(0));
    this.#staging.unmap();
    this.#reading = false;
    this.#onPreview({ ...this.#size, data });
  };
}
