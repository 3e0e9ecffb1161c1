import type { Size } from '../octaves.ts';

/** The most ascent steps a turn can have. */
export const MAX_STEPS = 16;

/** Dynamic offsets of the slots, ready for `setBindGroup`. */
export const SLOT_OFFSETS: readonly (readonly number[])[] = Array.from({ length: MAX_STEPS }, (_, slot) => [slot * 256]);

/** The uniform buffer of one turn: a slot a step; the layout of a slot is turn.wgsl's. Writing it makes no garbage. */
export class TurnUniform {
  /** What a bind group takes: the first slot, moved by {@link SLOT_OFFSETS}. */
  readonly binding: GPUBufferBinding;
  readonly #buffer: GPUBuffer;
  readonly #queue: GPUQueue;
  readonly #bytes = new ArrayBuffer(MAX_STEPS * 256);
  readonly #floats = new Float32Array(this.#bytes);
  readonly #words = new Int32Array(this.#bytes);

  constructor(device: GPUDevice) {
    this.#queue = device.queue;
    this.#buffer = device.createBuffer({ label: 'turn', size: MAX_STEPS * 256, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
    this.binding = { buffer: this.#buffer, offset: 0, size: 48 };
  }

  setStep(slot: number, octave: Size, dream: Size, rollX: number, rollY: number, size: number): void {
    const at = slot * 64;
    this.#words[at] = octave.width;
    this.#words[at + 1] = octave.height;
    this.#words[at + 2] = dream.width;
    this.#words[at + 3] = dream.height;
    this.#words[at + 4] = rollX;
    this.#words[at + 5] = rollY;
    // The step before this one leaves the picture rolled as this one wants it.
    if (slot > 0) this.#words.set([rollX, rollY], at - 64 + 6);
    this.#floats[at + 8] = size;
  }

  /** Sends all slots to the GPU: they hold for what is submitted from now on. */
  flush(): void {
    this.#queue.writeBuffer(this.#buffer, 0, this.#bytes);
  }

  destroy(): void {
    this.#buffer.destroy();
  }
}
