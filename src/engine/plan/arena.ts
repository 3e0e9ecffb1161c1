import type { Blueprint } from './blueprint.ts';

/** The activations' and gradients' memory, shared by plans that run one after the other: each slot is as large as the largest of them needs. */
export class Arena {
  readonly #slots: readonly GPUBuffer[];

  constructor(device: GPUDevice, blueprints: readonly Blueprint[]) {
    const count = Math.max(0, ...blueprints.map(({ placement }) => placement.slotBytes.length));
    this.#slots = Array.from({ length: count }, (_, slot) =>
      device.createBuffer({
        label: `arena ${String(slot)}`,
        size: Math.max(...blueprints.map(({ placement }) => placement.slotBytes[slot] ?? 0)),
        usage: GPUBufferUsage.STORAGE,
      }),
    );
  }

  get bytes(): number {
    return this.#slots.reduce((sum, slot) => sum + slot.size, 0);
  }

  slot(index: number): GPUBuffer {
    const buffer = this.#slots[index];
    if (!buffer) throw new RangeError(`Expected a slot below ${String(this.#slots.length)}, got ${String(index)}.`);
    return buffer;
  }

  destroy(): void {
    for (const slot of this.#slots) slot.destroy();
  }
}
