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
  /** How Δ follows the picture; `null` where it does not. */
  readonly follow: FollowValues | null;
}

/** How Δ follows the picture in one frame. */
export interface FollowValues {
  /** Seconds since the last frame. */
  readonly seconds: number;
  /** The mismatch, in steps of a byte, from which on Δ is let go, and that to which it is where it has been already. */
  readonly strong: number;
  readonly weak: number;
  /** How fast Δ wanders where nothing moves, in pixels of the dream a second, and the time of that in seconds. */
  readonly restless: number;
  readonly time: number;
  /** Share of Δ's low frequencies that is taken away. */
  readonly hold: number;
  /** Which of two buffers is this frame's, and the other the last one's. */
  readonly turn: 0 | 1;
  /** Whether there is a last frame. */
  readonly known: boolean;
  /** Whether a turn is under way. */
  readonly underWay: boolean;
  readonly bothWays: boolean;
  /** Whether all of Δ is to go. */
  readonly letGo: boolean;
}

/** Δ stays where it is. */
const NO_MOTION: Motion = { a: 1, b: 0, c: 0, d: 1, x0: 0, y0: 0 };

/** The uniform buffer of one shown frame. Writing it makes no garbage. */
export class FrameUniform {
  readonly buffer: GPUBuffer;
  readonly #queue: GPUQueue;
  readonly #bytes = new ArrayBuffer(112);
  readonly #floats = new Float32Array(this.#bytes);
  readonly #words = new Uint32Array(this.#bytes);

  constructor(device: GPUDevice) {
    this.#queue = device.queue;
    this.buffer = device.createBuffer({ label: 'frame', size: 112, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
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
    this.#setMotion(values.motion ?? NO_MOTION);
    if (values.follow) this.#setFollow(values.follow);
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

  #setFollow(follow: FollowValues): void {
    this.#floats[18] = follow.seconds;
    this.#floats[19] = follow.strong;
    this.#floats[20] = follow.weak;
    this.#floats[21] = follow.restless;
    this.#floats[22] = follow.time;
    this.#floats[23] = follow.hold;
    const { turn, known, underWay, bothWays, letGo } = follow;
    this.#words[24] = turn + (known ? 2 : 0) + (underWay ? 4 : 0) + (bothWays ? 8 : 0) + (letGo ? 16 : 0);
  }

  destroy(): void {
    this.buffer.destroy();
  }
}
