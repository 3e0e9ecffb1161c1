import type { FollowKernels } from './carry/follow.ts';
import type { DreamClock } from './carry/dream-clock.ts';
import { followOver } from './carry/following.ts';
import type { DreamParams } from './dream-params.ts';
import { EngineError } from './errors.ts';
import type { FrameSettings } from './frame-stage.ts';
import { FollowKernel } from './kernels/follow.ts';
import { HoldKernel } from './kernels/hold.ts';
import { LumaKernel } from './kernels/luma.ts';
import { MismatchKernel } from './kernels/mismatch.ts';
import type { Pipelines } from './kernels/pipelines.ts';
import { RelaxKernel } from './kernels/relax.ts';
import { TensorKernel } from './kernels/tensor.ts';
import { FollowingWarpKernel } from './kernels/warp.ts';

/** Compiles all that follows the picture, in parallel. */
export async function createFollowKernels(device: GPUDevice, pipelines: Pipelines): Promise<FollowKernels> {
  const [luma, tensor, relax, mismatch, follow, hold, warp] = await Promise.all([
    LumaKernel.create(device, pipelines),
    TensorKernel.create(device, pipelines),
    RelaxKernel.create(device, pipelines),
    MismatchKernel.create(device, pipelines),
    FollowKernel.create(device, pipelines),
    HoldKernel.create(device, pipelines),
    FollowingWarpKernel.create(device, pipelines),
  ]);
  return { luma, tensor, relax, mismatch, follow, hold, warp };
}

/** Frames farther apart than this, in seconds, are not compared: on a machine that slow all that moves has moved too far to be found again, and Δ stays in its place. */
const FARTHEST = 0.15;

/** What follows the picture, compiled behind the dream when it is first wanted: until then Δ stays in its place, and no frame waits. */
export class FollowStage {
  readonly #device: GPUDevice;
  readonly #pipelines: Pipelines;
  readonly #onError: (error: EngineError) => void;
  #kernels: FollowKernels | null = null;
  #compiling: Promise<void> | null = null;
  /** Whether a frame was to be followed. */
  #wanted = false;
  #closed = false;

  constructor(device: GPUDevice, pipelines: Pipelines, onError: (error: EngineError) => void) {
    this.#device = device;
    this.#pipelines = pipelines;
    this.#onError = onError;
  }

  /** Whether these params are followed, if they are to be: when following begins depends on how fast it is compiled. */
  ready({ follow }: DreamParams): boolean {
    return follow === null || this.#kernels !== null;
  }

  /**
   * How Δ follows the picture in the frame that has just come, and by what; `null` where it does not, or not yet.
   * @param seconds that Δ fades for
   * @param underWay whether a turn is
   */
  settings({ follow }: DreamParams, clock: DreamClock, seconds: number, underWay: boolean): FrameSettings['follow'] {
    if (!follow) return null;
    // Not before the first frame is on its way: after a loss it ends a black screen.
    if (this.#wanted) this.#compiling ??= this.#compile();
    this.#wanted = true;
    if (clock.apart > FARTHEST) return null;
    return this.#kernels && { ...followOver(clock, seconds, follow, underWay), kernels: this.#kernels };
  }

  /** Resolves when they are compiled, if they are wanted, or cannot be. */
  async settled(): Promise<void> {
    if (this.#wanted) this.#compiling ??= this.#compile();
    await this.#compiling;
  }

  /** What goes wrong from now on is told to nobody. */
  destroy(): void {
    this.#closed = true;
  }

  async #compile(): Promise<void> {
    try {
      this.#kernels = await createFollowKernels(this.#device, this.#pipelines);
    } catch (cause) {
      if (this.#closed) return;
      const message = cause instanceof Error ? cause.message : String(cause);
      const what = 'What follows motion could not be compiled for this GPU, so the dream stays in its place';
      this.#onError(new EngineError('device-failed', `${what}: ${message}`, { cause }));
    }
  }
}
