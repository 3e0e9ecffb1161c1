import type { Motion } from '../carry/motion.ts';
import type { Size } from '../octaves.ts';

/** What {@link FrameUniform.write} takes; the layout is frame.wgsl's. */
export interface FrameValues {
  /** The part of the source that is taken, in fractions of it. */
  readonly crop: readonly [x: number, y: number, width: number, height: number];
  readonly dream: Size;
  readonly output: Size;
  readonly mirror: boolean;
  readonly decay: number;
  readonly intensity: number;
  /** Whether colours stay those of the live picture. */
  readonly originalColours: boolean;
  /** How Δ moves; `null` where it stays. */
  readonly motion: Motion | null;
}

/** The uniform buffer of one shown frame. Writing it makes no garbage. */
export class FrameUniform {
  readonly buffer: GPUBuffer;
  readonly #queue: GPUQueue;
  readonly #bytes = new ArrayBuffer(80);
  readonly #floats = new Float32Array(this.#bytes);
  readonly #words = new Uint32Array(this.#bytes);

  constructor(device: GPUDevice) {
    this.#queue = device.queue;
    this.buffer = device.createBuffer({ label: 'frame', size: 80, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  }

  write(values: FrameValues): void {
    this.#floats.set(values.crop, 0);
    this.#words[4] = values.dream.width;
    this.#words[5] = values.dream.height;
    this.#words[6] = values.output.width;
    this.#words[7] = values.output.height;
    this.#words[8] = values.mirror ? 1 : 0;
    this.#floats[9] = values.decay;
    this.#floats[10] = values.intensity;
    this.#words[11] = values.originalColours ? 1 : 0;
    if (values.motion) this.#setMotion(values.motion);
    this.#queue.writeBuffer(this.buffer, 0, this.#bytes);
  }

  #setMotion({ a, b, c, d, x0, y0 }: Motion): void {
    this.#floats[12] = a;
    this.#floats[13] = b;
    this.#floats[14] = c;
    this.#floats[15] = d;
    this.#floats[16] = x0;
    this.#floats[17] = y0;
  }

  destroy(): void {
    this.buffer.destroy();
  }
}
