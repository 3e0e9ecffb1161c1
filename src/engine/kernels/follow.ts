import type { Size } from '../octaves.ts';
import type { Dispatch } from './dispatch.ts';
import code from './follow.wgsl?raw';
import frameCode from './frame.wgsl?raw';
import { Kernel, tiles } from './kernel.ts';
import type { Pipelines } from './pipelines.ts';
import pyramidCode from './pyramid.wgsl?raw';

/** What it reads and writes, at half the dream's size. */
export interface FollowBuffers {
  readonly frame: GPUBuffer;
  readonly pyramid: GPUBuffer;
  /** array<vec2<f32>>. */
  readonly flow: GPUBuffer;
  /** float32. */
  readonly mismatch: GPUBuffer;
  /** Two u32. */
  readonly counts: GPUBuffer;
  /** The last frame's field, and this one's: array<vec4<f32>>. */
  readonly before: GPUBuffer;
  readonly field: GPUBuffer;
  /** How far Δ had moved since the turn began, and how far it has, and what of the turn is lost: array<vec4<f32>>. */
  readonly movedBefore: GPUBuffer;
  readonly moved: GPUBuffer;
}

/** Where Δ comes from, and how far it is to be doubted. */
export class FollowKernel {
  readonly #kernel: Kernel;

  private constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<FollowKernel> {
    const spec = {
      label: 'follow',
      code: `${frameCode}\n${pyramidCode}\n${code}`,
      bindings: ['uniform', 'uniform', 'read', 'read', 'write', 'read', 'write', 'read', 'write'],
    } as const;
    return new FollowKernel(await Kernel.create(device, pipelines, spec));
  }

  dispatch(buffers: FollowBuffers, half: Size): Dispatch {
    const { frame, pyramid, flow, mismatch, counts, before, field, movedBefore, moved } = buffers;
    const pixels = half.width * half.height;
    return this.#kernel.dispatch([frame, pyramid, flow, mismatch, counts, before, field, movedBefore, moved], {
      workgroups: tiles(half.width, half.height),
      flops: 160 * pixels,
      bytes: (8 + 4 + 16 + 16 + 16 + 16) * pixels,
    });
  }
}
