import { MOST_LEVELS } from '../ascent-rule.ts';
import type { Size } from '../octaves.ts';
import code from './bands.wgsl?raw';
import type { Dispatch } from './dispatch.ts';
import { Kernel, tiles } from './kernel.ts';
import type { Pipelines } from './pipelines.ts';
import turnCode from './turn.wgsl?raw';

/** Workgroups that measure a band. */
const GROUPS = 64;

/** Room for the statistics of every band, and as much for their totals: 8 each (bands.wgsl). */
export const STATISTICS_BYTES = 2 * 8 * 16;

/** Room for every band's partial sums. */
export const PARTIALS_BYTES = (MOST_LEVELS + 1) * GROUPS * 16;

/** For each level which one it is, 256 bytes apart. */
export function bandsUniform(device: GPUDevice, levels: number): GPUBuffer {
  const size = Math.max(1, levels) * 256;
  const buffer = device.createBuffer({ label: 'bands', size, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  const words = new Uint32Array(size / 4);
  for (let level = 0; level * 256 < size; level++) words.set([level, levels], level * 64);
  device.queue.writeBuffer(buffer, 0, words);
  return buffer;
}

/** What parting a gradient into bands reads and writes, pictures at the octave's size. */
export interface BandBuffers {
  readonly step: GPUBufferBinding;
  /** {@link bandsUniform}, of as many levels. */
  readonly bands: GPUBuffer;
  readonly gradient: GPUBuffer;
  /** {@link pyramidBytes}. */
  readonly pyramid: GPUBuffer;
  /** {@link STATISTICS_BYTES}; the first four numbers are laid out as the plan's `settled`. */
  readonly statistics: GPUBuffer;
  /** {@link PARTIALS_BYTES}. */
  readonly partials: GPUBuffer;
  readonly merged: GPUBuffer;
}

/** What bands are made, measured and merged by; each list in order. */
export interface BandDispatches {
  readonly narrow: readonly Dispatch[];
  readonly measure: readonly Dispatch[];
  readonly merge: readonly Dispatch[];
}

const levelSize = ({ width, height }: Size, level: number): Size => ({
  width: Math.ceil(width / 2 ** level),
  height: Math.ceil(height / 2 ** level),
});

/** Bytes of a pyramid of `levels` levels besides the gradient itself, and of what is merged of it. */
export function pyramidBytes(octave: Size, levels: number): number {
  const pixels = Array.from({ length: levels }, (_, index) => levelSize(octave, index + 1)).reduce(
    (sum, size) => sum + size.width * size.height,
    0,
  );
  return Math.max(16, 2 * 16 * pixels);
}

/** Parts a gradient into bands, measures them and puts them together again, each divided by its size. Wants the dynamic offset of its step's slot. */
export class BandKernels {
  readonly #narrow: Kernel;
  readonly #measure: Kernel;
  readonly #tally: Kernel;
  readonly #merge: Kernel;

  private constructor(kernels: readonly [narrow: Kernel, measure: Kernel, tally: Kernel, merge: Kernel]) {
    [this.#narrow, this.#measure, this.#tally, this.#merge] = kernels;
  }

  static async create(device: GPUDevice, pipelines: Pipelines): Promise<BandKernels> {
    const make = async (entryPoint: string): Promise<Kernel> =>
      await Kernel.create(device, pipelines, {
        label: `bands ${entryPoint}`,
        code: `${turnCode}\n${code}`,
        entryPoint,
        bindings: ['slot', 'uniform', 'read', 'write', 'write', 'write'],
      });
    return new BandKernels(await Promise.all([make('narrow'), make('measure'), make('tally'), make('merge')]));
  }

  /** With no levels, only the gradient's own statistics. */
  dispatches(buffers: BandBuffers, octave: Size, levels: number): BandDispatches {
    const pixels = octave.width * octave.height;
    const each = Array.from({ length: levels }, (_, level) => level);
    const bound = (level: number, last: GPUBuffer): GPUBindingResource[] => {
      const bands = { buffer: buffers.bands, offset: level * 256, size: 16 };
      return [buffers.step, bands, buffers.gradient, buffers.pyramid, buffers.statistics, last];
    };
    const work = (share: number, size: Size) => ({
      workgroups: tiles(size.width, size.height),
      flops: 150 * share * pixels,
      bytes: 40 * share * pixels,
    });
    const measured = { workgroups: [GROUPS, levels + 1, 1], flops: (levels === 0 ? 10 : 80) * pixels, bytes: 24 * pixels } as const;
    const tallied = { workgroups: [1, levels + 1, 1], flops: 4 * GROUPS * (levels + 1), bytes: 16 * GROUPS * (levels + 1) } as const;
    return {
      narrow: each.map((level) => this.#narrow.dispatch(bound(level, buffers.partials), work(4 ** -level, levelSize(octave, level + 1)))),
      measure: [this.#measure.dispatch(bound(0, buffers.partials), measured), this.#tally.dispatch(bound(0, buffers.partials), tallied)],
      merge: each
        .toReversed()
        .map((level) => this.#merge.dispatch(bound(level, buffers.merged), work(4 ** -level, levelSize(octave, level)))),
    };
  }
}
