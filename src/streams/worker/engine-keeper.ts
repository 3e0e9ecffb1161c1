import { DreamEngine, EngineError, loadGraph, requestDevice } from '../../engine/index.ts';
import type { AdapterSummary, DreamEngineOptions, WantedPrecision } from '../../engine/index.ts';
import { codeOf, messageOf } from '../coded-error.ts';
import type { ModelEntry } from './catalogue.ts';
import { ModelFiles } from './model-files.ts';
import type { WorkerEngineState } from './protocol.ts';
import { type Waiting, recover } from './recovery.ts';
import { TuningCache } from './tuning-cache.ts';

/** GPU time of one slice of the climb: small enough that a frame can wait for it. */
const SLICE_MS = 8;

/** A software adapter needs longer than this to show a frame: smaller slices would only cost it overhead. */
const SOFTWARE_SLICE_MS = 60;

/** What an engine is made for. */
export interface EngineOrder {
  readonly model: ModelEntry;
  /** Where the catalogue lies, absolute, ending in `/`. */
  readonly modelsUrl: string;
  readonly precision: WantedPrecision;
}

/** What a still is dreamt on: the engine's own device, and its model. */
export type StillGround = Pick<DreamEngineOptions, 'device' | 'network' | 'precision'>;

/** What the keeper tells its owner. */
export interface KeeperEvents {
  state(state: WorkerEngineState): void;
  /** There is an engine from now on, or none (`null`): it was lost or never came. */
  engine(engine: DreamEngine | null): void;
  /** There will be none: show the source as it is. */
  failed(message: string): void;
  /** Something failed behind a dream that goes on. */
  trouble(code: string, message: string): void;
}

/** Adapter and software, as `live` tells them. */
type Summary = Pick<Extract<WorkerEngineState, { kind: 'live' }>, 'adapter' | 'software'>;

/** Makes the engine, and makes it again with its dream when the device is lost. */
export class EngineKeeper {
  readonly #order: EngineOrder;
  readonly #events: KeeperEvents;
  readonly #waiting: Waiting;
  #engine: DreamEngine | null = null;
  #ground: StillGround | null = null;
  #summary: Summary = { adapter: '', software: false };
  #state: WorkerEngineState['kind'] | null = null;
  #ended = false;

  constructor(order: EngineOrder, events: KeeperEvents, waiting: Waiting) {
    this.#order = order;
    this.#events = events;
    this.#waiting = waiting;
  }

  get engine(): DreamEngine | null {
    return this.#engine;
  }

  /** What a still can be dreamt on now; `null` while there is no engine. */
  get ground(): StillGround | null {
    return this.#engine === null ? null : this.#ground;
  }

  get adapter(): string {
    return this.#summary.adapter;
  }

  /** Whether the present engine computes on the CPU. */
  get software(): boolean {
    return this.#summary.software;
  }

  /** Makes the first engine; a failure is told, not thrown. */
  async start(): Promise<void> {
    this.#tell({ kind: 'starting', what: 'device', loaded: 0, total: 0 });
    try {
      await this.#open();
    } catch (error) {
      this.#fail(codeOf(error, 'device-failed'), messageOf(error));
    }
  }

  /**
   * To be called after each picture shown: the first after a loss, dream and all, and the first that can be climbed on, make the engine
   * live; so does another look, where the first one failed.
   */
  checkLive(): void {
    const engine = this.#engine;
    if (engine === null || this.#state === 'live') return;
    if (this.#state !== 'lost' && !engine.dreaming) return;
    this.#tell({ kind: 'live', ...this.#summary, model: this.#order.model.name });
  }

  end(): void {
    this.#ended = true;
    this.#engine?.destroy();
    this.#engine = null;
  }

  async #open(): Promise<DreamEngine> {
    const { device, adapter } = await requestDevice(navigator.gpu);
    try {
      return await this.#engineOn(device, adapter);
    } catch (error) {
      device.destroy();
      throw error;
    }
  }

  async #engineOn(device: GPUDevice, adapter: AdapterSummary): Promise<DreamEngine> {
    const { model, modelsUrl, precision } = this.#order;
    const network = new ModelFiles(model, modelsUrl, (loaded, total) => {
      if (this.#state === 'starting') this.#tell({ kind: 'starting', what: 'model', loaded, total });
    });
    const engine = await DreamEngine.create({
      device,
      sliceMs: adapter.software ? SOFTWARE_SLICE_MS : SLICE_MS,
      precision,
      // A processor compiles for longer than it would gain.
      tuning: adapter.software ? 'off' : { store: new TuningCache(modelsUrl) },
      network: async (layers, outlined) => {
        const graph = await loadGraph(network, layers, outlined);
        if (this.#state === 'starting') this.#tell({ kind: 'starting', what: 'compiling', loaded: 0, total: 0 });
        return graph;
      },
      onError: (error) => {
        this.#report(error);
      },
    });
    if (this.#ended) {
      engine.destroy();
      throw new EngineError('device-failed', 'The dream was ended while it started.');
    }
    this.#summary = { adapter: adapter.description, software: adapter.software };
    this.#engine = engine;
    this.#ground = {
      device,
      precision,
      network: async (layers, outlined) => await loadGraph(new ModelFiles(model, modelsUrl, () => undefined), layers, outlined),
    };
    this.#watch(device, engine);
    this.#events.engine(engine);
    return engine;
  }

  #watch(device: GPUDevice, engine: DreamEngine): void {
    const onLost = async (): Promise<void> => {
      const { reason } = await device.lost;
      // `destroyed` is our own doing.
      if (reason !== 'destroyed' && engine === this.#engine) await this.#recover(engine);
    };
    void onLost();
  }

  async #recover(lost: DreamEngine): Promise<void> {
    const detail = lost.detail();
    this.#engine = null;
    this.#events.engine(null);
    lost.destroy();
    const attempt = async (): Promise<DreamEngine> => await this.#open();
    const tell = (retryInSeconds: number | null): void => {
      this.#tell({ kind: 'lost', retryInSeconds });
    };
    try {
      const engine = await recover(attempt, tell, () => !this.#ended, this.#waiting);
      if (detail !== null) engine?.restore(detail);
    } catch (error) {
      this.#fail('device-lost', messageOf(error));
    }
  }

  /** Before the first dream an error is the end of the start; after it the old plans go on. */
  #report(error: EngineError): void {
    // That the device is lost, its own promise tells.
    if (error.code === 'device-lost') return;
    if (this.#state === 'live' || this.#state === 'lost') this.#events.trouble(error.code, error.message);
    else this.#tell({ kind: 'failed', code: error.code, message: error.message });
  }

  #fail(code: string, message: string): void {
    if (this.#ended) return;
    this.#tell({ kind: 'failed', code, message });
    this.#events.failed(message);
  }

  #tell(state: WorkerEngineState): void {
    if (this.#ended) return;
    this.#state = state.kind;
    this.#events.state(state);
  }
}
