import type { Dispatch } from '../kernels/dispatch.ts';
import type { RelaxKernel } from '../kernels/relax.ts';
import type { TensorKernel } from '../kernels/tensor.ts';
import type { Size } from '../octaves.ts';
import type { FlowStage } from './follow-layout.ts';

/** The kernels of a flow. */
export interface FlowKernels {
  readonly tensor: TensorKernel;
  readonly relax: RelaxKernel;
}

/** Which pictures a flow leads between: pyramids of luma. */
export interface FlowPictures {
  /** The one that it starts in. */
  readonly now: GPUBuffer;
  /** The one that it leads to. */
  readonly last: GPUBuffer;
}

/**
 * Optical flow from one picture to another, coarse to fine: where in `last` a pixel of `now` was. Two dispatches a stage: a structure tensor, and the flow that
 * agrees with it. The result has half the dream's size, in pixels of the dream, about a tenth of one exact where there is texture.
 */
export class Flow {
  /** array<vec2<f32>> at half the dream's size. */
  readonly result: GPUBuffer;
  readonly #kernels: FlowKernels;
  readonly #stages: readonly FlowStage[];
  readonly #uniforms: readonly GPUBuffer[];
  readonly #flows: readonly GPUBuffer[];
  readonly #tensor: GPUBuffer;

  /** @param stages at least one (stagesOf) */
  constructor(device: GPUDevice, kernels: FlowKernels, stages: readonly FlowStage[]) {
    this.#kernels = kernels;
    this.#stages = stages;
    this.#uniforms = stages.map((stage) => uniformOf(device, stage));
    const make = (label: string, size: number) =>
      device.createBuffer({ label, size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
    this.#flows = stages.map(({ grid }, index) => make(`flow ${String(index)}`, 8 * areaOf(grid)));
    this.#tensor = make('structure tensor', 20 * Math.max(...stages.map(({ grid }) => areaOf(grid))));
    const result = this.#flows.at(-1);
    if (!result) throw new RangeError('Expected a stage at least, got none.');
    this.result = result;
  }

  /** In order. */
  dispatches({ now, last }: FlowPictures): readonly Dispatch[] {
    return this.#stages.flatMap(({ grid, ratio }, index) => {
      const [stage, flow] = [this.#uniforms[index], this.#flows[index]];
      if (!stage || !flow) return [];
      // The first stage knows no flow, and reads none: any buffer that it does not write serves.
      const known = this.#flows[index - 1] ?? now;
      const tensor = this.#tensor;
      return [
        this.#kernels.tensor.dispatch({ stage, now, last, known, tensor }, grid, ratio),
        this.#kernels.relax.dispatch({ stage, tensor, known, flow }, grid),
      ];
    });
  }

  destroy(): void {
    for (const buffer of [...this.#uniforms, ...this.#flows, this.#tensor]) buffer.destroy();
  }
}

const areaOf = ({ width, height }: Size): number => width * height;

/** stage.wgsl's Stage. */
function uniformOf(device: GPUDevice, { level, ratio, grid, pixel, from }: FlowStage): GPUBuffer {
  const bytes = new ArrayBuffer(48);
  new Uint32Array(bytes).set([
    level.offset,
    level.width,
    level.height,
    ratio,
    grid.width,
    grid.height,
    from?.width ?? 0,
    from?.height ?? 0,
  ]);
  new Float32Array(bytes).set([pixel, from?.pixel ?? 1], 8);
  const buffer = device.createBuffer({ label: 'flow stage', size: 48, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  device.queue.writeBuffer(buffer, 0, bytes);
  return buffer;
}
