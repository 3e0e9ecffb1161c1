import { decayOver } from './carry/carry.ts';
import type { Detail } from './carry/detail-keeper.ts';
import { DreamClock, longestTurn } from './carry/dream-clock.ts';
import { motionOver, moves } from './carry/motion.ts';
import type { Motion } from './carry/motion.ts';
import { checkParams } from './check-params.ts';
import { Climber } from './climber.ts';
import type { DreamParams } from './dream-params.ts';
import { createKernels } from './engine-kernels.ts';
import type { EngineKernels } from './engine-kernels.ts';
import type { DreamEngineOptions, EngineStats, LastTurn } from './engine-options.ts';
import { EngineError } from './errors.ts';
import { FollowStage } from './follow-kernels.ts';
import { FrameStage, sizeOf } from './frame-stage.ts';
import type { Destroyable } from './frame-stage.ts';
import { Guide } from './guide.ts';
import { Pipelines } from './kernels/pipelines.ts';
import { dreamSize, outputSize, sameSize } from './octaves.ts';
import type { Size } from './octaves.ts';
import { Pace, costOf } from './pace.ts';
import { choosePrecision, precisionProblem } from './precision.ts';
import { Screen } from './present/screen.ts';
import type { Picture8 } from './still/picture8.ts';
import { Lull } from './tuning/lull.ts';
import { Refiner } from './tuning/refiner.ts';

/** Milliseconds between two errors of the device that are told: a broken one has one for every dispatch. */
const ERROR_MS = 1000;

/** What a frame counts where only frames and settings decide, in microseconds. */
const HELD_FRAME = 1e6 / 30;

/** A turn that a submit has ended. */
type KeptTurn = Pick<LastTurn, 'dreamSize' | 'steps' | 'octaves' | 'cycle'>;

/**
 * The dream. Call `show` once a frame, then `climb`, then `submit`, all in one task; while `climbing` and not busy, more of `climb` and `submit`
 * between frames. Do neither while `unfinished` is above 1: the GPU is behind then, and everything queued would be late.
 */
export class DreamEngine {
  readonly #device: GPUDevice;
  readonly #kernels: EngineKernels;
  readonly #screen: Screen;
  readonly #climber: Climber;
  readonly #sliceMs: number;
  readonly #onError: (error: EngineError) => void;
  readonly #precision: 'f32' | 'f16';
  /** Told with the first turn: it does not keep the dream from starting. */
  #problem: EngineError | null;
  readonly #lull = new Lull();
  readonly #refiner: Refiner | null;
  readonly #pace = new Pace();
  readonly #clock = new DreamClock();
  readonly #abort = new AbortController();
  readonly #follow: FollowStage;
  readonly #guide: Guide;
  #takesGuide = false;
  #stage: FrameStage | null = null;
  #turnMs = 0;
  #gpuMs: number | null = null;
  /** One object for all turns: read after every submit, it must make no garbage. */
  readonly #lastTurn = { number: 0, ms: 0, dreamSize: 0, steps: 0, octaves: 0, cycle: 0 };
  #heldFrames = 0;
  /** Seconds that Δ has not moved for yet. */
  #still = 0;
  #params: DreamParams | null = null;
  #restored: Detail | null = null;
  #encoder: GPUCommandEncoder | null = null;
  #cost = 0;
  #presents = false;
  #climbed = false;
  #keeps = false;
  #retired: Destroyable[] = [];
  #closed = false;

  private constructor(options: DreamEngineOptions, pipelines: Pipelines, kernels: EngineKernels, screen: Screen) {
    const { device, network, sliceMs = 8, onError = () => undefined } = options;
    this.#device = device;
    this.#kernels = kernels;
    this.#screen = screen;
    this.#sliceMs = sliceMs;
    this.#onError = onError;
    const { tuning = 'off' } = options;
    const precision = choosePrecision(device, options.precision);
    this.#precision = precision;
    this.#problem = precisionProblem(device, options.precision);
    const rest = (signal: AbortSignal): Promise<void> => this.#lull.wait(signal);
    this.#refiner = tuning === 'off' ? null : new Refiner({ ...tuning, device, precision, rest, onError });
    this.#climber = new Climber({ device, kernels, pipelines, network, precision, refiner: this.#refiner, onError });
    this.#follow = new FollowStage(device, pipelines, onError);
    this.#guide = new Guide(device, kernels.import);
    this.#watchDevice();
  }

