import { Carry } from './carry/carry.ts';
import type { CarryKind } from './carry/carry.ts';
import type { FollowKernels } from './carry/follow.ts';
import type { FollowSettings } from './carry/following.ts';
import { DetailKeeper } from './carry/detail-keeper.ts';
import type { Detail } from './carry/detail-keeper.ts';
import { DreamPictures } from './carry/dream-pictures.ts';
import type { Motion } from './carry/motion.ts';
import type { EngineKernels } from './engine-kernels.ts';
import { encodeDispatch } from './kernels/dispatch.ts';
import type { Dispatch } from './kernels/dispatch.ts';
import { FrameUniform } from './kernels/frame.ts';
import type { FollowValues } from './kernels/frame.ts';
import { wideBytes } from './kernels/present.ts';
import { sameSize } from './octaves.ts';
import type { Size } from './octaves.ts';
import { costOf } from './pace.ts';
import { Output } from './present/output.ts';

/** How Δ is shown. */
export interface ShowSettings {
  readonly intensity: number;
  readonly originalColours: boolean;
}

/** What one frame needs besides its picture. */
export interface FrameSettings extends ShowSettings {
  readonly mirror: boolean;
  readonly decay: number;
  /** How Δ moves before it is shown; `null` where it stays. */
  readonly motion: Motion | null;
  /** How it follows the picture besides, and by what kernels; `null` where it does not. */
  readonly follow: (FollowSettings & { readonly kernels: FollowKernels }) | null;
}

/** A thing to destroy once the submit that may still use it is made. */
export interface Destroyable {
  destroy(): void;
}

/**
 * The pictures of the frames that are shown, at dream and at output size, and the dispatches between them. Sizes change by new pictures;
 * what the old ones held goes over.
 */
export class FrameStage {
  readonly pictures: DreamPictures;
  readonly output: Output;
  readonly keeper: DetailKeeper;
  readonly #device: GPUDevice;
  readonly #kernels: EngineKernels;
  readonly #frame: FrameUniform;
  readonly #carry: Carry;
  readonly #present: readonly Dispatch[];
  readonly #wide: GPUBuffer;
  readonly #importCost: number;
  readonly #presentCost: number;
  #texture: GPUTexture | null = null;
  #textureGroup: GPUBindGroup | null = null;
  /** Another source came, as far as sizes tell: nothing of Δ belongs to it. */
  #letGo: boolean;
  #settings: FrameSettings = { mirror: false, decay: 1, intensity: 1, originalColours: false, motion: null, follow: null };

