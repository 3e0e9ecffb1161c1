import { EngineError } from './errors.ts';
import type { Destroyable } from './frame-stage.ts';
import { encodeDispatch } from './kernels/dispatch.ts';
import { FrameUniform } from './kernels/frame.ts';
import type { ImportKernel } from './kernels/import.ts';
import type { Size } from './octaves.ts';
import type { Plan } from './plan/plan.ts';
import type { Picture8 } from './still/picture8.ts';

/**
 * A picture that dreams climb toward, on the GPU. Plans keep features of it at their own size; this knows which of them have seen it. What it returns is to
 * be destroyed once the next submit is made.
 */
export class Guide {
  readonly #device: GPUDevice;
  readonly #import: ImportKernel;
  /** The import kernel's other half would write here. */
  readonly #unused: GPUTexture;
  #texture: GPUTexture | null = null;
  /** Counts what was taken or cleared. */
  #number = 0;
  readonly #seen = new WeakMap<Plan, number>();

  constructor(device: GPUDevice, kernel: ImportKernel) {
    this.#device = device;
    this.#import = kernel;
    this.#unused = makeTexture(device, { width: 1, height: 1 });
  }

  /** Takes a picture. @throws EngineError `bad-params` where it is broken, `size-too-large` where the GPU cannot hold it */
  take(picture: Picture8): readonly Destroyable[] {
    checkPicture(picture, this.#device.limits.maxTextureDimension2D);
    const { width, height, data } = picture;
    const texture = makeTexture(this.#device, picture);
    // Another realm's, or a shared array's, type is none that WebGPU takes; its bytes are.
    const bytes = new Uint8Array(data);
    this.#device.queue.writeTexture({ texture }, bytes, { bytesPerRow: 4 * width }, [width, height]);
    return this.#replace(texture);
  }

  /** Records a copy of what another texture (rgba8unorm) holds at that moment. */
  copy(encoder: GPUCommandEncoder, texture: GPUTexture): readonly Destroyable[] {
    const own = makeTexture(this.#device, texture);
    encoder.copyTextureToTexture({ texture }, { texture: own }, [texture.width, texture.height]);
    return this.#replace(own);
  }

  /** From now on there is none. */
  clear(): readonly Destroyable[] {
    return this.#texture ? this.#replace(null) : [];
  }

  /** Whether a plan is guided, and has not seen what there is now. */
  due(plan: Plan): boolean {
    return plan.capture.length > 0 && (this.#seen.get(plan) ?? 0) !== this.#number;
  }

  /**
   * Records a plan's keeping of features: of the middle of the picture, in the plan's aspect, at its size. The plan's input is lost: not amid a turn.
   */
  record(encoder: GPUCommandEncoder, plan: Plan): readonly Destroyable[] {
    this.#seen.set(plan, this.#number);
    if (!this.#texture) {
      plan.clearGuide(encoder);
      return [];
    }
    const frame = new FrameUniform(this.#device);
    const size = { width: plan.width, height: plan.height };
    frame.write({ ...PLAIN, crop: coverCrop(this.#texture, size), dream: size, output: this.#unused });
    const group = this.#import.bind('texture', this.#texture, { frame: frame.buffer, live: plan.input, liveOutput: this.#unused });
    const pass = encoder.beginComputePass({ label: 'guide' });
    this.#import.record(pass, 'texture', group, size, this.#unused);
    for (const dispatch of plan.capture) encodeDispatch(pass, dispatch);
    pass.end();
    return [frame];
  }

  destroy(): void {
    this.#texture?.destroy();
    this.#unused.destroy();
  }

  #replace(texture: GPUTexture | null): readonly Destroyable[] {
    const old = this.#texture;
    this.#texture = texture;
    this.#number++;
    return old ? [old] : [];
  }
}

/** What the import has no use for here. */
const PLAIN = { mirror: false, decay: 1, intensity: 1, originalColours: false, motion: null, follow: null } as const;

/** The largest middle part of a picture with the aspect of `to`, in shares of its sides: what is climbed toward keeps its proportions. */
export function coverCrop(from: Size, to: Size): readonly [x: number, y: number, width: number, height: number] {
  const wider = (from.width * to.height) / (from.height * to.width);
  const width = Math.min(1, 1 / wider);
  const height = Math.min(1, wider);
  return [(1 - width) / 2, (1 - height) / 2, width, height];
}

function makeTexture(device: GPUDevice, { width, height }: Size): GPUTexture {
  const usage = GPUTextureUsage.TEXTURE_BINDING | GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.COPY_DST;
  return device.createTexture({ label: 'guide', size: [width, height], format: 'rgba8unorm', usage });
}

function checkPicture({ width, height, data }: Picture8, most: number): void {
  const whole = [width, height].every((side) => Number.isInteger(side) && side >= 1);
  if (!whole || data.length !== 4 * width * height) {
    const came = `${String(width)}×${String(height)} with ${String(data.length)} bytes`;
    throw new EngineError('bad-params', `Expected a guide of four bytes a pixel, at least 1×1, got ${came}. Give another picture.`);
  }
  if (Math.max(width, height) <= most) return;
  throw new EngineError(
    'size-too-large',
    `A guide of ${String(width)}×${String(height)} pixels is more than this GPU takes, ${String(most)} a side. Give a smaller picture.`,
  );
}
