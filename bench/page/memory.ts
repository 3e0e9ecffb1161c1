import type { DeviceBytes, NamedBytes } from '../report.ts';
import { replaceMethod } from './counter.ts';

/** Bytes of a pixel of the formats that are in use here. */
const pixelBytes: Partial<Record<GPUTextureFormat, number>> = {
  r8unorm: 1,
  r16float: 2,
  r32float: 4,
  rg32float: 8,
  rgba8unorm: 4,
  'rgba8unorm-srgb': 4,
  bgra8unorm: 4,
  rgba16float: 8,
  rgba32float: 16,
};

/**
 * Adds up the buffers and textures made and not yet destroyed, by whomever, from its making until it is stopped. What the browser makes by itself, a
 * canvas's textures above all, is not seen; nor is the garbage collector: what nobody destroys counts to the end.
 */
export class MemoryWatch {
  readonly #held = new Map<object, NamedBytes & { readonly device: GPUDevice }>();
  readonly #restore: readonly (() => void)[];
  #now = 0;
  #peak = 0;

  constructor() {
    this.#restore = [
      // WebGPU's own signatures: it has just accepted these descriptors.
      this.#onCreate('createBuffer', (descriptor) => (descriptor as GPUBufferDescriptor).size),
      this.#onCreate('createTexture', (descriptor) => textureBytes(descriptor as GPUTextureDescriptor)),
      this.#onDestroy(GPUBuffer.prototype, (buffer) => [buffer]),
      this.#onDestroy(GPUTexture.prototype, (texture) => [texture]),
      this.#onDestroy(GPUDevice.prototype, (owner) => [...this.#held].filter(([, { device }]) => device === owner).map(([held]) => held)),
    ];
  }

  get bytes(): DeviceBytes {
    return { peak: this.#peak, steady: this.#now };
  }

  /** What is held, added up by the names that its makers gave it, the largest first. */
  get parts(): readonly NamedBytes[] {
    const sums = new Map<string, number>();
    for (const { name, bytes } of this.#held.values()) sums.set(name, (sums.get(name) ?? 0) + bytes);
    return Array.from(sums, ([name, bytes]) => ({ name, bytes })).sort((a, b) => b.bytes - a.bytes);
  }

  stop(): void {
    for (const undo of this.#restore) undo();
  }

  #onCreate(method: string, bytesOf: (descriptor: unknown) => number): () => void {
    const add = (made: unknown, bytes: number, device: GPUDevice): void => {
      if (!(made instanceof GPUBuffer || made instanceof GPUTexture)) return;
      this.#held.set(made, { name: made.label, bytes, device });
      this.#now += bytes;
      this.#peak = Math.max(this.#peak, this.#now);
    };
    return replaceMethod(GPUDevice.prototype, method, (original) => {
      return function (this: GPUDevice, ...args: readonly unknown[]): unknown {
        const made = Reflect.apply(original, this, args);
        add(made, bytesOf(args[0]), this);
        return made;
      };
    });
  }

  #onDestroy(prototype: object, goneWith: (destroyed: object) => readonly object[]): () => void {
    const forget = (destroyed: object): void => {
      for (const gone of goneWith(destroyed)) {
        this.#now -= this.#held.get(gone)?.bytes ?? 0;
        this.#held.delete(gone);
      }
    };
    return replaceMethod(prototype, 'destroy', (original) => {
      return function (this: object, ...args: readonly unknown[]): unknown {
        forget(this);
        return Reflect.apply(original, this, args);
      };
    });
  }
}

/** @throws RangeError for a texture of a kind that nobody here has made so far */
function textureBytes({ size, format, mipLevelCount = 1, sampleCount = 1 }: GPUTextureDescriptor): number {
  const bytes = pixelBytes[format];
  if (bytes === undefined || mipLevelCount !== 1 || sampleCount !== 1) {
    throw new RangeError(`Expected a plain texture of a known format, got ${format}. Add its bytes to bench/page/memory.ts.`);
  }
  return sides(size).reduce((product, side) => product * side, bytes);
}

function sides(size: GPUExtent3DStrict): readonly number[] {
  return 'width' in size ? [size.width, size.height ?? 1, size.depthOrArrayLayers ?? 1] : [...size];
}
