import type { Operand } from '../kernels/step.ts';

/** A network's weights on the GPU: each laid out and uploaded once, whatever the number of plans. */
export class WeightSet {
  readonly #device: GPUDevice;
  readonly #buffers = new Map<string, GPUBuffer>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  get bytes(): number {
    return Array.from(this.#buffers.values()).reduce((sum, buffer) => sum + buffer.size, 0);
  }

  get(weights: Extract<Operand, { kind: 'weights' }>): GPUBuffer {
    const known = this.#buffers.get(weights.key);
    if (known) return known;
    const buffer = this.#device.createBuffer({
      label: weights.key,
      size: weights.bytes,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
    });
    this.#device.queue.writeBuffer(buffer, 0, weights.values());
    this.#buffers.set(weights.key, buffer);
    return buffer;
  }

  destroy(): void {
    for (const buffer of this.#buffers.values()) buffer.destroy();
    this.#buffers.clear();
  }
}
