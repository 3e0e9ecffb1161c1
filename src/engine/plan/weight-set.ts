import type { Precision } from '../kernels/compose.ts';
import type { Weights } from '../kernels/job.ts';
import { roundToHalves, toHalves } from './half.ts';

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

  /** The weights of a dispatch's jobs, one after the other. */
  get(parts: readonly Weights[], precision: Precision): GPUBuffer {
    const key = [precision, ...parts.map((part) => part.key)].join(', ');
    const known = this.#buffers.get(key);
    if (known) return known;
    const quads = parts.reduce((sum, part) => sum + part.quads, 0);
    const buffer = this.#device.createBuffer({
      label: key,
      size: quads * (precision === 'f16' ? 8 : 16),
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
    });
    let at = 0;
    for (const part of parts) {
      const values = storedAs(precision, part.values());
      this.#device.queue.writeBuffer(buffer, at, values);
      at += values.byteLength;
    }
    this.#buffers.set(key, buffer);
    return buffer;
  }

  destroy(): void {
    for (const buffer of this.#buffers.values()) buffer.destroy();
    this.#buffers.clear();
  }
}

function storedAs(precision: Precision, values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> {
  switch (precision) {
    case 'f32':
      return values;
    case 'f16':
      return toHalves(values);
    case 'f16-emulated':
      return roundToHalves(values);
    default:
      return precision satisfies never;
  }
}
