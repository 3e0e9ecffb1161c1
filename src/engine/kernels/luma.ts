import type { Size } from '../octaves.ts';
import type { Dispatch } from './dispatch.ts';
import { Kernel } from './kernel.ts';
import code from './luma.wgsl?raw';
import type { Pipelines } from './pipelines.ts';
import pyramidCode from './pyramid.wgsl?raw';

/** What it reads and writes. */
export interface LumaBuffers {
  /** Where the levels lie (pyramid.wgsl). */
  readonly pyramid: GPUBuffer;
  /** array<vec4<f32>> at dream size. */
  readonly live: GPUBuffer;
  /** All levels, float32. */
  readonly luma: GPUBuffer;
}

/** The live picture's luma and its halves. */
export class LumaKernel {
  readonly #kernel: Kernel;

  private constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<LumaKernel> {
    const spec = { label: 'luma', code: `${pyramidCode}\n${code}`, bindings: ['uniform', 'read', 'write'] } as const;
    return new LumaKernel(await Kernel.create(device, pipelines, spec));
  }

  dispatch({ pyramid, live, luma }: LumaBuffers, dream: Size): Dispatch {
    const pixels = dream.width * dream.height;
    return this.#kernel.dispatch([pyramid, live, luma], {
      workgroups: [Math.ceil(dream.width / 32), Math.ceil(dream.height / 32), 1],
      flops: 70 * pixels,
      bytes: 16 * pixels + luma.size,
    });
  }
}
