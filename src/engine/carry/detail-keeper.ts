import type { Size } from '../octaves.ts';

/** Δ on the CPU: `data` has four float32 a pixel, row-major, RGB in the units of the [-1, 1] picture and 0. */
export interface Detail {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array<ArrayBuffer>;
}

/** Milliseconds between two copies. */
const PERIOD = 5000;

interface Staging {
  readonly buffer: GPUBuffer;
  free: boolean;
}

/**
 * Copies Δ to the CPU now and then, so that it outlives its device. Two staging buffers, made at the start: one may still be on its way
 * when the next copy is due.
 */
export class DetailKeeper {
  readonly #size: Size;
  readonly #stagings: readonly Staging[];
  readonly #data: Float32Array<ArrayBuffer>;
  #kept: Detail | null = null;
  #generation = 0;
  #due = PERIOD;
  #pending: Staging | null = null;

  /** @param now milliseconds of the clock that `record` is given */
  constructor(device: GPUDevice, size: Size, now: number) {
    this.#size = size;
    this.#data = new Float32Array(4 * size.width * size.height);
    this.#due = now + PERIOD;
    this.#stagings = [0, 1].map((index) => ({
      buffer: device.createBuffer({
        label: `detail staging ${String(index)}`,
        size: this.#data.byteLength,
        usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
      }),
      free: true,
    }));
  }

  /** Records a copy if one is due. */
  record(encoder: GPUCommandEncoder, detail: GPUBuffer, now: number): void {
    if (now < this.#due || this.#pending) return;
    const staging = this.#stagings.find(({ free }) => free);
    if (!staging) return;
    this.#due = now + PERIOD;
    staging.free = false;
    this.#pending = staging;
    encoder.copyBufferToBuffer(detail, 0, staging.buffer, 0, this.#data.byteLength);
  }

  /** After the submit: waits for the copy, beside everything else. */
  submitted(): void {
    const staging = this.#pending;
    if (!staging) return;
    this.#pending = null;
    const generation = this.#generation;
    staging.buffer.mapAsync(GPUMapMode.READ).then(
      () => {
        if (generation === this.#generation) this.#keep(staging.buffer);
        staging.buffer.unmap();
        staging.free = true;
      },
      // The buffer or its device is gone: the last copy stays.
      () => undefined,
    );
  }

  /** A copy of the last copy; `null` where there is none. */
  latest(): Detail | null {
    return this.#kept && { ...this.#kept, data: this.#kept.data.slice() };
  }

  /** Takes `detail` for the last copy: Δ has just been made of it (`null`: of nothing). A copy that is on its way is older and counts no more. */
  adopt(detail: Detail | null): void {
    this.#kept = detail;
    this.#generation++;
  }

  destroy(): void {
    for (const { buffer } of this.#stagings) buffer.destroy();
  }

  #keep(mapped: GPUBuffer): void {
    this.#data.set(new Float32Array(mapped.getMappedRange()));
    this.#kept = { ...this.#size, data: this.#data };
  }
}
