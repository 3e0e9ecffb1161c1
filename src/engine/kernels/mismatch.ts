import type { Size } from '../octaves.ts';
import cubicCode from './cubic.wgsl?raw';
import type { Dispatch } from './dispatch.ts';
import frameCode from './frame.wgsl?raw';
import { Kernel } from './kernel.ts';
import code from './mismatch.wgsl?raw';
import type { Pipelines } from './pipelines.ts';
import pyramidCode from './pyramid.wgsl?raw';

/** What it reads and writes; all but the pyramids have half the dream's size. */
export interface MismatchBuffers {
  readonly frame: GPUBuffer;
  readonly pyramid: GPUBuffer;
  /** This frame's pyramid of luma, and the last one's. */
  readonly now: GPUBuffer;
  readonly last: GPUBuffer;
  /** array<vec2<f32>>, and the flow the other way, or the same where it is not asked for. */
  readonly flow: GPUBuffer;
  readonly back: GPUBuffer;
  /** float32. */
  readonly mismatch: GPUBuffer;
  /** Two u32. */
  readonly counts: GPUBuffer;
}

/** How badly a flow explains the picture. */
export class MismatchKernel {
  readonly #kernel: Kernel;

  private constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<MismatchKernel> {
    const spec = {
      label: 'mismatch',
      code: `${frameCode}\n${pyramidCode}\n${cubicCode}\n${code}`,
      bindings: ['uniform', 'uniform', 'read', 'read', 'read', 'read', 'write', 'write'],
    } as const;
    return new MismatchKernel(await Kernel.create(device, pipelines, spec));
  }

  dispatch({ frame, pyramid, now, last, flow, back, mismatch, counts }: MismatchBuffers, half: Size): Dispatch {
    const pixels = half.width * half.height;
    return this.#kernel.dispatch([frame, pyramid, now, last, flow, back, mismatch, counts], {
      workgroups: [Math.ceil(half.width / 16), Math.ceil(half.height / 16), 1],
      flops: 420 * pixels,
      bytes: (4 + 4 + 8 + (back === flow ? 0 : 8) + 4) * pixels,
    });
  }
}
