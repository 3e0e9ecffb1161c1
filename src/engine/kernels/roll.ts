import type { Size } from '../octaves.ts';
import type { Dispatch } from './dispatch.ts';
import { Kernel, tiles } from './kernel.ts';
import type { Pipelines } from './pipelines.ts';
import code from './roll.wgsl?raw';
import turnCode from './turn.wgsl?raw';

/** What the roll reads and writes, both at the octave's size. */
export interface RollBuffers {
  readonly step: GPUBufferBinding;
  readonly lo: GPUBuffer;
  /** The plan's input. */
  readonly input: GPUBuffer;
}

/** The picture, rolled around the torus, into the network's input. Wants the dynamic offset of a step's slot. */
export class RollKernel {
  readonly #kernel: Kernel;

  private constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<RollKernel> {
    return new RollKernel(
      await Kernel.create(device, pipelines, { label: 'roll', code: `${turnCode}\n${code}`, bindings: ['slot', 'read', 'write'] }),
    );
  }

  dispatch(buffers: RollBuffers, octave: Size): Dispatch {
    const work = { workgroups: tiles(octave.width, octave.height), flops: 0, bytes: 32 * octave.width * octave.height };
    return this.#kernel.dispatch([buffers.step, buffers.lo, buffers.input], work);
  }
}
