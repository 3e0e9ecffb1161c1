import type { Size } from '../octaves.ts';
import { halfOf } from './follow-layout.ts';

/**
 * The pictures of one dream size, each array<vec4<f32>>, row-major, w = 0: live and Δ, and what a turn works in, which serves
 * every octave, as none is larger. Begins with Δ = 0.
 */
export class DreamPictures {
  readonly size: Size;
  /** The camera's picture, in [-1, 1]. */
  readonly live: GPUBuffer;
  /** Δ: what the dream added to it. */
  readonly detail: GPUBuffer;
  /** live + Δ at the octave's size, as it is climbed. */
  readonly lo: GPUBuffer;
  /** The same before the turn. */
  readonly before: GPUBuffer;
  readonly #device: GPUDevice;
  #moved: GPUBuffer | null = null;

  constructor(device: GPUDevice, size: Size) {
    this.size = size;
    this.#device = device;
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const make = (label: string, bytes: number) => device.createBuffer({ label, size: bytes, usage });
    const bytes = 16 * size.width * size.height;
    this.live = make('live', bytes);
    this.detail = make('detail', bytes);
    this.lo = make('lo', bytes);
    this.before = make('before', bytes);
  }

  /**
   * How far Δ has moved with the picture since the turn under way began, in pixels of the dream, and what of the turn is lost: array<vec4<f32>> at half the dream's size.
   * Made when Δ first follows.
   */
  get moved(): GPUBuffer {
    const { width, height } = halfOf(this.size);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    this.#moved ??= this.#device.createBuffer({ label: 'moved', size: 16 * width * height, usage });
    return this.#moved;
  }

  destroy(): void {
    for (const buffer of [this.live, this.detail, this.lo, this.before, this.#moved]) buffer?.destroy();
  }
}
