import { EngineError } from './errors.ts';
import type { Destroyable } from './frame-stage.ts';
import type { Precision } from './kernels/compose.ts';
import type { Pipelines } from './kernels/pipelines.ts';
import type { Graph } from './network/graph.ts';
import { minimumSide } from './network/shapes.ts';
import { PlanFamily, sameLayers } from './octave-plans.ts';
import type { OctavePlans, Wish } from './octave-plans.ts';
import { sameGuided } from './objective.ts';
import { octaveSizes } from './octaves.ts';
import { makeBlueprint } from './plan/blueprint.ts';
import { Plan } from './plan/plan.ts';
import { WeightSet } from './plan/weight-set.ts';
import type { Refiner } from './tuning/refiner.ts';

/** What making plans needs. */
export interface PreparationOptions {
  readonly device: GPUDevice;
  readonly pipelines: Pipelines;
  /** The graph down to the named layers; `outlined` may be given it earlier, without its weights. */
  readonly network: (layers: readonly string[], outlined: (outline: Graph) => void) => Promise<Graph>;
  /** Of the plans; f32 unless given. */
  readonly precision?: Precision;
  /** Makes plans better behind a dream that goes on by those there are. Without it they stay as they are. */
  readonly refiner?: Pick<Refiner, 'refine'> | null;
  /** Called once a wish that cannot be granted. */
  readonly onError: (error: EngineError) => void;
}

/** After a file could not be fetched, the same wish tries again after so many milliseconds each. */
const RETRY_MS: readonly number[] = [5000, 15_000, 45_000];

/** Plans to dream by from now on, and what nobody needs any more once the next submit is made. */
export interface Taken {
  readonly plans: OctavePlans;
  readonly retired: Destroyable | null;
}

/**
 * Makes plans in the background, one wish after another: first those of the size that is wished for, then those of the sizes near it. What was wished
 * for in between is skipped; what is near or in use is held.
 */
export class Preparation {
  readonly #options: PreparationOptions;
  readonly #weights: WeightSet;
  #wish: Wish | null = null;
  #work: Promise<void> | null = null;
  #family: PlanFamily | null = null;
  #inUse: OctavePlans | null = null;
  #graph: { readonly layers: readonly string[]; readonly graph: Graph } | null = null;
  /** How often the present wish has failed for a file, and when it may try again. */
  #failures = 0;
  #retryAt = Infinity;
  /** Stops what refines the plans of the wish before. */
  #refining = new AbortController();
  #refined: Promise<void> | undefined;
  #ended = false;

  constructor(options: PreparationOptions) {
    this.#options = options;
    this.#weights = new WeightSet(options.device);
  }

