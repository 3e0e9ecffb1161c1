import type { Size } from '../octaves.ts';
import code from './ascend.wgsl?raw';
import type { Dispatch } from './dispatch.ts';
import { Kernel, tiles } from './kernel.ts';
import type { Pipelines } from './pipelines.ts';
import turnCode from './turn.wgsl?raw';

/** What an ascent step reads and writes, pictures at the octave's size. */
export interface AscendBuffers {
  readonly step: GPUBufferBinding;
  /** The plan's, or what a rule has made of it. */
  readonly gradient: GPUBuffer;
  /** Its statistics, as the plan leaves them. */
  readonly settled: GPUBuffer;
  readonly lo: GPUBuffer;
  /** The plan's input. */
  readonly input: GPUBuffer;
}

/** One ascent step: normalise, add, clip, and roll for the next. Wants the dynamic offset of its step's slot. */
export class AscendKernel {
  readonly #kernel: Kernel;

  private constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<AscendKernel> {
    return new AscendKernel(
      await Kernel.create(device, pipelines, {
        label: 'ascend',
        code: `${turnCode}\n${code}`,
        bindings: ['slot', 'read', 'read', 'write', 'write'],
      }),
    );
  }

  dispatch(buffers: AscendBuffers, octave: Size): Dispatch {
    const { step, gradient, settled, lo, input } = buffers;
    const pixels = octave.width * octave.height;
    return this.#kernel.dispatch([step, gradient, settled, lo, input], {
      workgroups: tiles(octave.width, octave.height),
      flops: 12 * pixels,
      bytes: 64 * pixels,
    });
  }
}
