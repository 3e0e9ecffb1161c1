import { encodeDispatch } from '../kernels/dispatch.ts';
import type { Pipelines } from '../kernels/pipelines.ts';
import { guidedLayersOf } from '../objective.ts';
import { sameSize } from '../octaves.ts';
import type { Size } from '../octaves.ts';
import { costOf } from '../pace.ts';
import { Arena } from '../plan/arena.ts';
import { Plan } from '../plan/plan.ts';
import { WeightSet } from '../plan/weight-set.ts';
import { middleOf } from './middle-of.ts';
import { OctaveClimb } from './octave-climb.ts';
import type { OctaveLayout } from './octave-planner.ts';
import type { Picture8 } from './picture8.ts';
import type { SteadyQueue } from './steady-queue.ts';
import type { StillKernels } from './still-kernels.ts';
import type { StillLayout } from './still-layout.ts';
import { StillPictures } from './still-pictures.ts';
import type { StillRecipe } from './still-recipe.ts';
import { ADD, REPLACE, SUBTRACT, StillTransfer } from './still-transfer.ts';
import { tileObjective } from './tile-objective.ts';

/** What a still lies in and is climbed with. */
export interface StageParts {
  readonly device: GPUDevice;
  readonly pipelines: Pipelines;
  readonly kernels: StillKernels;
  readonly queue: SteadyQueue;
  readonly layout: StillLayout;
  readonly recipe: StillRecipe;
  readonly original: Picture8;
  readonly guide: Picture8 | null;
}

/** A still on the GPU: its pictures, the plan of the octave it is at, and the way from one octave to the next and back to the base. */
export class StillStage {
  readonly #parts: StageParts;
  readonly #pictures: StillPictures;
  readonly #transfer: StillTransfer;
  readonly #weights: WeightSet;
  #arena: Arena | null = null;
  #plan: Plan | null = null;
  #climb: OctaveClimb | null = null;
  #at: OctaveLayout | null = null;

  constructor(parts: StageParts) {
    const { device, kernels, queue, layout } = parts;
    this.#parts = parts;
    this.#pictures = new StillPictures(device, layout.pixels);
    this.#transfer = new StillTransfer(device, kernels.resample, queue, layout.memory.strip);
    this.#weights = new WeightSet(device);
  }

  /** The picture as it is; the buffer is another one in each octave. */
  get picture(): GPUBuffer {
    return this.#pictures.picture;
  }

  /** Brings the picture to an octave. What climbs it lives until the next. */
  async enter(octave: OctaveLayout): Promise<OctaveClimb> {
    const { device, kernels, recipe } = this.#parts;
    this.#climb?.destroy();
    this.#climb = null;
    const plan = await this.#planFor(octave);
    plan.setObjective(tileObjective(recipe.objective, octave));
    await this.#carryTo(octave);
    this.#at = octave;
    this.#climb = new OctaveClimb(device, kernels, this.#pictures, octave, plan, recipe.rule);
    return this.#climb;
  }

  /** The picture at the base's size; the original while no octave was entered. */
  async result(): Promise<Picture8> {
    const { layout, recipe, original } = this.#parts;
    const { base } = layout.plan;
    if (!this.#at) return { ...base, data: original.data.slice() };
    if (recipe.carry === 'picture') return await this.#transfer.download(this.picture, this.#at, base, 'bilinear');
    if (!sameSize(this.#at, base)) await this.#carryDetail(this.#at, base);
    return await this.#transfer.download(this.picture, base, base, 'smooth');
  }

  destroy(): void {
    this.#climb?.destroy();
    this.#plan?.destroy();
    this.#arena?.destroy();
    this.#weights.destroy();
    this.#transfer.destroy();
    this.#pictures.destroy();
  }

  /** Octaves of one tile size share a plan; another one's memory is freed before the next takes its own. */
  async #planFor(octave: OctaveLayout): Promise<Plan> {
    const { blueprint } = octave;
    if (this.#plan?.blueprint === blueprint) return this.#plan;
    const { device, pipelines } = this.#parts;
    this.#plan?.destroy();
    this.#arena?.destroy();
    this.#arena = new Arena(device, [blueprint]);
    this.#plan = await Plan.create({ device, pipelines, weights: this.#weights, arena: this.#arena }, blueprint);
    await this.#showGuide(this.#plan, octave);
    return this.#plan;
  }

  /**
   * A plan keeps the guide's features at its own size: what is matched by product, in the guide's proportions; what is matched place by place, all that
   * lies over the picture.
   */
  async #showGuide(plan: Plan, octave: Size): Promise<void> {
    const { device, queue, guide, recipe } = this.#parts;
    if (!guide || plan.capture.length === 0) return;
    const placed = guidedLayersOf(recipe.objective).some(({ match }) => match === 'cosine');
    await this.#transfer.upload(middleOf(guide, placed ? octave : plan), plan.input, plan, 'smooth', REPLACE);
    await queue.room();
    const encoder = device.createCommandEncoder({ label: 'guide' });
    const pass = encoder.beginComputePass();
    for (const dispatch of plan.capture) encodeDispatch(pass, dispatch);
    pass.end();
    queue.submit(
      encoder,
      plan.capture.reduce((sum, dispatch) => sum + costOf(dispatch), 0),
    );
  }

  async #carryTo(octave: OctaveLayout): Promise<void> {
    const { recipe, original } = this.#parts;
    if (!this.#at) {
      const filter = recipe.carry === 'picture' ? 'bilinear' : 'smooth';
      await this.#transfer.upload(original, this.picture, octave, filter, REPLACE);
      return;
    }
    if (recipe.carry === 'detail') {
      await this.#carryDetail(this.#at, octave);
      return;
    }
    await this.#transfer.resize(this.picture, this.#at, this.#pictures.gradient, octave, 'bilinear');
    this.#pictures.swap();
  }

  /** What was added to the original at one size joins it at another. */
  async #carryDetail(from: Size, to: Size): Promise<void> {
    const { original } = this.#parts;
    await this.#transfer.upload(original, this.picture, from, 'smooth', SUBTRACT);
    await this.#transfer.resize(this.picture, from, this.#pictures.gradient, to, 'smooth');
    this.#pictures.swap();
    await this.#transfer.upload(original, this.picture, to, 'smooth', ADD);
  }
}
