import type { Dispatch } from '../kernels/dispatch.ts';
import type { FollowKernel } from '../kernels/follow.ts';
import type { FollowValues } from '../kernels/frame.ts';
import { meansBytes } from '../kernels/hold.ts';
import type { HoldKernel } from '../kernels/hold.ts';
import type { LumaKernel } from '../kernels/luma.ts';
import type { MismatchKernel } from '../kernels/mismatch.ts';
import type { FollowingWarpKernel } from '../kernels/warp.ts';
import type { Size } from '../octaves.ts';
import type { DreamPictures } from './dream-pictures.ts';
import { Flow } from './flow.ts';
import type { FlowKernels } from './flow.ts';
import { halfOf, pyramidLength, pyramidOf, stagesOf } from './follow-layout.ts';
import type { PyramidLevel } from './follow-layout.ts';
import { pyramidUniform } from './pyramid-uniform.ts';

/** The kernels of following. */
export interface FollowKernels extends FlowKernels {
  readonly luma: LumaKernel;
  readonly mismatch: MismatchKernel;
  readonly follow: FollowKernel;
  readonly hold: HoldKernel;
  readonly warp: FollowingWarpKernel;
}

/** What following works on. */
export interface FollowResources {
  readonly frame: GPUBuffer;
  readonly pictures: DreamPictures;
  /** Δ as it was before it moves. */
  readonly before: GPUBuffer;
}

/** Which of the buffers that come in twos is this frame's. */
type Turn = 0 | 1;

/**
 * Δ follows the picture: the flow from each frame to the last one says where Δ comes from, and how badly it explains the picture says what of Δ is let go. Owns what
 * lasts from frame to frame: two pyramids of luma and two fields, one of them the last frame's.
 */
export class Follow {
  readonly #device: GPUDevice;
  readonly #kernels: FollowKernels;
  readonly #resources: FollowResources;
  readonly #levels: readonly PyramidLevel[];
  readonly #half: Size;
  readonly #buffers: FollowBuffers;
  readonly #flow: Flow;
  #back: Flow | null = null;
  readonly #lists = new Map<number, readonly Dispatch[]>();
  #turn: Turn = 0;
  #known = false;

  constructor(device: GPUDevice, kernels: FollowKernels, resources: FollowResources) {
    const { size } = resources.pictures;
    this.#device = device;
    this.#kernels = kernels;
    this.#resources = resources;
    this.#levels = pyramidOf(size);
    this.#half = halfOf(size);
    this.#buffers = buffersFor(device, this.#levels, size);
    this.#flow = new Flow(device, kernels, stagesOf(this.#levels));
  }

  /** Another frame comes: what of the frame's values is known here. The first one after an interruption has no last frame. */
  next(): Pick<FollowValues, 'turn' | 'known'> {
    const known = this.#known;
    this.#turn = this.#turn === 0 ? 1 : 0;
    this.#known = true;
    return { turn: this.#turn, known };
  }

  /** A frame came that was not followed: the next one has no last frame. */
  interrupt(): void {
    this.#known = false;
  }

  /** Records, outside of any pass, what has to come before the dispatches. */
  prepare(encoder: GPUCommandEncoder): void {
    const { movedBefore } = this.#buffers;
    encoder.copyBufferToBuffer(this.#resources.pictures.moved, 0, movedBefore, 0, movedBefore.size);
  }

  /** What makes Δ follow this frame, in order; made when it is first asked for. */
  dispatches(bothWays: boolean): readonly Dispatch[] {
    const key = this.#turn + (bothWays ? 2 : 0);
    const list = this.#lists.get(key) ?? this.#list(this.#turn, bothWays);
    this.#lists.set(key, list);
    return list;
  }

  destroy(): void {
    this.#flow.destroy();
    this.#back?.destroy();
    const { lumas, fields, ...others } = this.#buffers;
    for (const buffer of [...lumas, ...fields, ...Object.values(others)]) buffer.destroy();
  }

  #list(turn: Turn, bothWays: boolean): readonly Dispatch[] {
    const { frame, pictures, before } = this.#resources;
    const { size, live, detail, moved } = pictures;
    const { pyramid, mismatch, counts, means, movedBefore } = this.#buffers;
    const [now, last] = inTurn(this.#buffers.lumas, turn);
    const [field, fieldBefore] = inTurn(this.#buffers.fields, turn);
    const flow = this.#flow.result;
    if (bothWays) this.#back ??= new Flow(this.#device, this.#kernels, stagesOf(this.#levels));
    const back = bothWays ? this.#back : null;
    const explained = { flow, back: back?.result ?? flow, mismatch, counts };
    const followed = { flow, mismatch, counts, before: fieldBefore, field, movedBefore, moved };
    return [
      this.#kernels.luma.dispatch({ pyramid, live, luma: now }, size),
      ...this.#flow.dispatches({ now, last }),
      ...(back?.dispatches({ now: last, last: now }) ?? []),
      this.#kernels.mismatch.dispatch({ frame, pyramid, now, last, ...explained }, this.#half),
      this.#kernels.follow.dispatch({ frame, pyramid, ...followed }, this.#half),
      this.#kernels.hold.dispatch(frame, before, means, size),
      this.#kernels.warp.dispatch({ frame, before, detail }, { field, means }, size),
    ];
  }
}

interface FollowBuffers {
  readonly pyramid: GPUBuffer;
  readonly lumas: readonly [GPUBuffer, GPUBuffer];
  readonly fields: readonly [GPUBuffer, GPUBuffer];
  readonly mismatch: GPUBuffer;
  readonly counts: GPUBuffer;
  readonly means: GPUBuffer;
  readonly movedBefore: GPUBuffer;
}

const inTurn = <T>([even, odd]: readonly [T, T], turn: Turn): readonly [own: T, other: T] => (turn === 0 ? [even, odd] : [odd, even]);

function buffersFor(device: GPUDevice, levels: readonly PyramidLevel[], dream: Size): FollowBuffers {
  const half = halfOf(dream);
  const area = half.width * half.height;
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const make = (label: string, size: number): GPUBuffer => device.createBuffer({ label, size, usage });
  const twice = (label: string, size: number) => [make(`${label}, even`, size), make(`${label}, odd`, size)] as const;
  return {
    pyramid: pyramidUniform(device, levels),
    lumas: twice('luma', 4 * pyramidLength(levels)),
    fields: twice('field', 16 * area),
    mismatch: make('mismatch', 4 * area),
    counts: make('mismatch counts', 8),
    means: make('means of detail', meansBytes(dream)),
    movedBefore: make('moved before', 16 * area),
  };
}
