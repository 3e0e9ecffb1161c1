import type { Size } from '../octaves.ts';
import type { Dispatch } from './dispatch.ts';
import { Kernel } from './kernel.ts';
import code from './measure.wgsl?raw';
import type { Pipelines } from './pipelines.ts';

const MOST_GROUPS = 256;

/** Bytes of the partial sums. */
export const PARTIAL_BYTES = MOST_GROUPS * 16;

/** What measuring reads and writes. */
export interface MeasureBuffers {
  /** {@link measureSizes}. */
  readonly sizes: GPUBuffer;
  readonly gradient: GPUBuffer;
  /** The tiles' objectives, a float32 each. */
  readonly values: GPUBuffer;
  /** {@link PARTIAL_BYTES}. */
  readonly sums: GPUBuffer;
  /** Four float32: objective, mean, deviation and mean absolute value of the gradient. */
  readonly settled: GPUBuffer;
}

const groupsOf = ({ width, height }: Size): number => Math.min(MOST_GROUPS, Math.ceil((width * height) / 64));

/** What the kernels' uniform holds, as measure.wgsl lays it out. */
export const measureSizes = (octave: Size, tiles: number): Uint32Array<ArrayBuffer> =>
  Uint32Array.of(octave.width * octave.height, groupsOf(octave), tiles, 0);

/** Objective and statistics of a gradient that came together from tiles. */
export class MeasureKernel {
  readonly #measure: Kernel;
  readonly #conclude: Kernel;

  private constructor(measure: Kernel, conclude: Kernel) {
    this.#measure = measure;
    this.#conclude = conclude;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<MeasureKernel> {
    const [measure, conclude] = await Promise.all([
      Kernel.create(device, pipelines, { label: 'measure', code, entryPoint: 'measure', bindings: ['uniform', 'read', 'write'] }),
      Kernel.create(device, pipelines, { label: 'conclude', code, entryPoint: 'conclude', bindings: ['uniform', 'read', 'read', 'write'] }),
    ]);
    return new MeasureKernel(measure, conclude);
  }

  dispatches({ sizes, gradient, values, sums, settled }: MeasureBuffers, octave: Size): readonly Dispatch[] {
    const pixels = octave.width * octave.height;
    return [
      this.#measure.dispatch([sizes, gradient, sums], { workgroups: [groupsOf(octave), 1, 1], flops: 12 * pixels, bytes: 16 * pixels }),
      this.#conclude.dispatch([sizes, values, sums, settled], { workgroups: [1, 1, 1], flops: 4096, bytes: PARTIAL_BYTES }),
    ];
  }
}
