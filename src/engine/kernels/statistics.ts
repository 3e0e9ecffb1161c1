import type { Size } from '../octaves.ts';
import type { Dispatch } from './dispatch.ts';
import { Kernel } from './kernel.ts';
import type { Pipelines } from './pipelines.ts';
import code from './statistics.wgsl?raw';
import turnCode from './turn.wgsl?raw';

/** What the statistics read and write. */
export interface StatisticsBuffers {
  readonly step: GPUBufferBinding;
  /** The plan's gradient at the octave's size. */
  readonly gradient: GPUBuffer;
  /** 64 vec2<f32>: {@link PARTIALS_BYTES}. */
  readonly partials: GPUBuffer;
  /** One vec2<f32>: mean and population standard deviation. */
  readonly moments: GPUBuffer;
}

export const PARTIALS_BYTES = 64 * 8;
export const MOMENTS_BYTES = 8;

/** Mean and standard deviation of a gradient, reduced on the GPU. */
export class StatisticsKernel {
  readonly #gather: Kernel;
  readonly #settle: Kernel;

  private constructor(gather: Kernel, settle: Kernel) {
    this.#gather = gather;
    this.#settle = settle;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<StatisticsKernel> {
    const shared = { code: `${turnCode}\n${code}`, bindings: ['slot', 'read', 'write', 'write'] } as const;
    const [gather, settle] = await Promise.all([
      Kernel.create(device, pipelines, { ...shared, label: 'statistics gather', entryPoint: 'gather' }),
      Kernel.create(device, pipelines, { ...shared, label: 'statistics settle', entryPoint: 'settle' }),
    ]);
    return new StatisticsKernel(gather, settle);
  }

  /** Two dispatches, in order. Both want the dynamic offset of a step's slot. */
  dispatches(buffers: StatisticsBuffers, octave: Size): readonly Dispatch[] {
    const { step, gradient, partials, moments } = buffers;
    const pixels = octave.width * octave.height;
    const resources = [step, gradient, partials, moments];
    return [
      this.#gather.dispatch(resources, { workgroups: [64, 1, 1], flops: 9 * pixels, bytes: 16 * pixels + PARTIALS_BYTES }),
      this.#settle.dispatch(resources, { workgroups: [1, 1, 1], flops: 128, bytes: PARTIALS_BYTES + MOMENTS_BYTES }),
    ];
  }
}
