import type { Size } from '../octaves.ts';
import cubicCode from './cubic.wgsl?raw';
import type { Dispatch } from './dispatch.ts';
import finiteCode from './finite.wgsl?raw';
import frameCode from './frame.wgsl?raw';
import { Kernel, tiles } from './kernel.ts';
import type { Pipelines } from './pipelines.ts';
import code from './warp.wgsl?raw';

/** What moving reads and writes, both array<vec4<f32>> at dream size. */
export interface WarpBuffers {
  /** The frame's uniform (frame.ts), which holds the motion. */
  readonly frame: GPUBuffer;
  /** Δ as it was. */
  readonly before: GPUBuffer;
  readonly detail: GPUBuffer;
}

/** Δ moves and fades. */
export class WarpKernel {
  readonly #kernel: Kernel;

  private constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<WarpKernel> {
    const spec = {
      label: 'warp',
      code: `${frameCode}\n${cubicCode}\n${finiteCode}\n${code}`,
      bindings: ['uniform', 'read', 'write'],
    } as const;
    return new WarpKernel(await Kernel.create(device, pipelines, spec));
  }

  dispatch({ frame, before, detail }: WarpBuffers, size: Size): Dispatch {
    const pixels = size.width * size.height;
    const work = { workgroups: tiles(size.width, size.height), flops: 150 * pixels, bytes: 32 * pixels };
    return this.#kernel.dispatch([frame, before, detail], work);
  }
}
