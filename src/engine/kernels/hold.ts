import type { Size } from '../octaves.ts';
import type { Dispatch } from './dispatch.ts';
import finiteCode from './finite.wgsl?raw';
import frameCode from './frame.wgsl?raw';
import code from './hold.wgsl?raw';
import { Kernel } from './kernel.ts';
import type { Pipelines } from './pipelines.ts';

/** Side of a block, in pixels of the dream. */
const BLOCK = 16;

/** Bytes of the means of Δ at dream size. */
export const meansBytes = ({ width, height }: Size): number => 16 * Math.ceil(width / BLOCK) * Math.ceil(height / BLOCK);

/** What Δ has of low frequencies. */
export class HoldKernel {
  readonly #kernel: Kernel;

  private constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<HoldKernel> {
    const spec = { label: 'hold', code: `${frameCode}\n${finiteCode}\n${code}`, bindings: ['uniform', 'read', 'write'] } as const;
    return new HoldKernel(await Kernel.create(device, pipelines, spec));
  }

  /** `detail` is array<vec4<f32>> of `dream`, `means` of {@link meansBytes}. */
  dispatch(frame: GPUBuffer, detail: GPUBuffer, means: GPUBuffer, dream: Size): Dispatch {
    const pixels = dream.width * dream.height;
    return this.#kernel.dispatch([frame, detail, means], {
      workgroups: [Math.ceil(dream.width / BLOCK), Math.ceil(dream.height / BLOCK), 1],
      flops: 4 * pixels,
      bytes: 16 * pixels + means.size,
    });
  }
}
