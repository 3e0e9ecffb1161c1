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
  /** array<vec4<f32>> at dream size. */
  readonly detail: GPUBuffer;
  /** array<vec4<f32>> of output width and dream height. */
  readonly wide: GPUBuffer;
  /** rgba8unorm at output size. */
  readonly liveOutput: GPUTexture;
  /** rgba8unorm at output size. */
  readonly output: GPUTexture;
}

/** Bytes of {@link PresentResources.wide}. */
export function wideBytes(dream: Size, output: Size): number {
  return 16 * output.width * dream.height;
}

/** The live picture with Δ over it, at output size. */
export class PresentKernel {
  readonly #widen: Kernel;
  readonly #main: Kernel;

  private constructor(widen: Kernel, main: Kernel) {
    this.#widen = widen;
    this.#main = main;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<PresentKernel> {
    const shared = { code: `${frameCode}\n${cubicCode}\n${code}`, bindings: ['uniform', 'read', 'write', 'texture', 'store'] } as const;
    const [widen, main] = await Promise.all([
      Kernel.create(device, pipelines, { ...shared, label: 'present widen', entryPoint: 'widen' }),
      Kernel.create(device, pipelines, { ...shared, label: 'present', entryPoint: 'main' }),
    ]);
    return new PresentKernel(widen, main);
  }

  /** Two dispatches, in order. */
  dispatches(resources: PresentResources, dream: Size, output: Size): readonly Dispatch[] {
    const bound = [resources.frame, resources.detail, resources.wide, resources.liveOutput, resources.output];
    const pixels = output.width * output.height;
    const widened = output.width * dream.height;
    return [
      this.#widen.dispatch(bound, {
        workgroups: tiles(output.width, dream.height),
        flops: 32 * widened,
        bytes: 16 * (widened + dream.width * dream.height),
      }),
      this.#main.dispatch(bound, { workgroups: tiles(output.width, output.height), flops: 40 * pixels, bytes: 8 * pixels + 16 * widened }),
    ];
  }
}
