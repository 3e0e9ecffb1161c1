import type { Size } from '../octaves.ts';
import type { Dispatch } from './dispatch.ts';
import { Kernel, tiles } from './kernel.ts';
import type { Pipelines } from './pipelines.ts';
import turnCode from './turn.wgsl?raw';
import code from './variation.wgsl?raw';

/** What the pull reads and writes, pictures at the octave's size. */
export interface VariationBuffers {
  readonly step: GPUBufferBinding;
  readonly gradient: GPUBuffer;
  /** Its statistics. */
  readonly settled: GPUBuffer;
  /** The picture that is climbed, as it lies. */
  readonly lo: GPUBuffer;
  readonly direction: GPUBuffer;
}

/** The gradient divided, less the pull of the picture's total variation. Wants the dynamic offset of its step's slot. */
export class VariationKernel {
  readonly #kernel: Kernel;

  private constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<VariationKernel> {
    const spec = { label: 'variation', code: `${turnCode}\n${code}`, bindings: ['slot', 'read', 'read', 'read', 'write'] } as const;
    return new VariationKernel(await Kernel.create(device, pipelines, spec));
  }

  dispatch({ step, gradient, settled, lo, direction }: VariationBuffers, octave: Size): Dispatch {
    const pixels = octave.width * octave.height;
    const work = { workgroups: tiles(octave.width, octave.height), flops: 80 * pixels, bytes: 48 * pixels };
    return this.#kernel.dispatch([step, gradient, settled, lo, direction], work);
  }
}
