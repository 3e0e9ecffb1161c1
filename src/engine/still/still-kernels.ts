import { AscendKernel } from '../kernels/ascend.ts';
import { MeasureKernel } from '../kernels/measure.ts';
import type { Pipelines } from '../kernels/pipelines.ts';
import { ResampleKernel } from '../kernels/resample.ts';
import { TileKernel } from '../kernels/tile.ts';
import type { ClimbKernels } from './octave-climb.ts';

/** Every kernel of a still but the network's. */
export interface StillKernels extends ClimbKernels {
  readonly resample: ResampleKernel;
}

/** Compiles all of them in parallel. */
export async function createStillKernels(device: GPUDevice, pipelines: Pipelines): Promise<StillKernels> {
  const [tile, measure, ascend, resample] = await Promise.all([
    TileKernel.create(device, pipelines),
    MeasureKernel.create(device, pipelines),
    AscendKernel.create(device, pipelines),
    ResampleKernel.create(device, pipelines),
  ]);
  return { tile, measure, ascend, resample };
}
