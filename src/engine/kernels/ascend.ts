import type { Size } from '../octaves.ts';
import code from './ascend.wgsl?raw';
import type { Dispatch } from './dispatch.ts';
import finiteCode from './finite.wgsl?raw';
import { Kernel, tiles } from './kernel.ts';
import type { Work } from './kernel.ts';
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
  readonly #inPlace: Kernel;

  private constructor(kernel: Kernel, inPlace: Kernel) {
    this.#kernel = kernel;
    this.#inPlace = inPlace;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<AscendKernel> {
    const whole = `${turnCode}\n${finiteCode}\n${code}`;
    const [kernel, inPlace] = await Promise.all([
      Kernel.create(device, pipelines, { label: 'ascend', code: whole, bindings: ['slot', 'read', 'read', 'write', 'write'] }),
      Kernel.create(device, pipelines, {
        label: 'ascend in place',
        code: whole,
        entryPoint: 'in_place',
        bindings: ['slot', 'read', 'read', 'write'],
      }),
    ]);
    return new AscendKernel(kernel, inPlace);
  }

  dispatch(buffers: AscendBuffers, octave: Size): Dispatch {
    const { step, gradient, settled, lo, input } = buffers;
    return this.#kernel.dispatch([step, gradient, settled, lo, input], workOf(octave, 64));
  }

  /** The same with a gradient that lies as the picture does, and no plan that wants the picture rolled: a still's. */
  inPlace({ step, gradient, settled, lo }: Omit<AscendBuffers, 'input'>, octave: Size): Dispatch {
    return this.#inPlace.dispatch([step, gradient, settled, lo], workOf(octave, 48));
  }
}

function workOf({ width, height }: Size, bytes: number): Work {
  return { workgroups: tiles(width, height), flops: 12 * width * height, bytes: bytes * width * height };
}
