import { LEAST_SMOOTHING } from './ascent-rule.ts';
import type { AscentRule } from './ascent-rule.ts';
import type { BandKernels } from './kernels/bands.ts';
import { PARTIALS_BYTES, STATISTICS_BYTES, bandsUniform, pyramidBytes } from './kernels/bands.ts';
import type { Dispatch } from './kernels/dispatch.ts';
import type { SmoothKernel } from './kernels/smooth.ts';
import { smoothingReach } from './kernels/smooth.ts';
import type { VariationKernel } from './kernels/variation.ts';
import type { Size } from './octaves.ts';

/** The kernels of an ascent rule. */
export interface DirectionKernels {
  readonly smooth: SmoothKernel;
  readonly bands: BandKernels;
  readonly variation: VariationKernel;
}

/** Which dispatches a rule has; how strong they are is written every step (`TurnUniform.setRule`). */
export interface RuleShape {
  readonly smooths: boolean;
  readonly levels: number;
  readonly pulls: boolean;
}

export const shapeOf = (rule: AscentRule): RuleShape => ({
  smooths: rule.smoothing >= LEAST_SMOOTHING,
  levels: rule.laplacian,
  pulls: rule.variation > 0,
});

export const sameShape = (a: RuleShape, b: RuleShape): boolean => a.smooths === b.smooths && a.levels === b.levels && a.pulls === b.pulls;

/** Whether a step has no dispatches for its rule: then what the plan leaves is all that `ascend` needs. */
export const isPlain = ({ smooths, levels, pulls }: RuleShape): boolean => !smooths && levels === 0 && !pulls;

/** About how large a direction is, as a root mean square: bands of 1 each are as good as independent, and all else is divided as a whole. */
export const lengthOf = (rule: AscentRule): number => Math.sqrt(1 + rule.laplacian);

/**
 * How a region of a larger picture must be cut for a rule to come out as it would in the whole: with `halo` pixels around what is its own, as far as the
 * picture goes, and its left upper corner, halo and own, at whole multiples of `grid` pixels.
 */
export function bordersOf(rule: AscentRule): { readonly halo: number; readonly grid: number } {
  const grid = 2 ** rule.laplacian;
  // Levels are narrowed over 2 pixels each, and raised over as many.
  const needed = smoothingReach(rule.smoothing) + 4 * (grid - 1) + (rule.variation > 0 ? 1 : 0);
  return { halo: Math.ceil(needed / grid) * grid, grid };
}

/** What rules of one shape work in, for octaves up to some size. Octaves share it, as only one is climbed at a time. */
export class DirectionScratch {
  readonly blurred: GPUBuffer;
  readonly pyramid: GPUBuffer;
  readonly bands: GPUBuffer;
  readonly statistics: GPUBuffer;
  readonly partials: GPUBuffer;
  /** Two pictures: each dispatch writes the one that it does not read. */
  readonly pictures: readonly [GPUBuffer, GPUBuffer];
  /** Statistics of what is divided already. */
  readonly unit: GPUBuffer;

  constructor(device: GPUDevice, size: Size, { smooths, levels }: RuleShape) {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const make = (label: string, bytes: number) => device.createBuffer({ label, size: bytes, usage });
    const picture = 16 * size.width * size.height;
    this.blurred = make('blurred gradient', smooths ? 3 * picture : 16);
    this.pyramid = make('gradient pyramid', pyramidBytes(size, levels));
    this.bands = bandsUniform(device, levels);
    this.statistics = make('gradient statistics', STATISTICS_BYTES);
    this.partials = make('gradient partials', PARTIALS_BYTES);
    this.pictures = [make('direction', picture), make('other direction', picture)];
    this.unit = make('unit statistics', 16);
    device.queue.writeBuffer(this.unit, 0, Float32Array.of(0, 0, 1, 1));
  }

  /** Bytes of all of it. */
  static bytes(size: Size, { smooths, levels }: RuleShape): number {
    const picture = 16 * size.width * size.height;
    return (smooths ? 5 : 2) * picture + pyramidBytes(size, levels) + STATISTICS_BYTES + PARTIALS_BYTES;
  }

  destroy(): void {
    const { blurred, pyramid, bands, statistics, partials, pictures, unit } = this;
    for (const buffer of [blurred, pyramid, bands, statistics, partials, ...pictures, unit]) buffer.destroy();
  }
}

/** What a direction is made from; pictures at the octave's size, or a region's. */
export interface DirectionSource {
  /** The turn's uniform: every dispatch wants the dynamic offset of its step's slot. */
  readonly step: GPUBufferBinding;
  /** The plan's, rolled as the step says. */
  readonly gradient: GPUBuffer;
  /** Its statistics, where they are known: then they are not taken again. */
  readonly settled: GPUBuffer | null;
  /** The picture that is climbed, not rolled. */
  readonly lo: GPUBuffer;
}

/**
 * From a gradient to the direction of a step, by a rule: three lists of dispatches. A whole octave takes them one after another; of a picture in
 * regions, each goes through `fields` and `measure` first, with what is its own and whether it is the first in the uniform
 * (`TurnUniform.setOwn`), then each through `fields` and `finish` again. {@link bordersOf} says how to cut them.
 */
export class Direction {
  /** What is taken of the gradient: smoothed, in levels. */
  readonly fields: readonly Dispatch[];
  /** What comes to `statistics`. */
  readonly measure: readonly Dispatch[];
  /** What is made of all that. */
  readonly finish: readonly Dispatch[];
  /** What `ascend` adds, rolled as the gradient is, divided as `settled` and the rule say. */
  readonly gradient: GPUBuffer;
  readonly settled: GPUBuffer;

  constructor(kernels: DirectionKernels, scratch: DirectionScratch, source: DirectionSource, octave: Size, shape: RuleShape) {
    const { step, lo } = source;
    const { blurred, pyramid, bands, statistics, partials, unit } = scratch;
    const [smoothed, merged] = scratch.pictures;
    const smooth = shape.smooths ? kernels.smooth.dispatches({ step, gradient: source.gradient, blurred, smoothed }, octave) : [];
    const gradient = shape.smooths ? smoothed : source.gradient;
    const parted = kernels.bands.dispatches({ step, bands, gradient, pyramid, statistics, partials, merged }, octave, shape.levels);
    const known = source.settled !== null && !shape.smooths && shape.levels === 0;
    const undivided = shape.levels > 0 ? merged : gradient;
    const settled = shape.levels > 0 ? unit : known ? source.settled : statistics;
    const direction = undivided === smoothed ? merged : smoothed;
    const pull = { step, gradient: undivided, settled, lo, direction };
    this.fields = [...smooth, ...parted.narrow];
    this.measure = known ? [] : parted.measure;
    this.finish = [...parted.merge, ...(shape.pulls ? [kernels.variation.dispatch(pull, octave)] : [])];
    this.gradient = shape.pulls ? direction : undivided;
    this.settled = shape.pulls ? unit : settled;
  }
}
