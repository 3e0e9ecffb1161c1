import type { Size } from '../octaves.ts';
import carriedCode from './carried.wgsl?raw';
import type { Dispatch } from './dispatch.ts';
import finiteCode from './finite.wgsl?raw';
import frameCode from './frame.wgsl?raw';
import { Kernel, tiles } from './kernel.ts';
import type { Work } from './kernel.ts';
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

/** What it reads besides where Δ follows the picture. */
export interface CarriedBuffers {
  /** Where Δ comes from and how far it is doubted (follow.wgsl). */
  readonly field: GPUBuffer;
  /** Low frequencies of Δ (hold.wgsl). */
  readonly means: GPUBuffer;
}

/** Where Δ comes from, where it does not follow the picture. */
const uncarried = `fn carried(p: vec2<u32>) -> Carried { return Carried(vec2<f32>(0.0), 1.0); }
fn held(at: vec2<f32>) -> vec3<f32> { return vec3<f32>(0.0); }`;

const bindings = ['uniform', 'read', 'write'] as const;

const whole = (header: string): string => [frameCode, finiteCode, code, header].join('\n');

const workOf = ({ width, height }: Size, read: number): Work => ({
  workgroups: tiles(width, height),
  flops: 700 * width * height,
  bytes: 32 * width * height + read,
});

/** Δ moves by the frame's motion and fades. */
export class WarpKernel {
  readonly #kernel: Kernel;

  private constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<WarpKernel> {
    return new WarpKernel(await Kernel.create(device, pipelines, { label: 'warp', code: whole(uncarried), bindings }));
  }

  dispatch({ frame, before, detail }: WarpBuffers, size: Size): Dispatch {
    return this.#kernel.dispatch([frame, before, detail], workOf(size, 0));
  }
}

/** Δ follows the picture besides. */
export class FollowingWarpKernel {
  readonly #kernel: Kernel;

  private constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<FollowingWarpKernel> {
    const spec = { label: 'warp following', code: whole(carriedCode), bindings: [...bindings, 'read', 'read'] } as const;
    return new FollowingWarpKernel(await Kernel.create(device, pipelines, spec));
  }

  dispatch({ frame, before, detail }: WarpBuffers, { field, means }: CarriedBuffers, size: Size): Dispatch {
    return this.#kernel.dispatch([frame, before, detail, field, means], workOf(size, field.size + means.size));
  }
}
