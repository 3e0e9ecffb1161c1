import type { Size } from '../octaves.ts';
import cubicCode from './cubic.wgsl?raw';
import type { Dispatch } from './dispatch.ts';
import finiteCode from './finite.wgsl?raw';
import { Kernel, tiles } from './kernel.ts';
import code from './keep.wgsl?raw';
import movedCode from './moved.wgsl?raw';
import type { Pipelines } from './pipelines.ts';
import turnCode from './turn.wgsl?raw';

/** What keeping reads and writes; live and detail at dream size, lo and before at the octave's. */
export interface KeepBuffers {
  readonly step: GPUBufferBinding;
  readonly live: GPUBuffer;
  readonly before: GPUBuffer;
  readonly lo: GPUBuffer;
  readonly detail: GPUBuffer;
}

/** How far Δ has moved where it stays. */
const unmoved = 'fn since(p: vec2<u32>) -> vec3<f32> { return vec3<f32>(0.0); }';

/** The end of a turn: what was climbed joins Δ. Wants the dynamic offset of a step's slot. */
export class KeepKernel {
  readonly #still: Kernel;
  readonly #moved: Kernel;

  private constructor(still: Kernel, moved: Kernel) {
    this.#still = still;
    this.#moved = moved;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<KeepKernel> {
    const [still, moved] = await Promise.all([
      Kernel.create(device, pipelines, { label: 'keep', code: whole(unmoved), bindings }),
      Kernel.create(device, pipelines, { label: 'keep moved', code: whole(movedCode), bindings: [...bindings, 'read'] }),
    ]);
    return new KeepKernel(still, moved);
  }

  /** @param moved how far Δ has moved since the turn began (follow.wgsl), where it has */
  dispatch(buffers: KeepBuffers, dream: Size, octave: Size, moved?: GPUBuffer): Dispatch {
    const { step, live, before, lo, detail } = buffers;
    const pixels = dream.width * dream.height;
    const work = {
      workgroups: tiles(dream.width, dream.height),
      flops: 160 * pixels,
      bytes: 48 * pixels + 32 * octave.width * octave.height,
    };
    const bound = [step, live, before, lo, detail];
    return moved ? this.#moved.dispatch([...bound, moved], work) : this.#still.dispatch(bound, work);
  }
}

const bindings = ['slot', 'read', 'read', 'read', 'write'] as const;

const whole = (since: string): string => [turnCode, cubicCode, finiteCode, since, code].join('\n');
