import type { Blueprint } from './blueprint.ts';

/** The memory of activations, gradients and masks, shared by plans that run one after the other: as large as the largest of them needs. */
export class Arena {
  readonly pictures: GPUBuffer;
  readonly bits: GPUBuffer;

  constructor(device: GPUDevice, blueprints: readonly Pick<Blueprint, 'arenaBytes' | 'bitsBytes'>[]) {
    const make = (label: string, sizes: readonly number[]) =>
      device.createBuffer({ label, size: Math.max(16, ...sizes), usage: GPUBufferUsage.STORAGE });
    this.pictures = make(
      'arena',
      blueprints.map(({ arenaBytes }) => arenaBytes),
    );
    this.bits = make(
      'bits',
      blueprints.map(({ bitsBytes }) => bitsBytes),
    );
  }

  get bytes(): number {
    return this.pictures.size + this.bits.size;
  }

  destroy(): void {
    this.pictures.destroy();
    this.bits.destroy();
  }
}
