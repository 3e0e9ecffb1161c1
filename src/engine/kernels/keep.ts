import type { Size } from '../octaves.ts';
import cubicCode from './cubic.wgsl?raw';
import type { Dispatch } from './dispatch.ts';
import finiteCode from './finite.wgsl?raw';
import { Kernel, tiles } from './kernel.ts';
import code from './keep.wgsl?raw';
import type { Pipelines } from './pipelines.ts';
import turnCode from './turn.wgsl?raw';

/** What keeping reads and writes; live and detail at dream size, lo and before at the octave's. */
export interface KeepBuffers {
  readonly step: GPUBufferBinding;
  readonly live: GPUBuffer;
  readonly before: GPUBuffer;
  readonly lo: GPUBuffer;
  readonly detail: GPUBuffer;
}

/** The end of a turn: what was climbed joins Δ. Wants the dynamic offset of a step's slot. */
export class KeepKernel {
  readonly #kernel: Kernel;

  private constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<KeepKernel> {
    const spec = {
      label: 'keep',
      code: `${turnCode}\n${cubicCode}\n${finiteCode}\n${code}`,
      bindings: ['slot', 'read', 'read', 'read', 'write'],
    } as const;
    return new KeepKernel(await Kernel.create(device, pipelines, spec));
  }

  dispatch(buffers: KeepBuffers, dream: Size, octave: Size): Dispatch {
    const { step, live, before, lo, detail } = buffers;
    const pixels = dream.width * dream.height;
    const work = {
      workgroups: tiles(dream.width, dream.height),
      flops: 160 * pixels,
      bytes: 48 * pixels + 32 * octave.width * octave.height,
    };
    return this.#kernel.dispatch([step, live, before, lo, detail], work);
  }
}
