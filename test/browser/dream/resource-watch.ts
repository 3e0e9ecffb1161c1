/** What is alive of what was made, in numbers and bytes. */
export interface LiveResources {
  readonly buffers: number;
  readonly textures: number;
  readonly bytes: number;
  /** VideoFrames made and not closed. */
  readonly frames: number;
}

interface Sized {
  readonly bytes: number;
  readonly kind: 'buffers' | 'textures';
}

/** Watches all WebGPU devices and all VideoFrames of this realm from now on, whoever makes them. */
export class ResourceWatch {
  readonly #alive = new Map<object, Sized>();
  readonly #undo: (() => void)[] = [];
  #frames = 0;
  /** How often a buffer or texture was made. */
  #made = 0;

  constructor() {
    this.#wrap(GPUDevice.prototype, 'createBuffer', (buffer) => {
      if (buffer instanceof GPUBuffer) this.#born(buffer, { kind: 'buffers', bytes: buffer.size });
    });
    this.#wrap(GPUDevice.prototype, 'createTexture', (texture) => {
      if (texture instanceof GPUTexture) this.#born(texture, { kind: 'textures', bytes: 4 * texture.width * texture.height });
    });
    for (const prototype of [GPUBuffer.prototype, GPUTexture.prototype]) {
      this.#wrap(prototype, 'destroy', (_result, resource) => {
        this.#alive.delete(resource);
      });
    }
    this.#watchFrames();
  }

  get made(): number {
    return this.#made;
  }

  live(): LiveResources {
    const all = [...this.#alive.values()];
    const count = (kind: Sized['kind']): number => all.filter((each) => each.kind === kind).length;
    const bytes = all.reduce((sum, each) => sum + each.bytes, 0);
    return { buffers: count('buffers'), textures: count('textures'), bytes, frames: this.#frames };
  }

  end(): void {
    for (const undo of this.#undo) undo();
  }

  #born(resource: object, sized: Sized): void {
    this.#made++;
    this.#alive.set(resource, sized);
  }

  /** Every way to a frame in these tests is its constructor. */
  #watchFrames(): void {
    const original = globalThis.VideoFrame;
    const open = new WeakSet<object>();
    globalThis.VideoFrame = new Proxy(original, {
      construct: (target, args: readonly unknown[]): object => {
        const frame: unknown = Reflect.construct(target, args);
        if (!(frame instanceof original)) throw new TypeError('Expected a VideoFrame.');
        open.add(frame);
        this.#frames++;
        return frame;
      },
    });
    this.#undo.push(() => {
      globalThis.VideoFrame = original;
    });
    this.#wrap(original.prototype, 'close', (_result, frame) => {
      if (open.delete(frame)) this.#frames--;
    });
  }

  #wrap(prototype: object, name: string, after: (result: unknown, self: object) => void): void {
    const original: unknown = Reflect.get(prototype, name);
    if (typeof original !== 'function') throw new TypeError(`Expected a method ${name}.`);
    const wrapped = function (this: object, ...args: readonly unknown[]): unknown {
      const result: unknown = Reflect.apply(original, this, args);
      after(result, this);
      return result;
    };
    Object.defineProperty(prototype, name, { configurable: true, writable: true, value: wrapped });
    this.#undo.push(() => {
      Object.defineProperty(prototype, name, { configurable: true, writable: true, value: original });
    });
  }
}
