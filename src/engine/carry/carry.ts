import type { DecayKernel } from '../kernels/decay.ts';
import { encodeDispatch } from '../kernels/dispatch.ts';
import type { Dispatch } from '../kernels/dispatch.ts';
import type { WarpKernel } from '../kernels/warp.ts';
import { costOf } from '../pace.ts';
import type { DreamPictures } from './dream-pictures.ts';

/** The kernels of what becomes of Δ. */
export interface CarryKernels {
  readonly decay: DecayKernel;
  readonly warp: WarpKernel;
}

/**
 * What becomes of Δ from one frame to the next, in place, between the import of the new live picture and its presentation: it fades where it is, or it
 * moves and fades. What moving needs is made when it first moves.
 */
export class Carry {
  readonly #device: GPUDevice;
  readonly #kernels: CarryKernels;
  readonly #frame: GPUBuffer;
  readonly #pictures: DreamPictures;
  readonly #decay: Dispatch;
  #before: GPUBuffer | null = null;
  #warp: Dispatch | null = null;

  /** @param frame the frame's uniform, which says how far Δ fades and moves */
  constructor(device: GPUDevice, kernels: CarryKernels, frame: GPUBuffer, pictures: DreamPictures) {
    this.#device = device;
    this.#kernels = kernels;
    this.#frame = frame;
    this.#pictures = pictures;
    this.#decay = kernels.decay.dispatch(frame, pictures.detail, pictures.size);
  }

  /** What carrying costs. */
  cost(moving: boolean): number {
    return costOf(moving ? this.#moving(this.#aside()) : this.#decay);
  }

  /** Records, outside of any pass, what has to come before `record`. */
  prepare(encoder: GPUCommandEncoder, moving: boolean): void {
    const { detail } = this.#pictures;
    if (moving) encoder.copyBufferToBuffer(detail, 0, this.#aside(), 0, detail.size);
  }

  record(pass: GPUComputePassEncoder, moving: boolean): void {
    encodeDispatch(pass, moving ? this.#moving(this.#aside()) : this.#decay);
  }

  destroy(): void {
    this.#before?.destroy();
  }

  /** Where Δ lies as it was while it moves. */
  #aside(): GPUBuffer {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
    this.#before ??= this.#device.createBuffer({ label: 'detail before it moved', size: this.#pictures.detail.size, usage });
    return this.#before;
  }

  #moving(before: GPUBuffer): Dispatch {
    const { detail, size } = this.#pictures;
    this.#warp ??= this.#kernels.warp.dispatch({ frame: this.#frame, before, detail }, size);
    return this.#warp;
  }
}

/** What is left of Δ after `seconds`: 2^(-seconds / halfLife). */
export function decayOver(seconds: number, halfLife: number): number {
  return 2 ** (-seconds / halfLife);
}