  constructor(device: GPUDevice, kernels: EngineKernels, sizes: { readonly dream: Size; readonly output: Size }, old?: FrameStage) {
    const { dream, output } = sizes;
    const keepsDream = old !== undefined && sameSize(old.pictures.size, dream);
    const keepsOutput = old !== undefined && sameSize(old.output.size, output);
    this.#device = device;
    this.#kernels = kernels;
    this.#frame = old ? old.#frame : new FrameUniform(device);
    this.pictures = keepsDream ? old.pictures : new DreamPictures(device, dream);
    this.keeper = keepsDream ? old.keeper : new DetailKeeper(device, dream, performance.now());
    this.output = keepsOutput ? old.output : new Output(device, output);
    this.#letGo = old !== undefined && (!keepsOutput || !sameAspect(old.pictures.size, dream));
    const { detail } = this.pictures;
    const frame = this.#frame.buffer;
    this.#carry = keepsDream ? old.#carry : new Carry(device, kernels, frame, this.pictures);
    this.#wide = device.createBuffer({ label: 'wide detail', size: wideBytes(dream, output), usage: GPUBufferUsage.STORAGE });
    const pictures = { frame, detail, wide: this.#wide, liveOutput: this.output.live, output: this.output.texture };
    this.#present = kernels.present.dispatches(pictures, dream, output);
    this.#presentCost = this.#present.reduce((sum, dispatch) => sum + costOf(dispatch), 0);
    this.#importCost = 32 * 4 * (dream.width * dream.height + output.width * output.height);
  }

  /** Of the `old` stage, what this one does not share. */
  *leftOver(old: FrameStage): Generator<Destroyable> {
    if (old.pictures !== this.pictures) yield* [old.pictures, old.keeper, old.#carry];
    if (old.output !== this.output) yield old.output;
    yield old.#wide;
  }

  /**
   * Records import, carry and presentation of one frame.
   * @returns what it costs
   */
  show(encoder: GPUCommandEncoder, source: VideoFrame | GPUTexture, settings: FrameSettings): number {
    const carried = kindOf(settings);
    this.#write(settings, this.#followed(settings.follow));
    const kind = isFrame(source) ? 'external' : 'texture';
    const group = isFrame(source) ? this.#bind(kind, this.#device.importExternalTexture({ source })) : this.#groupOf(source);
    this.#carry.prepare(encoder, carried);
    const pass = encoder.beginComputePass({ label: 'show' });
    this.#kernels.import.record(pass, kind, group, this.pictures.size, this.output.size);
    const carryCost = this.#carry.record(pass, carried);
    for (const dispatch of this.#present) encodeDispatch(pass, dispatch);
    pass.end();
    return this.#importCost + carryCost + this.#presentCost;
  }

  /** Records the presentation of the last frame once more, shown otherwise. */
  present(encoder: GPUCommandEncoder, settings: ShowSettings): number {
    this.#write({ ...this.#settings, ...settings }, null);
    const pass = encoder.beginComputePass({ label: 'present' });
    for (const dispatch of this.#present) encodeDispatch(pass, dispatch);
    pass.end();
    return this.#presentCost;
  }

  /**
   * Records Δ ← `picture`, an array<vec4<f32>> of another size, bicubically.
   * @returns what must live until the submit
   */
  takeDetail(encoder: GPUCommandEncoder, picture: GPUBuffer, from: Size): Destroyable {
    const { detail, size } = this.pictures;
    const sizes = this.#device.createBuffer({ label: 'sizes', size: 16, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
    this.#device.queue.writeBuffer(sizes, 0, new Uint32Array([from.width, from.height, size.width, size.height]));
    const grow = this.#kernels.resize.grow({ sizes, picture, resized: detail }, from, size);
    const pass = encoder.beginComputePass({ label: 'resample detail' });
    encodeDispatch(pass, grow);
    pass.end();
    return sizes;
  }

  /** Records Δ ← a copy from the CPU. */
  restoreDetail(encoder: GPUCommandEncoder, { data, ...from }: Detail): readonly Destroyable[] {
    const picture = this.#device.createBuffer({
      label: 'restored detail',
      size: data.byteLength,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
    });
    this.#device.queue.writeBuffer(picture, 0, data);
    return [picture, this.takeDetail(encoder, picture, from)];
  }

  destroy(): void {
    this.#frame.destroy();
    for (const resource of [this.pictures, this.keeper, this.output, this.#carry, this.#wide]) resource.destroy();
  }

  #write(settings: FrameSettings, follow: FollowValues | null): void {
    this.#settings = settings;
    this.#frame.write({ crop: WHOLE, dream: this.pictures.size, output: this.output.size, ...settings, follow });
  }

  #followed(settings: FrameSettings['follow']): FollowValues | null {
    const letGo = this.#letGo;
    this.#letGo = false;
    if (settings) return { ...settings, ...this.#carry.followNext(settings.kernels), letGo };
    this.#carry.next();
    return null;
  }

  /** A picture's texture is bound once, however often it is shown. */
  #groupOf(texture: GPUTexture): GPUBindGroup {
    if (this.#texture === texture && this.#textureGroup) return this.#textureGroup;
    this.#texture = texture;
    this.#textureGroup = this.#bind('texture', texture);
    return this.#textureGroup;
  }

  #bind(kind: 'external' | 'texture', source: GPUTexture | GPUExternalTexture): GPUBindGroup {
    return this.#kernels.import.bind(kind, source, { frame: this.#frame.buffer, live: this.pictures.live, liveOutput: this.output.live });
  }
}

function kindOf({ motion, follow }: FrameSettings): CarryKind {
  if (follow) return follow.bothWays ? 'follow both ways' : 'follow';
  return motion ? 'move' : 'fade';
}

/** How far aspects differ by the rounding of small sizes alone, in parts. */
const ROUNDING = 0.04;

function sameAspect(a: Size, b: Size): boolean {
  return Math.abs((a.width * b.height) / (a.height * b.width) - 1) < ROUNDING;
}

/** The whole source. */
const WHOLE = [0, 0, 1, 1] as const;

export function isFrame(source: VideoFrame | GPUTexture): source is VideoFrame {
  return 'displayWidth' in source;
}

/** The size a source is shown at, in pixels. */
export function sizeOf(source: VideoFrame | GPUTexture): Size {
  return isFrame(source) ? { width: source.displayWidth, height: source.displayHeight } : { width: source.width, height: source.height };
}
