import { MOST_SMOOTHING } from '../ascent-rule.ts';
import type { Size } from '../octaves.ts';
import type { Dispatch } from './dispatch.ts';
import { Kernel, tiles } from './kernel.ts';
import type { Pipelines } from './pipelines.ts';
import code from './smooth.wgsl?raw';
import turnCode from './turn.wgsl?raw';

/** What smoothing reads and writes, pictures at the octave's size. */
export interface SmoothBuffers {
  readonly step: GPUBufferBinding;
  readonly gradient: GPUBuffer;
  /** Three planes. */
  readonly blurred: GPUBuffer;
  readonly smoothed: GPUBuffer;
}

/** How far the widest Gaussian reaches for a smoothing of σ, in pixels. */
export const smoothingReach = (sigma: number): number => Math.ceil(6 * sigma);

/** A gradient's blend of three Gaussians. Wants the dynamic offset of its step's slot. */
export class SmoothKernel {
  readonly #across: Kernel;
  readonly #down: Kernel;

  private constructor(across: Kernel, down: Kernel) {
    this.#across = across;
    this.#down = down;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<SmoothKernel> {
    const shared = { code: `${turnCode}\n${code}`, bindings: ['slot', 'read', 'write', 'write'] } as const;
    const [across, down] = await Promise.all([
      Kernel.create(device, pipelines, { ...shared, label: 'smooth across', entryPoint: 'across' }),
      Kernel.create(device, pipelines, { ...shared, label: 'smooth down', entryPoint: 'down' }),
    ]);
    return new SmoothKernel(across, down);
  }

  /** Two dispatches, in order. What they cost is told for a middling σ: it is not known beforehand. */
  dispatches({ step, gradient, blurred, smoothed }: SmoothBuffers, octave: Size): readonly Dispatch[] {
    const bound = [step, gradient, blurred, smoothed];
    const pixels = octave.width * octave.height;
    const work = {
      workgroups: tiles(octave.width, octave.height),
      flops: 32 * smoothingReach(MOST_SMOOTHING / 2) * pixels,
      bytes: 64 * pixels,
    };
    return [this.#across.dispatch(bound, work), this.#down.dispatch(bound, work)];
  }
}
