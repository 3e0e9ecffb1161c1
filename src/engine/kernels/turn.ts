import type { AscentRule } from '../ascent-rule.ts';
import type { Size } from '../octaves.ts';

/** The most ascent steps a turn can have in one octave. */
export const MAX_STEPS = 16;

/** The most octaves of a turn. */
export const MAX_OCTAVES = 32;

/** The most steps of a turn in all its octaves. */
const MOST_SLOTS = MAX_STEPS * MAX_OCTAVES;

/** Dynamic offsets of the slots, ready for `setBindGroup`. */
export const SLOT_OFFSETS: readonly (readonly number[])[] = Array.from({ length: MOST_SLOTS }, (_, slot) => [slot * 256]);

const DIVISORS = { std: 0, 'mean-abs': 1, rms: 2 } as const satisfies Record<AscentRule['normalise'], number>;

/** The uniform buffer of one turn: a slot a step; the layout of a slot is turn.wgsl's. Writing it makes no garbage. */
export class TurnUniform {
  /** What a bind group takes: the first slot, moved by {@link SLOT_OFFSETS}. */
  readonly binding: GPUBufferBinding;
  readonly #buffer: GPUBuffer;
  readonly #queue: GPUQueue;
  readonly #bytes: ArrayBuffer;
  readonly #floats: Float32Array;
  readonly #words: Int32Array;

  /** @param slots how many steps there is room for; that of the longest turn unless given */
  constructor(device: GPUDevice, slots = MOST_SLOTS) {
    this.#queue = device.queue;
    this.#bytes = new ArrayBuffer(slots * 256);
    this.#floats = new Float32Array(this.#bytes);
    this.#words = new Int32Array(this.#bytes);
    this.#buffer = device.createBuffer({ label: 'turn', size: slots * 256, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
    this.binding = { buffer: this.#buffer, offset: 0, size: 80 };
  }

  /** A step by the rule of TensorFlow's tutorial, unless {@link setRule} follows. */
  setStep(slot: number, octave: Size, dream: Size, rollX: number, rollY: number, size: number): void {
    const at = slot * 64;
    this.#words[at] = octave.width;
    this.#words[at + 1] = octave.height;
    this.#words[at + 2] = dream.width;
    this.#words[at + 3] = dream.height;
    this.#words[at + 4] = rollX;
    this.#words[at + 5] = rollY;
    // The step before this one leaves the picture rolled as this one wants it.
    if (slot > 0) {
      this.#words[at - 64 + 6] = rollX;
      this.#words[at - 64 + 7] = rollY;
    }
    this.#floats[at + 8] = size;
    this.#words[at + 9] = DIVISORS.std;
    this.#floats[at + 10] = 0;
    this.#floats[at + 11] = 0;
    this.setOwn(slot, 0, 0, octave, true);
  }

  setRule(slot: number, rule: AscentRule): void {
    const at = slot * 64;
    this.#words[at + 9] = DIVISORS[rule.normalise];
    this.#floats[at + 10] = rule.smoothing;
    this.#floats[at + 11] = rule.variation;
  }

  /**
   * What of the octave counts in the gradient's statistics: all of it, unless it is a region of a larger picture, with a border that others count.
   * @param first whether the statistics begin with it
   */
  setOwn(slot: number, x: number, y: number, { width, height }: Size, first: boolean): void {
    const at = slot * 64 + 12;
    this.#words[at] = x;
    this.#words[at + 1] = y;
    this.#words[at + 2] = width;
    this.#words[at + 3] = height;
    this.#words[at + 4] = first ? 1 : 0;
  }

  /** Sends the first `slots` slots to the GPU, all unless given: they hold for what is submitted from now on. */
  flush(slots = this.#bytes.byteLength / 256): void {
    this.#queue.writeBuffer(this.#buffer, 0, this.#bytes, 0, slots * 256);
  }

  destroy(): void {
    this.#buffer.destroy();
  }
}
