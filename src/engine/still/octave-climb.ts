import { isPlain, shapeOf } from '../direction.ts';
import type { DirectionKernels } from '../direction.ts';
import { encodeDispatch } from '../kernels/dispatch.ts';
import { PARTIAL_BYTES, measureSizes } from '../kernels/measure.ts';
import type { MeasureKernel } from '../kernels/measure.ts';
import { TILE_SLOTS, TileUniform } from '../kernels/tile.ts';
import type { TileKernel } from '../kernels/tile.ts';
import type { AscentRule } from '../ascent-rule.ts';
import { costOf } from '../pace.ts';
import type { Plan } from '../plan/plan.ts';
import { PlainStep } from './plain-step.ts';
import { onceRound } from './rounds.ts';
import type { Round } from './rounds.ts';
import { RuleStep } from './rule-step.ts';
import type { StepRule, StepSource } from './step-rule.ts';
import type { StillPictures } from './still-pictures.ts';
import type { StillOctave } from './still-types.ts';
import { TileRound } from './tile-round.ts';

/** The kernels of a still's step besides its plan's. */
export interface ClimbKernels {
  readonly tile: TileKernel;
  readonly measure: MeasureKernel;
  /** `null` where the rule is plain. */
  readonly direction: DirectionKernels | null;
}

/** One step: how the picture is rolled under its tiles, and how far it goes. */
export interface StillStep {
  readonly roll: readonly [x: number, y: number];
  readonly size: number;
}

/**
 * The steps on one octave, each a list of dispatches that is recorded in slices: the gradient tile by tile, its measure, after which `settled` holds the
 * objective, and what the rule makes of it.
 */
export class OctaveClimb {
  /** Four float32, of which the first is the objective. */
  readonly settled: GPUBuffer;
  /** The octave's gradient, put together from the tiles': it lies as the picture does. */
  readonly gradient: GPUBuffer;
  readonly #uniform: TileUniform;
  readonly #tiles: TileRound;
  readonly #step: StepRule;
  readonly #rounds: readonly Round[];
  readonly #buffers: readonly GPUBuffer[];
  /** What is recorded next: a round, a tile or block of it, a dispatch of that. */
  #round = 0;
  #item = 0;
  #place = 0;

  /** The pictures are those of now: they must not trade places meanwhile. */
  constructor(device: GPUDevice, kernels: ClimbKernels, pictures: StillPictures, octave: StillOctave, plan: Plan, rule: AscentRule) {
    const make = (label: string, size: number, usage: number): GPUBuffer => device.createBuffer({ label, size, usage });
    const { STORAGE, UNIFORM, COPY_SRC, COPY_DST } = GPUBufferUsage;
    const { picture, gradient } = pictures;
    const sizes = make('measure', 16, UNIFORM | COPY_DST);
    const values = make('tile objectives', 4 * octave.tiles, STORAGE);
    const sums = make('gradient sums', PARTIAL_BYTES, STORAGE);
    const settled = make('still settled', 16, STORAGE | COPY_SRC);
    device.queue.writeBuffer(sizes, 0, measureSizes(octave, octave.tiles));
    const measured = kernels.measure.dispatches({ sizes, gradient, values, sums, settled }, octave);
    this.gradient = gradient;
    this.settled = settled;
    this.#buffers = [sizes, values, sums, settled];
    this.#uniform = new TileUniform(device);
    this.#tiles = new TileRound(kernels.tile, this.#uniform, octave, { picture, gradient, values }, plan);
    this.#step = stepBy(device, kernels, { octave, picture, gradient, settled }, rule);
    this.#rounds = [this.#tiles, onceRound(measured), ...this.#step.rounds];
  }

  /** Whether the objective of the step that is under way is recorded. */
  get measured(): boolean {
    return this.#round >= 2;
  }

  /** Whether the step is recorded to its end. */
  get done(): boolean {
    return this.#round === this.#rounds.length;
  }

  /** Whether a part of the picture is recorded to be a step ahead of the rest: the step must be recorded to its end. */
  get committing(): boolean {
    return this.#round === this.#rounds.length - 1 && this.#item > 0;
  }

  begin({ roll, size }: StillStep): void {
    this.#tiles.roll = roll;
    this.#step.setStepSize(size);
    this.#round = 0;
  }

  /**
   * Records one pass of dispatches worth at most `budget`, and at least one; not beyond the objective where it is not recorded yet. What is recorded must
   * be submitted before anything else is, and at most one pass before and one after the objective in one submit.
   * @returns what they cost
   */
  record(encoder: GPUCommandEncoder, budget: number): number {
    const wasMeasured = this.measured;
    const began = this.#round;
    const pass = encoder.beginComputePass({ label: 'still' });
    let [cost, items] = [0, 1];
    do {
      cost += this.#record(pass);
      if (this.#advance()) items++;
      // Two rounds of more blocks than there are slots would write over each other's.
      if (this.#round !== began && !this.done && this.#current.count > TILE_SLOTS) break;
    } while (!this.done && this.measured === wasMeasured && items <= TILE_SLOTS && cost + this.#nextCost <= budget);
    pass.end();
    this.#uniform.flush();
    this.#step.flush();
    return cost;
  }

  destroy(): void {
    this.#uniform.destroy();
    this.#step.destroy();
    for (const buffer of this.#buffers) buffer.destroy();
  }

  get #current(): Round {
    const round = this.#rounds[this.#round];
    if (!round) throw new RangeError('Expected a step that is not recorded to its end: begin the next.');
    return round;
  }

  get #nextCost(): number {
    return costOf(this.#current.at(this.#item, this.#place));
  }

  #record(pass: GPUComputePassEncoder): number {
    const round = this.#current;
    const dispatch = round.at(this.#item, this.#place);
    encodeDispatch(pass, dispatch, round.offsets(this.#item, this.#place));
    return costOf(dispatch);
  }

  /** @returns whether another tile, block or round begins */
  #advance(): boolean {
    const { count, length } = this.#current;
    this.#place++;
    if (this.#place < length) return false;
    this.#place = 0;
    this.#item++;
    if (this.#item === count) {
      this.#item = 0;
      this.#round++;
    }
    return true;
  }
}

function stepBy(device: GPUDevice, { tile, direction }: ClimbKernels, source: StepSource, rule: AscentRule): StepRule {
  const plain = isPlain(shapeOf(rule)) || direction === null;
  return plain ? new PlainStep(device, tile, source, rule) : new RuleStep(device, { tile, direction }, source, rule);
}
