import { Ascent } from './ascent.ts';
import type { AscentKernels, AscentResources } from './ascent.ts';
import { longestTurn } from './carry/dream-clock.ts';
import type { DreamClock } from './carry/dream-clock.ts';
import type { DreamPictures } from './carry/dream-pictures.ts';
import type { DreamParams } from './dream-params.ts';
import { EngineError } from './errors.ts';
import type { Destroyable } from './frame-stage.ts';
import { randomRoll, seededRandom } from './jitter.ts';
import { TurnUniform } from './kernels/turn.ts';
import { RuleStage } from './rule-stage.ts';
import { lengthOf } from './direction.ts';
import { ObjectiveMeter } from './objective-meter.ts';
import { guidedLayersOf, layersOf } from './objective.ts';
import type { OctavePlans } from './octave-plans.ts';
import { sameSize } from './octaves.ts';
import type { Size } from './octaves.ts';
import type { Plan } from './plan/plan.ts';
import { Preparation } from './preparation.ts';
import type { PreparationOptions } from './preparation.ts';
import { Turn } from './turn.ts';

/** What a climber is made of. */
export interface ClimberOptions extends PreparationOptions {
  readonly kernels: AscentKernels;
}

/** Climbs: has the plans made, takes the octaves in turn or all at once, and says by what rule, how far and how rolled each step goes. */
export class Climber {
  readonly meter: ObjectiveMeter;
  readonly #kernels: AscentKernels;
  readonly #preparation: Preparation;
  readonly #rules: RuleStage;
  readonly #onError: (error: EngineError) => void;
  readonly #uniform: TurnUniform;
  readonly #turn: Turn;
  #plans: OctavePlans | null = null;
  #ascents: Ascent[] = [];
  /** Which octaves each turn climbs, turn after turn. */
  #cycle: readonly (readonly Ascent[])[] = [];
  #order: DreamParams['octaveOrder'] = 'in-turn';
  #turns = 0;
  #seed: number | null = null;
  #random: () => number = seededRandom(0);
  #objective: DreamParams['objective'] | null = null;
  #wanted: DreamParams | null = null;
  #wantedOf: Size = { width: 0, height: 0 };

