import { EngineError } from '../errors.ts';
import { seededRandom } from '../jitter.ts';
import type { Precision } from '../kernels/compose.ts';
import { Pipelines } from '../kernels/pipelines.ts';
import { layersOf } from '../objective.ts';
import { costOf } from '../pace.ts';
import { choosePrecision } from '../precision.ts';
import { checkRecipe } from './check-recipe.ts';
import { DeviceWatch } from './device-watch.ts';
import { Gate } from './gate.ts';
import type { OctaveClimb } from './octave-climb.ts';
import type { OctaveLayout } from './octave-planner.ts';
import { rollOf } from './roll-of.ts';
import { SteadyQueue } from './steady-queue.ts';
import { StillClock } from './still-clock.ts';
import { createStillKernels } from './still-kernels.ts';
import { layOutStill } from './still-layout.ts';
import type { StillLayout } from './still-layout.ts';
import { asEngineError, checkGuide, checkPicture, notFinite, outOfMemory } from './still-errors.ts';
import type { StillOptions } from './still-options.ts';
import { StillPreview } from './still-preview.ts';
import type { StillRecipe } from './still-recipe.ts';
import { StillStage } from './still-stage.ts';
import { StillTelling } from './still-telling.ts';
import type { StillPlan, StillResult } from './still-types.ts';
import { ValueReader } from './value-reader.ts';

/** What a still is put together from. */
interface StillParts {
  readonly options: StillOptions;
  readonly layout: StillLayout;
  readonly precision: Precision;
  readonly queue: SteadyQueue;
  readonly stage: StillStage;
  readonly reader: ValueReader;
  readonly preview: StillPreview | null;
}

/** Before `run`; while it climbs, and can be held or ended; while what there is comes back; when `run` has ended. */
type Phase = 'ready' | 'climbing' | 'finishing' | 'over';

/**
 * One picture dreamt at length: octave by octave, small to large, tile by tile. `create`, then `run` once; what it holds on the GPU is freed when `run` ends.
 * `pause`, `resume` and `cancel` may come at any time, in any order and again; progress is told from `run` on until it ends.
 */
export class Still {
  readonly plan: StillPlan;
  readonly #parts: StillParts;
  readonly #recipe: StillRecipe;
  readonly #random: () => number;
  readonly #gate = new Gate();
  readonly #clock: StillClock;
  readonly #telling: StillTelling;
  readonly #watch: DeviceWatch;
  #phase: Phase = 'ready';
  #cancelled = false;
  #freed = false;
  /** Why it cannot go on. */
  #failure: EngineError | null = null;

