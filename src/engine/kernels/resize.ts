import type { Size } from '../octaves.ts';
import cubicCode from './cubic.wgsl?raw';
import type { Dispatch } from './dispatch.ts';
import { Kernel, tiles } from './kernel.ts';
import type { Pipelines } from './pipelines.ts';
import code from './resize.wgsl?raw';
import turnCode from './turn.wgsl?raw';

/** What `shrink` reads and writes; live and detail at dream size, lo, before and the plan's input at the octave's. */
export interface ShrinkBuffers {
  readonly step: GPUBufferBinding;
  readonly live: GPUBuffer;
  readonly detail: GPUBuffer;
  readonly lo: GPUBuffer;
  readonly before: GPUBuffer;
  readonly input: GPUBuffer;
}

/** What `grow` reads and writes. `sizes` holds four u32: source width and height, result width and height. */
export interface GrowBuffers {
  readonly sizes: GPUBuffer;
  readonly picture: GPUBuffer;
  readonly resized: GPUBuffer;
}

/** Pictures at other sizes: area-averaged down to an octave, bicubic for all else. */
export class ResizeKernel {
  readonly #shrink: Kernel;
  readonly #grow: Kernel;

  private constructor(shrink: Kernel, grow: Kernel) {
    this.#shrink = shrink;
    this.#grow = grow;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<ResizeKernel> {
    const whole = `${turnCode}\n${cubicCode}\n${code}`;
    const [shrink, grow] = await Promise.all([
      Kernel.create(device, pipelines, {
        label: 'shrink',
        code: whole,
        entryPoint: 'shrink',
        bindings: ['slot', 'read', 'read', 'write', 'write', 'write'],
      }),
      Kernel.create(device, pipelines, { label: 'grow', code: whole, entryPoint: 'grow', bindings: ['uniform', 'read', 'write'] }),
    ]);
    return new ResizeKernel(shrink, grow);
  }

  /** lo = before = live + Δ at the octave's size, input the same, rolled. Wants the dynamic offset of a step's slot. */
  shrink(buffers: ShrinkBuffers, dream: Size, octave: Size): Dispatch {
    const { step, live, detail, lo, before, input } = buffers;
    const pixels = dream.width * dream.height;
    const work = {
      workgroups: tiles(octave.width, octave.height),
      flops: 12 * pixels,
      bytes: 32 * pixels + 48 * octave.width * octave.height,
    };
    return this.#shrink.dispatch([step, live, detail, lo, before, input], work);
  }

  /** `picture` (size `from`) resampled into `resized` (size `to`). */
  grow(buffers: GrowBuffers, from: Size, to: Size): Dispatch {
    const pixels = to.width * to.height;
    const work = { workgroups: tiles(to.width, to.height), flops: 128 * pixels, bytes: 16 * (pixels + from.width * from.height) };
    return this.#grow.dispatch([buffers.sizes, buffers.picture, buffers.resized], work);
  }
}
