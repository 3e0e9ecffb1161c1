import type { Size } from '../octaves.ts';
import cubicCode from './cubic.wgsl?raw';
import type { Dispatch } from './dispatch.ts';
import fromPictureCode from './from-picture.wgsl?raw';
import fromStripCode from './from-strip.wgsl?raw';
import { Kernel, tiles } from './kernel.ts';
import type { Pipelines } from './pipelines.ts';
import code from './resample.wgsl?raw';
import toPictureCode from './to-picture.wgsl?raw';
import toStripCode from './to-strip.wgsl?raw';

/** `bilinear` is TensorFlow's; `smooth` takes the mean of what a pixel covers where the picture shrinks, and is bicubic where it grows. */
export type Filter = 'bilinear' | 'smooth';

/** What is resampled, and how it is written. */
export interface ResampleValues {
  readonly source: Size;
  readonly result: Size;
  /** Rows [from, to) of the result are made. */
  readonly rows: readonly [from: number, to: number];
  /** The source's row that a strip begins with; 0 for a whole picture. */
  readonly first: number;
  readonly filter: Filter;
  /** result = keep · result + share · resampled; packed results have share 1. */
  readonly keep: number;
  readonly share: number;
  /** Whether it is clipped to [-1, 1]. Packed results are. */
  readonly clip: boolean;
}

/** The layout is resample.wgsl's. */
export class ResampleUniform {
  readonly buffer: GPUBuffer;
  readonly #queue: GPUQueue;

  constructor(device: GPUDevice) {
    this.#queue = device.queue;
    this.buffer = device.createBuffer({ label: 'resample', size: 48, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  }

  /** Holds for what is submitted from now on. */
  write({ source, result, rows, first, filter, keep, share, clip }: ResampleValues): void {
    const bytes = new ArrayBuffer(48);
    new Uint32Array(bytes).set([source.width, source.height, result.width, result.height, ...rows, first, filter === 'smooth' ? 1 : 0]);
    new Float32Array(bytes).set([keep, share], 8);
    new Uint32Array(bytes)[10] = clip ? 1 : 0;
    this.#queue.writeBuffer(this.buffer, 0, bytes);
  }

  destroy(): void {
    this.buffer.destroy();
  }
}

/** Where pixels come from and go to: pictures are vec4<f32> a pixel, strips rows of 8-bit RGBA. */
export type Passage = 'picture to picture' | 'picture to strip' | 'strip to picture';

const passages: Readonly<Record<Passage, readonly [source: string, result: string]>> = {
  'picture to picture': [fromPictureCode, toPictureCode],
  'picture to strip': [fromPictureCode, toStripCode],
  'strip to picture': [fromStripCode, toPictureCode],
};

/** Pictures at other sizes, from and to bytes too. */
export class ResampleKernel {
  readonly #kernels: Readonly<Record<Passage, Kernel>>;

  private constructor(kernels: Readonly<Record<Passage, Kernel>>) {
    this.#kernels = kernels;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<ResampleKernel> {
    const make = (passage: Passage): Promise<Kernel> =>
      Kernel.create(device, pipelines, {
        label: `resample ${passage}`,
        code: [cubicCode, code, ...passages[passage]].join('\n'),
        bindings: ['uniform', 'read', 'write'],
      });
    const [whole, packed, unpacked] = await Promise.all([make('picture to picture'), make('picture to strip'), make('strip to picture')]);
    return new ResampleKernel({ 'picture to picture': whole, 'picture to strip': packed, 'strip to picture': unpacked });
  }

  dispatch(passage: Passage, uniform: ResampleUniform, source: GPUBuffer, result: GPUBuffer, values: ResampleValues): Dispatch {
    const [from, to] = values.rows;
    const pixels = values.result.width * (to - from);
    const shrink = (values.source.width * values.source.height) / (values.result.width * values.result.height);
    return this.#kernels[passage].dispatch([uniform.buffer, source, result], {
      workgroups: tiles(values.result.width, to - from),
      flops: 100 * pixels,
      bytes: 16 * pixels * (1 + Math.max(1, shrink)),
    });
  }
}