  constructor(options: ClimberOptions) {
    this.#kernels = options.kernels;
    this.#preparation = new Preparation(options);
    this.#rules = new RuleStage(options.device, options.pipelines, options.onError);
    this.#onError = options.onError;
    this.#uniform = new TurnUniform(options.device);
    this.meter = new ObjectiveMeter(options.device);
    this.#turn = new Turn({
      valued: (encoder, ascent) => {
        if (ascent === this.#ascents[0]) this.meter.gather(encoder, ascent.plan.settled);
      },
    });
  }

  /** Whether a turn is under way. */
  get climbing(): boolean {
    return this.#turn.underWay;
  }

  /** Whether there is a plan to climb by. */
  get dreaming(): boolean {
    return this.#plans !== null;
  }

  /** The dream size of the plans in use; `null` before the first. */
  get dreamSize(): Size | null {
    return this.#plans?.size ?? null;
  }

  /** The long side that was wished for with the plans in use; 0 before the first. */
  get longSide(): number {
    return this.#plans?.dreamSize ?? 0;
  }

  /** The octaves of the last turn that was begun, in its order. */
  get climbed(): readonly Ascent[] {
    return this.#turn.ascents;
  }

  /** How many octaves are climbed. */
  get octaves(): number {
    return this.#plans?.plans.length ?? 0;
  }

  /** How many turns it takes to climb them all. */
  get cycle(): number {
    return this.#order === 'all' ? Math.min(1, this.octaves) : this.octaves;
  }

  /** Ascent steps in each octave of the last turn that was begun. */
  get steps(): number {
    return this.#turn.steps;
  }

  /** Has the plans for this source and these params made in the background, unless they are made or being made. */
  want(source: Size, params: DreamParams): void {
    if (params === this.#wanted && sameSize(source, this.#wantedOf) && !this.#preparation.retries) return;
    this.#wanted = params;
    this.#wantedOf = { width: source.width, height: source.height };
    this.#rules.want(params.rule);
    const { dreamSize, octaves, octaveScale, octaveFirst, sizes } = params;
    const layers = [...layersOf(params.objective)].sort();
    const guides = guidedLayersOf(params.objective);
    const largest = Math.max(dreamSize, sizes?.largest ?? 0);
    const deterministic = params.deterministic === true;
    const near = sizes?.near ?? [];
    const shape = { dreamSize, octaves, octaveScale, octaveFirst };
    this.#preparation.want({ source: this.#wantedOf, layers, guides, ...shape, largest, near, deterministic });
  }

  /** Resolves when the plans last wanted are all made, and their rule is compiled, or cannot be. */
  async prepared(): Promise<void> {
    await Promise.all([this.#preparation.settled(), this.#rules.settled()]);
  }

  /**
   * Takes new plans into use, where they are ready and no turn is under way.
   * @returns what they replace, to destroy after the next submit; `null` where there is nothing
   */
  takePlans(): Destroyable | null {
    const taken = this.#turn.underWay ? null : this.#preparation.take();
    if (!taken) return null;
    this.#plans = taken.plans;
    this.#forgetAscents();
    this.#objective = null;
    this.#turns = 0;
    return taken.retired;
  }

  /**
   * Makes sure a turn is under way: begins one on the next octave where none is.
   * @returns false where there is nothing to climb, or no plan to climb by, or no time has passed to climb for
   */
  begin(params: DreamParams, pictures: DreamPictures, clock: DreamClock): boolean {
    if (params.steps === 0) this.#turn.drop();
    if (this.#turn.underWay) return true;
    // New plans come into use with the next frame: no turn is to begin that would make them wait.
    if (params.steps === 0 || this.#preparation.ready) return false;
    // When the smaller octaves join, and when a rule is compiled, depends on how fast they are made.
    if (params.deterministic === true && !(this.#plans?.complete === true && this.#rules.has(params.rule))) return false;
    this.#join(params, pictures);
    const ascents = this.#cycle[this.#turns % Math.max(1, this.#cycle.length)];
    if (!ascents || !this.#follow(params.objective)) return false;
    const seconds = clock.turn(longestTurn(params.stepSize));
    if (seconds === 0) return false;
    this.#write(params, ascents, pictures.size, seconds);
    for (const ascent of ascents) ascent.follows = params.follow !== null;
    this.#turn.begin(ascents, params.steps);
    this.#turns++;
    return true;
  }

  /** Records dispatches of the turn that cost at most `budget`, and at least one. @returns what they cost */
  record(encoder: GPUCommandEncoder, budget: number): number {
    return this.#turn.record(encoder, budget);
  }

  /** Forgets the turn under way. */
  drop(): void {
    this.#turn.drop();
  }

  /** Begins anew: the same frames are climbed as they were from the start. */
  restart(): void {
    this.drop();
    this.#turns = 0;
    this.#seed = null;
  }

  destroy(): void {
    this.#turn.drop();
    this.#preparation.destroy();
    this.#plans = null;
    this.#forgetAscents();
    this.#rules.destroy();
    this.#uniform.destroy();
    this.meter.destroy();
  }

  /** A roll and a step size for every step: by any rule, in however many octaves, a turn climbs stepSize · steps · 30 a second in all. */
  #write(params: DreamParams, ascents: readonly Ascent[], dream: Size, seconds: number): void {
    if (params.seed !== this.#seed) this.#random = seededRandom(params.seed);
    this.#seed = params.seed;
    const size = (params.stepSize * 30 * seconds) / (ascents.length * lengthOf(params.rule));
    let slot = 0;
    for (const { octave } of ascents) {
      for (let step = 0; step < params.steps; step++, slot++) {
        const x = randomRoll(this.#random, params.jitter);
        const y = randomRoll(this.#random, params.jitter);
        this.#uniform.setStep(slot, octave, dream, x, y, size);
        this.#uniform.setRule(slot, params.rule);
      }
    }
    this.#uniform.flush(slot);
  }

  /** Plans that were made since the last turn join in, and all of them take another rule or order. */
  #join(params: DreamParams, pictures: DreamPictures): void {
    if (this.#rules.take(params.rule, pictures.size)) this.#forgetAscents();
    const plans = this.#plans?.plans ?? [];
    const known = this.#ascents.length;
    for (let index = known; index < plans.length; index++) {
      const plan = plans[index];
      if (!plan) return;
      const direct: AscentResources['direct'] = (source, octave) => this.#rules.direction(source, octave);
      this.#ascents.push(new Ascent(this.#kernels, { turn: this.#uniform, pictures, plan, direct }));
      if (this.#objective) this.#aim([plan], this.#objective);
    }
    if (known === this.#ascents.length && params.octaveOrder === this.#order) return;
    this.#order = params.octaveOrder;
    this.#cycle = this.#order === 'all' ? [this.#ascents.toReversed()] : this.#ascents.map((ascent) => [ascent]);
  }

  #forgetAscents(): void {
    this.#ascents = [];
    this.#cycle = [];
  }

  /** Another objective over the same layers takes effect with a turn; over others, with the plans that are being made for it. */
  #follow(objective: DreamParams['objective']): boolean {
    if (objective === this.#objective) return true;
    if (!this.#planned(objective)) return this.#objective !== null;
    this.#aim(
      this.#ascents.map(({ plan }) => plan),
      objective,
    );
    if (JSON.stringify(objective) !== JSON.stringify(this.#objective)) this.meter.restart();
    this.#objective = objective;
    return true;
  }

  /** Whether the plans there are can take an objective: they were made for its layers, and for the guides of them. */
  #planned(objective: DreamParams['objective']): boolean {
    const { layers = [], guides = [] } = this.#plans?.family ?? {};
    const guided = guidedLayersOf(objective).every(({ layer, match }) => guides.some((own) => own.layer === layer && own.match === match));
    return guided && objective.every(({ layer }) => layers.includes(layer));
  }

  /** Plans that cannot take an objective keep theirs; what is wrong with it is told, and the frame goes on. */
  #aim(plans: readonly Plan[], objective: DreamParams['objective']): void {
    try {
      for (const plan of plans) plan.setObjective(objective);
    } catch (cause) {
      this.#onError(cause instanceof EngineError ? cause : new EngineError('bad-params', String(cause), { cause }));
    }
  }
}
