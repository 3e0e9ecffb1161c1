import type { Size } from '../octaves.ts';
import type { Dispatch } from './dispatch.ts';
import { Kernel, tiles } from './kernel.ts';
import type { Pipelines } from './pipelines.ts';
import code from './tile.wgsl?raw';
import turnCode from './turn.wgsl?raw';

/** How many tiles one submit may hold. */
export const TILE_SLOTS = 64;

const SLOT_BYTES = 256;

/** A pair of numbers along x and y. */
type Pair = readonly [x: number, y: number];

/** Where a tile lies; the layout is tile.wgsl's. */
export interface TileValues {
  readonly octave: Size;
  readonly tile: Size;
  /** Its first pixel in the rolled picture. */
  readonly start: Pair;
  /** The pixels of the rolled picture whose gradient is taken from it: [first, end). */
  readonly first: Pair;
  readonly end: Pair;
  readonly roll: Pair;
  /** Which tile it is. */
  readonly index: number;
}

/** The uniform of the tiles of one submit. */
export class TileUniform {
  /** What a bind group takes: the first slot, moved by {@link offsets}. */
  readonly binding: GPUBufferBinding;
  readonly #buffer: GPUBuffer;
  readonly #queue: GPUQueue;
  readonly #words = new Int32Array((TILE_SLOTS * SLOT_BYTES) / 4);

  constructor(device: GPUDevice) {
    const size = TILE_SLOTS * SLOT_BYTES;
    this.#queue = device.queue;
    this.#buffer = device.createBuffer({ label: 'tiles', size, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
    this.binding = { buffer: this.#buffer, offset: 0, size: 64 };
  }

  /** The dynamic offset of a tile's slot: tiles that are {@link TILE_SLOTS} apart share one. */
  offsets(index: number): readonly number[] {
    return [(index % TILE_SLOTS) * SLOT_BYTES];
  }

  set({ octave, tile, start, first, end, roll, index }: TileValues): void {
    const words = [octave.width, octave.height, tile.width, tile.height, ...start, ...first, ...end, -roll[0], -roll[1], index];
    this.#words.set(words, ((index % TILE_SLOTS) * SLOT_BYTES) / 4);
  }

  /** Sends all slots to the GPU: they hold for what is submitted from now on. */
  flush(): void {
    this.#queue.writeBuffer(this.#buffer, 0, this.#words);
  }

  destroy(): void {
    this.#buffer.destroy();
  }
}

/** What tiles are cut from and put back to, at the octave's size, and the plan's own buffers. */
export interface TileBuffers {
  readonly tile: GPUBufferBinding;
  readonly picture: GPUBuffer;
  readonly gradient: GPUBuffer;
  /** A float32 a tile. */
  readonly values: GPUBuffer;
  readonly plan: { readonly input: GPUBuffer; readonly gradient: GPUBuffer; readonly settled: GPUBuffer };
}

/** Cuts tiles from a rolled picture and puts their gradients together. Both want the dynamic offset of a tile's slot. */
export class TileKernel {
  readonly #gather: Kernel;
  readonly #scatter: Kernel;

  private constructor(gather: Kernel, scatter: Kernel) {
    this.#gather = gather;
    this.#scatter = scatter;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<TileKernel> {
    const whole = `${turnCode}\n${code}`;
    const [gather, scatter] = await Promise.all([
      Kernel.create(device, pipelines, { label: 'gather tile', code: whole, entryPoint: 'gather', bindings: ['slot', 'read', 'write'] }),
      Kernel.create(device, pipelines, {
        label: 'scatter tile',
        code: whole,
        entryPoint: 'scatter',
        bindings: ['slot', 'read', 'read', 'write', 'write'],
      }),
    ]);
    return new TileKernel(gather, scatter);
  }

  gather({ tile, picture, plan }: TileBuffers, size: Size): Dispatch {
    return this.#gather.dispatch([tile, picture, plan.input], workOf(size));
  }

  scatter({ tile, gradient, values, plan }: TileBuffers, size: Size): Dispatch {
    return this.#scatter.dispatch([tile, plan.gradient, plan.settled, gradient, values], workOf(size));
  }
}

function workOf({ width, height }: Size) {
  return { workgroups: tiles(width, height), flops: 8 * width * height, bytes: 32 * width * height };
}
