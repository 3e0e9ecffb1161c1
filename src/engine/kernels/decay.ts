import type { Size } from '../octaves.ts';
import code from './decay.wgsl?raw';
import type { Dispatch } from './dispatch.ts';
import finiteCode from './finite.wgsl?raw';
import frameCode from './frame.wgsl?raw';
import { Kernel, tiles } from './kernel.ts';
import type { Pipelines } from './pipelines.ts';

/** Δ fades: Δ ← decay · Δ. */
export class DecayKernel {
  readonly #kernel: Kernel;

  private constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<DecayKernel> {
    return new DecayKernel(
      await Kernel.create(device, pipelines, {
        label: 'decay',
        code: `${frameCode}\n${finiteCode}\n${code}`,
        bindings: ['uniform', 'write'],
      }),
    );
  }

  /** `detail` is array<vec4<f32>> of `size`, the dream size that `frame` holds. */
  dispatch(frame: GPUBuffer, detail: GPUBuffer, size: Size): Dispatch {
    const pixels = size.width * size.height;
    return this.#kernel.dispatch([frame, detail], { workgroups: tiles(size.width, size.height), flops: 4 * pixels, bytes: 32 * pixels });
  }
}
