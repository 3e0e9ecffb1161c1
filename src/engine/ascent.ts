import type { DreamPictures } from './carry/dream-pictures.ts';
import type { Direction, DirectionSource } from './direction.ts';
import type { AscendKernel } from './kernels/ascend.ts';
import { encodeDispatch } from './kernels/dispatch.ts';
import type { Dispatch } from './kernels/dispatch.ts';
import type { KeepKernel } from './kernels/keep.ts';
import type { ResizeKernel } from './kernels/resize.ts';
import { SLOT_OFFSETS } from './kernels/turn.ts';
import type { TurnUniform } from './kernels/turn.ts';
import type { Size } from './octaves.ts';
import type { Plan } from './plan/plan.ts';

/** The kernels of a turn. */
export interface AscentKernels {
  readonly resize: ResizeKernel;
  readonly ascend: AscendKernel;
  readonly keep: KeepKernel;
}

/** Where a turn's dispatches take their numbers and pictures from. */
export interface AscentResources {
  readonly turn: TurnUniform;
  readonly pictures: DreamPictures;
  readonly plan: Plan;
  /** What makes a direction of the plan's gradient; left out or `null` where it is to be climbed as it is. */
  readonly direct?: (source: DirectionSource, octave: Size) => Direction | null;
}

/**
 * The climb of one octave as a flat list of dispatches, recorded one by one so that a slow GPU gets it in slices:
 * shrink, n × [the plan's, those of the rule, ascend], keep.
 */
export class Ascent {
  readonly octave: Size;
  readonly plan: Plan;
  readonly #shrink: Dispatch;
  readonly #step: readonly Dispatch[];
  readonly #pictures: DreamPictures;
  readonly #keep: Dispatch;
  readonly #keepMoved: () => Dispatch;
  /** Whether Δ may move with the picture between the begin of a turn and its end, so that what was climbed has to move too. */
  follows = false;

  constructor(kernels: AscentKernels, resources: AscentResources) {
    const { pictures, plan } = resources;
    const step = resources.turn.binding;
    const octave = { width: plan.width, height: plan.height };
    const { live, detail, lo, before } = pictures;
    const { input, gradient, settled } = plan;
    this.octave = octave;
    this.#pictures = pictures;
    this.plan = plan;
    this.#shrink = kernels.resize.shrink({ step, live, detail, lo, before, input }, pictures.size, octave);
    const direction = resources.direct?.({ step, gradient, settled, lo }, octave);
    const rule = direction ? [...direction.fields, ...direction.measure, ...direction.finish] : [];
    const added = direction ?? plan;
    const ascend = kernels.ascend.dispatch({ step, gradient: added.gradient, settled: added.settled, lo, input }, octave);
    this.#step = [...plan.dispatches, ...rule, ascend];
    const kept = { step, live, before, lo, detail };
    this.#keep = kernels.keep.dispatch(kept, pictures.size, octave);
    let moved: Dispatch | null = null;
    this.#keepMoved = () => (moved ??= kernels.keep.dispatch(kept, pictures.size, octave, pictures.moved));
  }

  /** How many dispatches a climb of `steps` steps has. */
  length(steps: number): number {
    return 2 + steps * this.#step.length;
  }

  /** After this dispatch `plan.settled` holds the objective before the first step. */
  get valued(): number {
    return this.plan.dispatches.length;
  }

  /** The dispatch at `index` of a climb of `steps` steps. */
  at(index: number, steps: number): Dispatch {
    if (index === 0) return this.#shrink;
    if (index === this.length(steps) - 1) return this.follows ? this.#keepMoved() : this.#keep;
    const dispatch = this.#step[(index - 1) % this.#step.length];
    if (!dispatch) throw new RangeError(`Expected an index below ${String(this.length(steps))}, got ${String(index)}.`);
    return dispatch;
  }

  /** Records, outside of any pass, what has to come before its first dispatch: Δ has not moved yet since this climb began. */
  begin(encoder: GPUCommandEncoder): void {
    if (this.follows) encoder.clearBuffer(this.#pictures.moved);
  }

  /** @param slot of its first step in the turn's uniform */
  record(pass: GPUComputePassEncoder, index: number, steps: number, slot = 0): void {
    encodeDispatch(pass, this.at(index, steps), this.#offsets(index, steps, slot));
  }

  /** The slot of a dispatch of ours; the plan's own have none. */
  #offsets(index: number, steps: number, slot: number): readonly number[] | undefined {
    if (index === 0 || index === this.length(steps) - 1) return SLOT_OFFSETS[slot];
    if ((index - 1) % this.#step.length < this.plan.dispatches.length) return undefined;
    return SLOT_OFFSETS[slot + Math.floor((index - 1) / this.#step.length)];
  }
}
