import type { Size } from '../octaves.ts';
import cubicCode from './cubic.wgsl?raw';
import type { Dispatch } from './dispatch.ts';
import frameCode from './frame.wgsl?raw';
import { Kernel, tiles } from './kernel.ts';
import type { Pipelines } from './pipelines.ts';
import code from './present.wgsl?raw';

/** What presenting reads and writes. */
export interface PresentResources {
  /** The frame's uniform (frame.ts). */
  readonly frame: GPUBuffer;
  /** rgba8unorm at output size. */
  readonly liveOutput: GPUTexture;
  /** array<vec4<f32>> at dream size. */
  readonly detail: GPUBuffer;
  /** rgba8unorm at output size. */
  readonly output: GPUTexture;
}

/** The live picture with Δ over it, at output size. */
export class PresentKernel {
  readonly #kernel: Kernel;

  private constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<PresentKernel> {
    const spec = {
      label: 'present',
      code: `${frameCode}\n${cubicCode}\n${code}`,
      bindings: ['uniform', 'texture', 'read', 'store'],
    } as const;
    return new PresentKernel(await Kernel.create(device, pipelines, spec));
  }

  dispatch(resources: PresentResources, dream: Size, output: Size): Dispatch {
    const { frame, liveOutput, detail, output: target } = resources;
    const pixels = output.width * output.height;
    const work = {
      workgroups: tiles(output.width, output.height),
      flops: 128 * pixels,
      bytes: 8 * pixels + 16 * dream.width * dream.height,
    };
    return this.#kernel.dispatch([frame, liveOutput, detail, target], work);
  }
}
