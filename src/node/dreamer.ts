import { EngineError, Still, layersOf, loadGraph } from '../engine/index.ts';
import type {
  AdapterSummary,
  Graph,
  Picture8,
  StillPlan,
  StillProgress,
  StillRecipe,
  StillResult,
  WantedPrecision,
} from '../engine/index.ts';
import { openDawn } from './dawn.ts';
import type { DawnDevice } from './dawn.ts';
import { modelFolder } from './model-folder.ts';
import { readPicture } from './picture-file.ts';

/** What all pictures of a run have in common. */
export interface DreamerOptions {
  readonly recipe: StillRecipe;
  /** A model's name or folder. */
  readonly model: string;
  readonly precision: WantedPrecision;
  /** The path of a picture to climb toward. */
  readonly guide: string | undefined;
}

/** Who wants to know how far a dream is. */
export interface Watcher {
  /** Aborting ends the dream; what there is remains. */
  readonly signal: AbortSignal;
  onPlan(plan: StillPlan): void;
  onProgress(progress: StillProgress): void;
}

/** Dreams picture after picture by one recipe, on one device of Dawn's, with a network read once. */
export class Dreamer {
  readonly #dawn: DawnDevice;
  readonly #network: Graph;
  readonly #guide: Picture8 | undefined;
  readonly #options: DreamerOptions;

  /** @throws EngineError where the model lacks a layer, its files or a GPU is missing, or that cannot compute in the wanted precision; PictureError about the guide */
  static async create(options: DreamerOptions): Promise<Dreamer> {
    const guide = options.guide === undefined ? undefined : await readPicture(options.guide);
    const network = await loadGraph(modelFolder(options.model), layersOf(options.recipe.objective));
    const dawn = await openDawn();
    if (options.precision !== 'f16' || dawn.device.features.has('shader-f16')) return new Dreamer(dawn, network, guide, options);
    dawn.device.destroy();
    throw new EngineError(
      'bad-params',
      `Expected a GPU with float16 shaders for --precision f16, but ${dawn.adapter.description} has none. Choose auto or f32.`,
    );
  }

  private constructor(dawn: DawnDevice, network: Graph, guide: Picture8 | undefined, options: DreamerOptions) {
    this.#dawn = dawn;
    this.#network = network;
    this.#guide = guide;
    this.#options = options;
  }

  get adapter(): AdapterSummary {
    return this.#dawn.adapter;
  }

  /** @throws EngineError where the picture is too small or too large, or the device is lost */
  async dream(picture: Picture8, watcher: Watcher): Promise<StillResult> {
    const { recipe, precision } = this.#options;
    const still = await Still.create({
      device: this.#dawn.device,
      network: () => Promise.resolve(this.#network),
      picture,
      recipe,
      precision,
      ...(this.#guide === undefined ? {} : { guide: this.#guide }),
      onProgress: (progress) => watcher.onProgress(progress),
    });
    const cancel = (): void => still.cancel();
    watcher.signal.addEventListener('abort', cancel);
    try {
      watcher.onPlan(still.plan);
      if (watcher.signal.aborted) still.cancel();
      return await still.run();
    } finally {
      watcher.signal.removeEventListener('abort', cancel);
      still.destroy();
    }
  }

  destroy(): void {
    this.#dawn.device.destroy();
  }
}
