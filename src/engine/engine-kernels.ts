import type { AscentKernels } from './ascent.ts';
import { AscendKernel } from './kernels/ascend.ts';
import type { CarryKernels } from './carry/carry.ts';
import { DecayKernel } from './kernels/decay.ts';
import { ImportKernel } from './kernels/import.ts';
import { KeepKernel } from './kernels/keep.ts';
import type { Pipelines } from './kernels/pipelines.ts';
import { PresentKernel } from './kernels/present.ts';
import { ResizeKernel } from './kernels/resize.ts';
import { WarpKernel } from './kernels/warp.ts';

/** Every kernel of a frame but the network's, an ascent rule's and those that follow the picture. */
export interface EngineKernels extends AscentKernels, CarryKernels {
  readonly import: ImportKernel;
  readonly present: PresentKernel;
}

/** Compiles all of them in parallel. */
export async function createKernels(device: GPUDevice, pipelines: Pipelines): Promise<EngineKernels> {
  const [imported, decay, warp, present, resize, ascend, keep] = await Promise.all([
    ImportKernel.create(device, pipelines),
    DecayKernel.create(device, pipelines),
    WarpKernel.create(device, pipelines),
    PresentKernel.create(device, pipelines),
    ResizeKernel.create(device, pipelines),
    AscendKernel.create(device, pipelines),
    KeepKernel.create(device, pipelines),
  ]);
  return { import: imported, decay, warp, present, resize, ascend, keep };
}