  private constructor(parts: StillParts) {
    const { layout, options } = parts;
    const { recipe, onProgress = () => undefined } = options;
    this.plan = layout.plan;
    this.#parts = parts;
    this.#recipe = recipe;
    this.#random = seededRandom(recipe.seed);
    this.#clock = new StillClock(layout.octaves.reduce((sum, octave) => sum + recipe.steps * stepCost(octave), 0));
    this.#telling = new StillTelling(layout.octaves, recipe.steps, this.#clock, this.#gate, onProgress);
    const noMemory = outOfMemory.bind(null, layout.plan);
    this.#watch = new DeviceWatch(options.device, noMemory, (failure) => {
      this.#failure ??= failure;
      this.#gate.open();
    });
  }

  /**
   * Plans a still and makes room for it on the GPU.
   * @throws EngineError `bad-params`, `size-too-small`, `size-too-large`, `layer-unknown` and what else the network says, `device-failed`
   */
  static async create(options: StillOptions): Promise<Still> {
    const { device, picture, recipe, guide, network, onPreview, previewSize = 1024, budget, wayOf } = options;
    checkRecipe(recipe);
    checkPicture(picture, 'picture');
    checkGuide(recipe, guide);
    const precision = choosePrecision(device, options.precision);
    const graph = await network(layersOf(recipe.objective), () => undefined);
    const layout = layOutStill(picture, recipe, graph, device.limits, {
      ...{ precision, budget, wayOf, guide },
      previewSize: onPreview ? previewSize : 0,
    });
    const pipelines = new Pipelines(device);
    const kernels = await createStillKernels(device, pipelines, recipe.rule).catch((cause: unknown) => {
      throw new EngineError('device-failed', `The still could not be compiled for this GPU: ${String(cause)}`, { cause });
    });
    const queue = new SteadyQueue(device);
    device.pushErrorScope('out-of-memory');
    const stage = new StillStage({ device, pipelines, kernels, queue, layout, recipe, original: picture, guide: guide ?? null });
    const reader = new ValueReader(device);
    const preview = onPreview && layout.preview ? new StillPreview(device, kernels.resample, queue, layout.preview, onPreview) : null;
    // A device that is lost has none to tell; `run` will tell that.
    const problem = await device.popErrorScope().catch(() => null);
    const still = new Still({ options, layout, precision, queue, stage, reader, preview });
    if (!problem) return still;
    still.destroy();
    throw outOfMemory(layout.plan, problem);
  }

  /**
   * Climbs it all.
   * @throws EngineError `device-lost`, `device-failed` also where the GPU reports an error or the objective is no number, `size-too-large` when the GPU is out of memory, `bad-params` when it was run before or is destroyed
   */
  async run(): Promise<StillResult> {
    this.#expectGood();
    if (this.#phase !== 'ready') {
      throw new EngineError('bad-params', 'Expected a still that was not run yet: each is climbed once. Create another.');
    }
    this.#phase = 'climbing';
    if (!this.#gate.closed) this.#clock.start();
    try {
      const whole = await this.#climb();
      this.#phase = 'finishing';
      const picture = await this.#parts.stage.result();
      this.#expectGood();
      return { picture, cancelled: !whole, objective: this.#telling.curve };
    } catch (cause) {
      throw this.#failure ?? asEngineError(cause);
    } finally {
      this.#phase = 'over';
      this.#free();
    }
  }

  /** Holds it before its next submit, or before its first where it does not run yet. Does nothing once it is cancelled, has failed or was climbed. */
  pause(): void {
    if (this.#gate.closed || !this.#canEnd || this.#cancelled) return;
    this.#gate.close();
    if (this.#phase !== 'climbing') return;
    this.#clock.pause();
    this.#telling.tell();
  }

  /** Does nothing where it is not paused. */
  resume(): void {
    if (!this.#gate.closed) return;
    this.#gate.open();
    if (this.#phase !== 'climbing') return;
    this.#clock.start();
    this.#telling.tell();
  }

  /**
   * Ends it after the step before, also where it is paused: `run` resolves with the picture as far as it got, the original where it does not run yet. Does
   * nothing once all steps are made.
   */
  cancel(): void {
    if (!this.#canEnd || this.#cancelled) return;
    this.#cancelled = true;
    this.resume();
  }

  /** Frees all that it holds; a `run` that goes on is refused. To keep the picture, `cancel` instead. */
  destroy(): void {
    this.#failure ??= new EngineError('bad-params', 'The still was destroyed before it was done. Cancel it first to keep what there is.');
    this.#gate.open();
    // One that runs frees itself where it ends, lest a plan be made on after it.
    if (this.#phase === 'ready') this.#free();
  }

  /** Whether there is something left that can be held or ended. */
  get #canEnd(): boolean {
    return this.#failure === null && (this.#phase === 'ready' || this.#phase === 'climbing');
  }

  /** @returns whether every octave was climbed to its end */
  async #climb(): Promise<boolean> {
    for (const [index, octave] of this.#parts.layout.octaves.entries()) {
      if (!this.#cancelled) this.#telling.enter(index);
      await this.#pass();
      if (this.#cancelled) return false;
      if (!(await this.#climbOctave(octave, await this.#parts.stage.enter(octave)))) return false;
    }
    // Who pauses it at its last step finds it there.
    await this.#pass();
    return true;
  }

  /** @returns whether no step is missing, as it is cancelled */
  async #climbOctave(octave: OctaveLayout, climb: OctaveClimb): Promise<boolean> {
    const { stage, preview } = this.#parts;
    const { steps, stopAt } = this.#recipe;
    const cost = stepCost(octave);
    let last: Reading | null = null;
    for (let step = 0; step < steps; step++) {
      this.#clock.beginStep();
      const reading = await this.#step(octave, climb);
      // What the objective was is told while the GPU is at the step after it.
      if (last) await this.#tellStep(last);
      last = reading;
      if (!reading) {
        this.#clock.skip((steps - step) * cost);
        return false;
      }
      this.#clock.endStep(cost);
      await preview?.offer(stage.picture, octave);
      // Keras's example looks at a step's objective once the step is made: the one that goes beyond is kept.
      if (stopAt === null || (await reading.value) <= stopAt) continue;
      this.#clock.skip((steps - step - 1) * cost);
      break;
    }
    if (last) await this.#tellStep(last);
    return true;
  }

  /** @throws EngineError `device-failed` where the objective came out as no number */
  async #tellStep({ value }: Reading): Promise<void> {
    const objective = await value;
    this.#expectGood();
    if (!Number.isFinite(objective)) throw notFinite(objective, this.#parts.precision, this.#recipe.objective);
    this.#telling.stepped(objective);
  }

  /** One step; `null` where it was not made, as the still is cancelled. */
  async #step(octave: OctaveLayout, climb: OctaveClimb): Promise<Reading | null> {
    climb.begin({ roll: rollOf(octave, this.#recipe, this.#random), size: this.#recipe.stepSize });
    let reading: Reading | null = null;
    while (!climb.done) {
      await this.#pass();
      if (this.#cancelled && !climb.committing) return null;
      reading = this.#submit(climb) ?? reading;
    }
    return reading;
  }

  /**
   * Submits a slice of a step.
   * @returns the objective, where the slice came so far
   */
  #submit(climb: OctaveClimb): Reading | null {
    const { options, queue, reader } = this.#parts;
    const { budget } = queue;
    const encoder = options.device.createCommandEncoder({ label: 'still' });
    const wasMeasured = climb.measured;
    let cost = climb.record(encoder, budget);
    const reads = climb.measured && !wasMeasured;
    if (reads) reader.record(encoder, climb.settled);
    if (reads) cost += climb.record(encoder, budget - cost);
    queue.submit(encoder, cost);
    return reads ? readingOf(reader) : null;
  }

  /** Resolves when there is room for a submit and nobody holds the still up. */
  async #pass(): Promise<void> {
    await this.#parts.queue.room();
    await this.#gate.pass();
    this.#expectGood();
  }

  #expectGood(): void {
    if (this.#failure) throw this.#failure;
  }

  #free(): void {
    if (this.#freed) return;
    this.#freed = true;
    this.#watch.stop();
    const { stage, reader, preview } = this.#parts;
    for (const resource of [stage, reader, preview]) resource?.destroy();
  }
}

/** An objective that is on its way. An object, as a promise of a promise is none. */
interface Reading {
  readonly value: Promise<number>;
}

function readingOf(reader: ValueReader): Reading {
  const value = reader.read();
  // Where a still ends in between, nobody waits for it any more.
  value.catch(() => undefined);
  return { value };
}

/** What one step on an octave costs. */
const stepCost = ({ tiles, blueprint }: OctaveLayout): number => tiles * costOf(blueprint);
