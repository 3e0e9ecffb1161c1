import type { AscentRule } from '../ascent-rule.ts';
import { isPlain, shapeOf } from '../direction.ts';
import { MeasureKernel } from '../kernels/measure.ts';
import type { Pipelines } from '../kernels/pipelines.ts';
import { ResampleKernel } from '../kernels/resample.ts';
import { TileKernel } from '../kernels/tile.ts';
import { createDirectionKernels } from '../rule-stage.ts';
import type { ClimbKernels } from './octave-climb.ts';

/** Every kernel of a still but the network's. */
export interface StillKernels extends ClimbKernels {
  readonly resample: ResampleKernel;
}

/** Compiles all that this rule wants, in parallel. */
export async function createStillKernels(device: GPUDevice, pipelines: Pipelines, rule: AscentRule): Promise<StillKernels> {
  const [tile, measure, resample, direction] = await Promise.all([
    TileKernel.create(device, pipelines),
    MeasureKernel.create(device, pipelines),
    ResampleKernel.create(device, pipelines),
    isPlain(shapeOf(rule)) ? null : createDirectionKernels(device, pipelines),
  ]);
  return { tile, measure, resample, direction };
}
