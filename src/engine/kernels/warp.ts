import type { Size } from '../octaves.ts';
import carriedCode from './carried.wgsl?raw';
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

/** Δ moves and fades. */
export class WarpKernel {
  readonly #plain: Kernel;
  readonly #following: Kernel;

  private constructor(plain: Kernel, following: Kernel) {
    this.#plain = plain;
    this.#following = following;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<WarpKernel> {
    const [plain, following] = await Promise.all([
      Kernel.create(device, pipelines, { label: 'warp', code: whole(uncarried), bindings }),
      Kernel.create(device, pipelines, { label: 'warp following', code: whole(carriedCode), bindings: [...bindings, 'read', 'read'] }),
    ]);
    return new WarpKernel(plain, following);
  }

  /** @param carried where Δ follows the picture; left out where it moves by the frame's motion alone */
  dispatch({ frame, before, detail }: WarpBuffers, size: Size, carried?: CarriedBuffers): Dispatch {
    const pixels = size.width * size.height;
    const work = { workgroups: tiles(size.width, size.height), flops: 150 * pixels, bytes: 32 * pixels };
    if (!carried) return this.#plain.dispatch([frame, before, detail], work);
    const { field, means } = carried;
    return this.#following.dispatch([frame, before, detail, field, means], { ...work, bytes: work.bytes + field.size + means.size });
  }
}

const bindings = ['uniform', 'read', 'write'] as const;

const whole = (header: string): string => [frameCode, finiteCode, code, header].join('\n');