  /** Begins to grant a wish, unless it is the newest already; that one is tried again, where a file was missing, a few times. */
  want(wish: Wish): void {
    if (this.#ended) return;
    const isNew = this.#wish === null || !sameWish(this.#wish, wish);
    if (!isNew && !this.retries) return;
    if (isNew) {
      this.#wish = wish;
      this.#failures = 0;
      this.#refining.abort();
    }
    this.#retryAt = Infinity;
    this.#work ??= this.#run();
  }

  /** Whether the newest wish failed for a missing file, and it is time to wish for it again. */
  get retries(): boolean {
    return this.#retryAt !== Infinity && performance.now() >= this.#retryAt;
  }

  /** Whether other plans than those in use wait to be taken. */
  get ready(): boolean {
    return this.#waiting() !== null;
  }

  /** The newest wish's plans, at least the first of them, unless they are in use already. They stay owned by their family. */
  take(): Taken | null {
    const plans = this.#waiting();
    if (!plans) return null;
    const old = this.#inUse;
    this.#inUse = plans;
    if (!old) return { plans, retired: null };
    if (old.family !== plans.family) return { plans, retired: old.family };
    const { family } = plans;
    return { plans, retired: { destroy: () => this.#prune(family) } };
  }

  destroy(): void {
    this.#ended = true;
    this.#refining.abort();
    this.#wish = null;
    this.#family?.destroy();
    if (this.#inUse?.family !== this.#family) this.#inUse?.family.destroy();
    this.#family = null;
    this.#inUse = null;
    // A plan still being made may ask for weights.
    void Promise.all([this.settled(), this.#refined]).then(() => {
      this.#weights.destroy();
    });
  }

  /** Resolves when the newest wish is granted in full, its neighbours with it, or cannot be. */
  async settled(): Promise<void> {
    await this.#work;
  }

  #waiting(): OctavePlans | null {
    const wish = this.#wish;
    if (!wish || !this.#family?.covers(wish)) return null;
    const plans = this.#family.plansOf(wish.dreamSize);
    return plans === this.#inUse ? null : plans;
  }

  async #run(): Promise<void> {
    for (let wish = this.#wish, done: Wish | null = null; wish && wish !== done; done = wish, wish = this.#wish) {
      try {
        await this.#grant(wish);
      } catch (cause) {
        if (this.#isCurrent(wish)) this.#fail(asEngineError(cause));
      }
    }
    this.#work = null;
  }

  #isCurrent(wish: Wish): boolean {
    return !this.#ended && this.#wish === wish;
  }

  async #grant(wish: Wish): Promise<void> {
    const family = await this.#familyOf(wish);
    if (!family) return;
    this.#prune(family);
    const wanted = (): boolean => this.#isCurrent(wish);
    await family.make(wish.dreamSize, wanted);
    for (const dreamSize of wish.near) await family.make(dreamSize, wanted);
    if (wanted() && wish.deterministic !== true) this.#refine(family, wish);
  }

  /** In the background: nobody waits for it. */
  #refine(family: PlanFamily, { dreamSize, near }: Wish): void {
    this.#refining = new AbortController();
    const { signal } = this.#refining;
    const replaced = (): void => {
      if (!signal.aborted) this.#prune(family);
    };
    this.#refined = this.#options.refiner?.refine(family, [dreamSize, ...near], replaced, signal);
  }

  /** The family of a wish: the present one, that of the plans in use, or a new one; `null` when the wish is over. */
  async #familyOf(wish: Wish): Promise<PlanFamily | null> {
    const known = [this.#family, this.#inUse?.family].find((family) => family?.covers(wish));
    if (known) return this.#adopt(known);
    const graph = await this.#graphOf(wish);
    if (!this.#isCurrent(wish)) return null;
    const { device, pipelines, precision = 'f32' } = this.#options;
    return this.#adopt(new PlanFamily({ device, pipelines, weights: this.#weights, precision }, graph, wish));
  }

  /** Of the family before, only what is in use is still needed, until the new one takes over. */
  #adopt(family: PlanFamily): PlanFamily {
    const old = this.#family;
    this.#family = family;
    if (!old || old === family) return family;
    if (old === this.#inUse?.family) old.keepOnly([this.#inUse.dreamSize], this.#inUse);
    else old.destroy();
    return family;
  }

  /** Frees the plans of sizes that are neither wished for, nor near, nor in use. */
  #prune(family: PlanFamily): void {
    if (family !== this.#family || !this.#wish) return;
    const inUse = this.#inUse?.family === family ? [this.#inUse.dreamSize] : [];
    family.keepOnly([this.#wish.dreamSize, ...this.#wish.near, ...inUse], this.#inUse);
  }

  async #graphOf(wish: Wish): Promise<Graph> {
    const { layers } = wish;
    const outlined = (outline: Graph): void => {
      // What is wrong with it, the whole graph will tell.
      if (this.#isCurrent(wish)) void this.#compileAhead(outline, wish).catch(() => undefined);
    };
    if (!this.#graph || !sameLayers(this.#graph.layers, layers))
      this.#graph = { layers, graph: await this.#options.network(layers, outlined) };
    return this.#graph.graph;
  }

  /** Compiles the wish's shaders while the weights are on their way. */
  async #compileAhead(outline: Graph, wish: Wish): Promise<void> {
    const { device, pipelines, precision = 'f32' } = this.#options;
    const sizes = octaveSizes(wish.source, wish, minimumSide(outline));
    await Promise.all(
      sizes.map((size) =>
        Plan.compile({ device, pipelines }, makeBlueprint(outline, size, wish.layers, { precision, guides: wish.guides })),
      ),
    );
  }

  /** Told once; a file that could not be fetched may be there later. */
  #fail(error: EngineError): void {
    if (this.#failures === 0) this.#options.onError(error);
    const pause = error.code === 'model-missing' ? RETRY_MS[this.#failures] : undefined;
    this.#retryAt = pause === undefined ? Infinity : performance.now() + pause;
    this.#failures++;
  }
}

function sameWish(a: Wish, b: Wish): boolean {
  return (
    a.source.width === b.source.width &&
    a.source.height === b.source.height &&
    a.dreamSize === b.dreamSize &&
    a.largest === b.largest &&
    a.octaves === b.octaves &&
    a.octaveScale === b.octaveScale &&
    a.octaveFirst === b.octaveFirst &&
    a.deterministic === b.deterministic &&
    a.near.length === b.near.length &&
    a.near.every((size, index) => size === b.near[index]) &&
    sameLayers(a.layers, b.layers) &&
    sameGuided(a.guides, b.guides)
  );
}

function asEngineError(cause: unknown): EngineError {
  if (cause instanceof EngineError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new EngineError('device-failed', `The network could not be prepared on this GPU: ${message}`, { cause });
}
