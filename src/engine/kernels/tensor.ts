import type { Size } from '../octaves.ts';
import cubicCode from './cubic.wgsl?raw';
import type { Dispatch } from './dispatch.ts';
import { Kernel } from './kernel.ts';
import type { Pipelines } from './pipelines.ts';
import stageCode from './stage.wgsl?raw';
import code from './tensor.wgsl?raw';

/** What it reads and writes. */
export interface TensorBuffers {
  /** Of the stage (stage.wgsl). */
  readonly stage: GPUBuffer;
  /** This frame's pyramid of luma, and the last one's. */
  readonly now: GPUBuffer;
  readonly last: GPUBuffer;
  /** The flow that is known so far, array<vec2<f32>>. */
  readonly known: GPUBuffer;
  /** Five planes of the grid's size. */
  readonly tensor: GPUBuffer;
}

/** Flops of a product: sixteen taps of three sums, and what is made of them. */
const PRODUCT = 190;

/** How many pixels of the grid have their products made for each that is written: the tiles' borders are made twice. */
const BORDER = (24 * 24) / (16 * 16);

/** The structure tensor of two pictures. */
export class TensorKernel {
  readonly #kernel: Kernel;

  private constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<TensorKernel> {
    const spec = {
      label: 'tensor',
      code: `${stageCode}\n${cubicCode}\n${code}`,
      bindings: ['uniform', 'read', 'read', 'read', 'write'],
    } as const;
    return new TensorKernel(await Kernel.create(device, pipelines, spec));
  }

  /** @param ratio pixels of the image along the side of one of the grid */
  dispatch({ stage, now, last, known, tensor }: TensorBuffers, grid: Size, ratio: number): Dispatch {
    const pixels = grid.width * grid.height;
    return this.#kernel.dispatch([stage, now, last, known, tensor], {
      workgroups: [Math.ceil(grid.width / 16), Math.ceil(grid.height / 16), 1],
      flops: (BORDER * PRODUCT * ratio * ratio + 200) * pixels,
      bytes: (2 * 4 * ratio * ratio + 8 + 20) * pixels,
    });
  }
}
