import type { Size } from '../octaves.ts';
import type { Dispatch } from './dispatch.ts';
import { Kernel } from './kernel.ts';
import type { Pipelines } from './pipelines.ts';
import code from './relax.wgsl?raw';
import stageCode from './stage.wgsl?raw';

/** What it reads and writes. */
export interface RelaxBuffers {
  /** Of the stage (stage.wgsl). */
  readonly stage: GPUBuffer;
  /** Five planes of the grid's size. */
  readonly tensor: GPUBuffer;
  /** Flows, array<vec2<f32>>: the one that is known so far, and the one that is made. */
  readonly known: GPUBuffer;
  readonly flow: GPUBuffer;
}

/** Flops of eight steps for a pixel, of which four are computed for each that is written. */
const STEPS = 4 * 8 * 40;

/** A flow that agrees with a structure tensor, and with itself. */
export class RelaxKernel {
  readonly #kernel: Kernel;

  private constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<RelaxKernel> {
    const spec = { label: 'relax', code: `${stageCode}\n${code}`, bindings: ['uniform', 'read', 'read', 'write'] } as const;
    return new RelaxKernel(await Kernel.create(device, pipelines, spec));
  }

  dispatch({ stage, tensor, known, flow }: RelaxBuffers, grid: Size): Dispatch {
    const pixels = grid.width * grid.height;
    return this.#kernel.dispatch([stage, tensor, known, flow], {
      workgroups: [Math.ceil(grid.width / 16), Math.ceil(grid.height / 16), 1],
      flops: STEPS * pixels,
      bytes: (20 + 8 + 8) * pixels,
    });
  }
}