  /** Compiles what every frame needs. The network's plans are made when the first frame is shown. @throws EngineError `device-failed` */
  static async create(options: DreamEngineOptions): Promise<DreamEngine> {
    const pipelines = new Pipelines(options.device);
    try {
      const [kernels, screen] = await Promise.all([createKernels(options.device, pipelines), Screen.create(options.device)]);
      return new DreamEngine(options, pipelines, kernels, screen);
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new EngineError('device-failed', `The engine could not be compiled for this GPU: ${message}`, { cause });
    }
  }

  /** Submits that the GPU has not done yet. */
  get unfinished(): number {
    return this.#pace.unfinished;
  }

  /** Whether a turn is under way: slices of it are left to climb. */
  get climbing(): boolean {
    return this.#climber.climbing;
  }

  /** The same object always, with the newest turn in it. */
  get lastTurn(): LastTurn {
    return this.#lastTurn;
  }

  /** Whether there is a plan to climb by. */
  get dreaming(): boolean {
    return this.#climber.dreaming;
  }

  /** Resolves when the newest frame's plans are all made, or cannot be. */
  async prepared(): Promise<void> {
    await Promise.all([this.#climber.prepared(), this.#follow.settled()]);
  }

  /** The picture that is shown, rgba8unorm; `null` before the first frame. Lives until the output size changes. */
  get output(): GPUTexture | null {
    return this.#stage?.output.texture ?? null;
  }

  /** Δ, array<vec4<f32>> of the dream size; `null` before the first frame. Lives until the dream size changes. */
  get detailBuffer(): GPUBuffer | null {
    return this.#stage?.pictures.detail ?? null;
  }

  /** Draws to this canvas from the next `show` or `present` on, and to no other. */
  attach(canvas: OffscreenCanvas): void {
    this.#screen.attach(canvas);
  }

  /**
   * Records one frame: import, carry, present. The frame is borrowed until `submit` returns. Not while `unfinished` is above 1.
   * @param timestamp microseconds of the source's clock: all rates follow it
   * @throws EngineError `bad-params`
   */
  show(source: VideoFrame | GPUTexture, timestamp: number, params: DreamParams): void {
    this.#accept(params, timestamp);
    const size = sizeOf(source);
    if (this.#closed || size.width === 0 || size.height === 0) return;
    // A dream that was restored is shown before anything compiles to go on with it: after a loss that ends a black screen.
    if (this.#stage || !this.#restored) this.#climber.want(size, params);
    const stage = this.#fit(size, params);
    const time = params.deterministic === true ? HELD_FRAME * this.#heldFrames++ : timestamp;
    const seconds = this.#clock.frame(time, params.steps > 0, longestTurn(params.stepSize));
    const { mirror, intensity, originalColours, halfLife } = params;
    const motion = this.#motion(seconds, params, stage.pictures.size);
    const decay = decayOver(seconds, halfLife);
    const follow = this.#follow.settings(params, this.#clock, seconds, this.#climber.climbing);
    this.#cost += stage.show(this.#open(), source, { mirror, intensity, originalColours, decay, motion, follow });
    this.#presents = true;
    if (this.#takesGuide) this.setGuide('live');
  }

  /** Records the next slice of the turn, a new turn's first where none is under way; once a submit at most. */
  climb(): void {
    if (this.#closed || this.#climbed || !this.#stage || !this.#params) return;
    if (this.#params.deterministic === true && !this.#follow.ready(this.#params)) return;
    const fresh = !this.#climber.climbing;
    if (!this.#climber.begin(this.#params, this.#stage.pictures, this.#clock)) return;
    if (fresh) this.#showGuide();
    this.#climbed = true;
    const sliceMs = this.#params.deterministic === true ? Infinity : this.#sliceMs;
    this.#cost += this.#climber.record(this.#open(), this.#pace.budget(sliceMs));
    this.#keeps = !this.#climber.climbing;
  }

  /** Records the last picture once more: after another intensity, another canvas or `reset`, while no frames come. */
  present(params: DreamParams): void {
    this.#accept(params, 0);
    if (this.#closed || !this.#stage) return;
    this.#cost += this.#stage.present(this.#open(), params);
    this.#presents = true;
  }

  /** Submits what is recorded, if anything, in one go. Resolves when the GPU has done it, or is gone. */
  async submit(): Promise<void> {
    const encoder = this.#encoder;
    const stage = this.#stage;
    if (!encoder || !stage) return;
    if (this.#presents) this.#screen.record(encoder, stage.output);
    const now = performance.now();
    stage.keeper.record(encoder, stage.pictures.detail, now);
    this.#climber.meter.record(encoder, now);
    this.#device.queue.submit([encoder.finish()]);
    stage.keeper.submitted();
    this.#climber.meter.submitted();
    for (const resource of this.#retired) resource.destroy();
    const { cost, kept } = this.#nextSubmit();
    this.#account(await this.#pace.submitted(this.#device.queue, cost), kept);
    this.#lull.come(this.#pace.unfinished === 0);
  }

  /**
   * What guided terms of the objective climb toward from the next turn of each octave on: a picture (its middle, in the dream's aspect), the live picture of
   * this moment, or nothing. `live` before the first frame means that one. Lost with the device.
   * @throws EngineError `bad-params` for a broken picture, `size-too-large` for one that the GPU cannot hold
   */
  setGuide(guide: 'live' | Picture8 | null): void {
    if (this.#closed) return;
    this.#takesGuide = guide === 'live' && !this.#stage;
    if (guide === null) this.#retired.push(...this.#guide.clear());
    else if (guide !== 'live') this.#retired.push(...this.#guide.take(guide));
    else if (this.#stage) this.#retired.push(...this.#guide.copy(this.#open(), this.#stage.output.live));
  }

  stats(): EngineStats {
    const { width, height } = this.#stage?.pictures.size ?? { width: 0, height: 0 };
    const output = this.#stage?.output.size ?? { width: 0, height: 0 };
    return {
      dreamt: this.#lastTurn.number,
      objective: this.#climber.meter.value,
      gpuMs: this.#gpuMs,
      width,
      height,
      outputWidth: output.width,
      outputHeight: output.height,
      steps: this.#params?.steps ?? 0,
      precision: this.#precision,
      tuning: this.#refiner?.state ?? 'off',
    };
  }

  /** Δ = 0 from the next submit on, and the rolls begin anew. Present anew where no frames come. */
  reset(): void {
    this.#climber.restart();
    this.#restored = null;
    if (this.#closed || !this.#stage) return;
    this.#open().clearBuffer(this.#stage.pictures.detail);
    this.#stage.keeper.adopt(null);
  }

  /**
   * A PNG of the output at its full size.
   * @throws EngineError `bad-params` before the first frame
   */
  async snapshot(): Promise<Blob> {
    if (!this.#stage || !this.#params || this.#closed)
      throw new EngineError('bad-params', 'Expected a picture to keep, but none was shown yet. Show a frame first.');
    const own = this.#screen.canvas === null;
    const canvas = this.#screen.canvas ?? new OffscreenCanvas(2, 2);
    if (own) this.#screen.attach(canvas);
    this.present(this.#params);
    void this.submit();
    // The canvas's pixels exist only in the task of the submit: no await before this.
    const blob = canvas.convertToBlob({ type: 'image/png' });
    if (own) this.#screen.detach();
    return await blob;
  }

  /** Δ as it was some seconds ago, to `restore` in another engine; `null` while there is no copy. */
  detail(): Detail | null {
    return this.#stage?.keeper.latest() ?? this.#restored;
  }

  /** Δ ← `detail`, resampled to the dream size; a turn under way is forgotten. Before the first frame: with it. */
  restore(detail: Detail): void {
    this.#climber.drop();
    this.#restored = detail;
    if (!this.#closed && this.#stage) this.#restoreTo(this.#stage);
  }

  /** Frees all that the engine made, after the loss of its device too. The device stays. */
  destroy(): void {
    this.#closed = true;
    this.#abort.abort();
    this.#climber.destroy();
    this.#stage?.destroy();
    this.#guide.destroy();
    this.#follow.destroy();
    this.#screen.detach();
    for (const resource of this.#retired) resource.destroy();
    this.#retired = [];
    this.#encoder = null;
  }

  #accept(params: DreamParams, timestamp: number): void {
    if (!Number.isFinite(timestamp)) throw new EngineError('bad-params', `Expected a timestamp in microseconds, got ${String(timestamp)}.`);
    if (params === this.#params) return;
    checkParams(params);
    this.#params = params;
  }

  /** A turn under way climbs from where Δ lay when it began: Δ moves between turns, for all the time since the last one. */
  #motion(seconds: number, { feedback }: DreamParams, size: Size): Motion | null {
    this.#still = moves(feedback) ? this.#still + seconds : 0;
    if (this.#still === 0 || this.#climber.climbing) return null;
    const motion = motionOver(this.#still, feedback, size);
    this.#still = 0;
    return motion;
  }

  #open(): GPUCommandEncoder {
    this.#encoder ??= this.#device.createCommandEncoder({ label: 'frame' });
    return this.#encoder;
  }

  /** Takes new plans where they are ready and no turn uses the old ones, and pictures of the sizes that are wanted now. */
  #fit(source: Size, params: DreamParams): FrameStage {
    const replaced = this.#climber.takePlans();
    if (replaced) this.#retired.push(replaced);
    const dream = this.#climber.dreamSize ?? dreamSize(source, params.dreamSize, 1);
    const stage = this.#stageFor({ dream, output: outputSize(source, params.outputSize) });
    if (this.#restored) this.#restoreTo(stage);
    return stage;
  }

  #stageFor(sizes: { readonly dream: Size; readonly output: Size }): FrameStage {
    const old = this.#stage;
    if (old && sameSize(old.pictures.size, sizes.dream) && sameSize(old.output.size, sizes.output)) return old;
    const stage = new FrameStage(this.#device, this.#kernels, sizes, old ?? undefined);
    this.#stage = stage;
    if (!old) return stage;
    this.#retired.push(...stage.leftOver(old));
    if (old.pictures === stage.pictures) return stage;
    this.#retired.push(stage.takeDetail(this.#open(), old.pictures.detail, old.pictures.size));
    stage.keeper.adopt(old.keeper.latest());
    return stage;
  }

  /** The plans of a turn that begins see a guide that they have not seen. */
  #showGuide(): void {
    for (const { plan } of this.#climber.climbed) {
      if (!this.#guide.due(plan)) continue;
      this.#retired.push(...this.#guide.record(this.#open(), plan));
      this.#cost += plan.capture.reduce((sum, dispatch) => sum + costOf(dispatch), 0);
    }
  }

  #restoreTo(stage: FrameStage): void {
    if (!this.#restored) return;
    this.#retired.push(...stage.restoreDetail(this.#open(), this.#restored));
    stage.keeper.adopt(this.#restored);
    this.#restored = null;
  }

  /** What the submit just made was, and a clean slate for the next. */
  #nextSubmit(): { readonly cost: number; readonly kept: KeptTurn | null } {
    const { longSide, steps, octaves, cycle } = this.#climber;
    const made = { cost: this.#cost, kept: this.#keeps ? { dreamSize: longSide, steps, octaves, cycle } : null };
    this.#encoder = null;
    this.#retired = [];
    this.#cost = 0;
    this.#presents = false;
    this.#climbed = false;
    this.#keeps = false;
    return made;
  }

  #account(ms: number, kept: KeptTurn | null): void {
    this.#turnMs += ms;
    // A frame that is shown between two turns belongs to the next one.
    const climbs = this.#climber.dreaming && (this.#params?.steps ?? 0) > 0;
    if (climbs && !kept) return;
    if (kept && this.#problem) {
      this.#onError(this.#problem);
      this.#problem = null;
    }
    if (kept) Object.assign(this.#lastTurn, kept, { number: this.#lastTurn.number + 1, ms: this.#turnMs });
    this.#gpuMs = this.#turnMs;
    this.#turnMs = 0;
  }

  #watchDevice(): void {
    let told = -Infinity;
    const report = (event: GPUUncapturedErrorEvent) => {
      const now = performance.now();
      if (now - told < ERROR_MS) return;
      told = now;
      this.#onError(new EngineError('device-failed', `The GPU reported: ${event.error.message}`, { cause: event.error }));
    };
    this.#device.addEventListener('uncapturederror', report, { signal: this.#abort.signal });
    void this.#device.lost.then(({ reason, message }) => {
      if (this.#closed) return;
      this.#closed = true;
      // Nobody will end the turn that is under way, nor wants to hear of plans that cannot be made any more.
      this.#climber.destroy();
      // A device that is destroyed is ours: nobody is to recover it.
      if (reason !== 'destroyed') this.#onError(new EngineError('device-lost', `The GPU was lost: ${message}`));
    });
  }
}
