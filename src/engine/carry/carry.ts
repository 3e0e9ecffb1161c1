import type { DecayKernel } from '../kernels/decay.ts';
import { encodeDispatch } from '../kernels/dispatch.ts';
import type { Dispatch } from '../kernels/dispatch.ts';
import type { FollowValues } from '../kernels/frame.ts';
import type { WarpKernel } from '../kernels/warp.ts';
import { costOf } from '../pace.ts';
import type { DreamPictures } from './dream-pictures.ts';
import { Follow } from './follow.ts';
import type { FollowKernels } from './follow.ts';

/** The kernels of what becomes of Δ. */
export interface CarryKernels {
  readonly decay: DecayKernel;
  readonly warp: WarpKernel;
}

/** What becomes of Δ in one frame: it fades where it is, moves as it is told, or follows the picture, as it is told besides. */
export type CarryKind = 'fade' | 'move' | 'follow' | 'follow both ways';

/** Whether Δ follows the picture. */
const follows = (kind: CarryKind): boolean => kind === 'follow' || kind === 'follow both ways';

/**
 * What becomes of Δ from one frame to the next, in place, between the import of the new live picture and its presentation. What moving and following need is made
 * when it is first wanted.
 */
export class Carry {
  readonly #device: GPUDevice;
  readonly #kernels: CarryKernels;
  readonly #frame: GPUBuffer;
  readonly #pictures: DreamPictures;
  readonly #fade: readonly Dispatch[];
  #before: GPUBuffer | null = null;
  #move: readonly Dispatch[] | null = null;
  #follow: Follow | null = null;

  /** @param frame the frame's uniform, which says how far Δ fades and moves */
  constructor(device: GPUDevice, kernels: CarryKernels, frame: GPUBuffer, pictures: DreamPictures) {
    this.#device = device;
    this.#kernels = kernels;
    this.#frame = frame;
    this.#pictures = pictures;
    this.#fade = [kernels.decay.dispatch(frame, pictures.detail, pictures.size)];
  }

  /** Another frame comes, for Δ to follow by these kernels: what of the frame's values is known here. */
  followNext(kernels: FollowKernels): Pick<FollowValues, 'turn' | 'known'> {
    const resources = { frame: this.#frame, pictures: this.#pictures, before: this.#aside() };
    this.#follow ??= new Follow(this.#device, kernels, resources);
    return this.#follow.next();
  }

  /** Another frame comes, for Δ not to follow. */
  next(): void {
    this.#follow?.interrupt();
  }

  /** Records, outside of any pass, what has to come before `record`. */
  prepare(encoder: GPUCommandEncoder, kind: CarryKind): void {
    if (kind === 'fade') return;
    const { detail } = this.#pictures;
    encoder.copyBufferToBuffer(detail, 0, this.#aside(), 0, detail.size);
    if (follows(kind)) this.#follow?.prepare(encoder);
  }

  /** @returns what it costs */
  record(pass: GPUComputePassEncoder, kind: CarryKind): number {
    let cost = 0;
    for (const dispatch of this.#dispatches(kind)) {
      encodeDispatch(pass, dispatch);
      cost += costOf(dispatch);
    }
    return cost;
  }

  destroy(): void {
    this.#before?.destroy();
    this.#follow?.destroy();
  }

  #dispatches(kind: CarryKind): readonly Dispatch[] {
    switch (kind) {
      case 'fade':
        return this.#fade;
      case 'move':
        return this.#moving();
      case 'follow':
      case 'follow both ways':
        return this.#follow?.dispatches(kind === 'follow both ways') ?? [];
      default:
        return kind satisfies never;
    }
  }

  /** Where Δ lies as it was while it moves. */
  #aside(): GPUBuffer {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
    this.#before ??= this.#device.createBuffer({ label: 'detail before it moved', size: this.#pictures.detail.size, usage });
    return this.#before;
  }

  #moving(): readonly Dispatch[] {
    const { detail, size } = this.#pictures;
    this.#move ??= [this.#kernels.warp.dispatch({ frame: this.#frame, before: this.#aside(), detail }, size)];
    return this.#move;
  }
}

/** What is left of Δ after `seconds`: 2^(-seconds / halfLife). */
export function decayOver(seconds: number, halfLife: number): number {
  return 2 ** (-seconds / halfLife);
}
