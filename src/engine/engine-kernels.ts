import type { AscentKernels } from './ascent.ts';
import { AscendKernel } from './kernels/ascend.ts';
import type { CarryKernels } from './carry/carry.ts';
import { DecayKernel } from './kernels/decay.ts';
import { FollowKernel } from './kernels/follow.ts';
import { HoldKernel } from './kernels/hold.ts';
import { ImportKernel } from './kernels/import.ts';
import { KeepKernel } from './kernels/keep.ts';
import { LumaKernel } from './kernels/luma.ts';
import { MismatchKernel } from './kernels/mismatch.ts';
import type { Pipelines } from './kernels/pipelines.ts';
import { PresentKernel } from './kernels/present.ts';
import { RelaxKernel } from './kernels/relax.ts';
import { ResizeKernel } from './kernels/resize.ts';
import { TensorKernel } from './kernels/tensor.ts';
import { WarpKernel } from './kernels/warp.ts';

/** Every kernel of a frame but the network's and an ascent rule's. */
export interface EngineKernels extends AscentKernels, CarryKernels {
  readonly import: ImportKernel;
  readonly present: PresentKernel;
}

/** Compiles all of them in parallel. */
export async function createKernels(device: GPUDevice, pipelines: Pipelines): Promise<EngineKernels> {
  const [imported, decay, warp, luma, tensor, relax, mismatch, follow, hold, present, resize, ascend, keep] = await Promise.all([
    ImportKernel.create(device, pipelines),
    DecayKernel.create(device, pipelines),
    WarpKernel.create(device, pipelines),
    LumaKernel.create(device, pipelines),
    TensorKernel.create(device, pipelines),
    RelaxKernel.create(device, pipelines),
    MismatchKernel.create(device, pipelines),
    FollowKernel.create(device, pipelines),
    HoldKernel.create(device, pipelines),
    PresentKernel.create(device, pipelines),
    ResizeKernel.create(device, pipelines),
    AscendKernel.create(device, pipelines),
    KeepKernel.create(device, pipelines),
  ]);
  return { import: imported, decay, warp, luma, tensor, relax, mismatch, follow, hold, present, resize, ascend, keep };
}
