import type { Size } from '../octaves.ts';
import type { Dispatch } from './dispatch.ts';
import finiteCode from './finite.wgsl?raw';
import { Kernel, tiles } from './kernel.ts';
import type { Binding, Work } from './kernel.ts';
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

/** What is cut, and where it goes: the octave's picture, the tile's. */
export interface GatherBuffers {
  readonly tile: GPUBufferBinding;
  readonly picture: GPUBuffer;
  readonly cut: GPUBuffer;
}

/** A tile's gradient and objective, and where they go. */
export interface ScatterBuffers {
  readonly tile: GPUBufferBinding;
  /** The plan's gradient, and its `settled`. */
  readonly found: GPUBuffer;
  readonly settled: GPUBuffer;
  /** The octave's. */
  readonly gradient: GPUBuffer;
  /** A float32 a tile. */
  readonly values: GPUBuffer;
}

/** The direction of a step in a block, and the picture that takes it. */
export interface CommitBuffers {
  readonly tile: GPUBufferBinding;
  readonly step: GPUBufferBinding;
  readonly direction: GPUBuffer;
  /** Its statistics, as a plan's. */
  readonly settled: GPUBuffer;
  readonly picture: GPUBuffer;
}

/** Cuts tiles from a picture, puts their gradients together and makes steps. All want the dynamic offset of a tile's slot; `commit` that of its step's too. */
export class TileKernel {
  readonly #gather: Kernel;
  readonly #scatter: Kernel;
  readonly #commit: Kernel;

  private constructor(gather: Kernel, scatter: Kernel, commit: Kernel) {
    this.#gather = gather;
    this.#scatter = scatter;
    this.#commit = commit;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<TileKernel> {
    const whole = `${turnCode}\n${finiteCode}\n${code}`;
    const make = (entryPoint: string, bindings: readonly Binding[]): Promise<Kernel> =>
      Kernel.create(device, pipelines, { label: `${entryPoint} tile`, code: whole, entryPoint, bindings });
    const [gather, scatter, commit] = await Promise.all([
      make('gather', ['slot', 'read', 'write']),
      make('scatter', ['slot', 'read', 'read', 'write', 'write']),
      make('commit', ['slot', 'slot', 'read', 'read', 'write']),
    ]);
    return new TileKernel(gather, scatter, commit);
  }

  gather({ tile, picture, cut }: GatherBuffers, size: Size): Dispatch {
    return this.#gather.dispatch([tile, picture, cut], workOf(size));
  }

  scatter({ tile, found, settled, gradient, values }: ScatterBuffers, size: Size): Dispatch {
    return this.#scatter.dispatch([tile, found, settled, gradient, values], workOf(size));
  }

  commit({ tile, step, direction, settled, picture }: CommitBuffers, size: Size): Dispatch {
    return this.#commit.dispatch([tile, step, direction, settled, picture], workOf(size));
  }
}

function workOf({ width, height }: Size): Work {
  return { workgroups: tiles(width, height), flops: 12 * width * height, bytes: 48 * width * height };
}
