import { type Observable, Subject } from 'rxjs';
import type { WantedPrecision } from '../engine/index.ts';
import type { Behavior, BehaviorCell } from './behavior.ts';
import { codeOf, messageOf } from './coded-error.ts';
import type { NoticeBoard } from './notice-board.ts';
import { Scope } from './scope.ts';
import type { DreamStats, EngineState, Failure } from './states.ts';
import { engineTrouble } from './words/engine-failures.ts';
import { type ModelEntry, fetchCatalogue } from './worker/catalogue.ts';
import { DreamClient } from './worker/dream-client.ts';
import type { FromWorker, ToWorker, Wanted, WorkerEngineState } from './worker/protocol.ts';
import type { GuideTell } from './worker/guide-protocol.ts';
import type { StillTell } from './worker/still-protocol.ts';

const ENGINE_NOTICE = 'engine';
const TROUBLE_NOTICE = 'trouble';
const SOFTWARE_NOTICE = 'software';

/** A worker that breaks again within this is not started anew by itself. */
const CRASH_PAUSE_MS = 10_000;

/** What the control needs of its session. */
export interface EngineSurroundings {
  readonly board: NoticeBoard;
  /** Where the catalogue lies, absolute, ending in `/`. */
  readonly modelsUrl: string;
  wanted(): Wanted;
  /** What the next engine is to compute in. */
  precision(): WantedPrecision;
  paused(): boolean;
  /** An engine's failure in words for this browser. */
  words(code: string, message: string): Failure;
  stillMessage(tell: StillTell): void;
  guideMessage(tell: GuideTell): void;
  sourceMessage(message: Extract<FromWorker, { type: 'source' }>): void;
  /** The worker is ended, and what it held is gone with it. @param replaced whether there is another */
  workerGone(replaced: boolean): void;
  /** A new worker is there and knows nothing of the source. */
  restarted(): void;
  model(model: ModelEntry): void;
}

/** The dream worker and its engine: starts it, starts it anew, and says how it does. */
export class EngineControl {
  readonly state$: Behavior<EngineState>;
  readonly stats$: Behavior<DreamStats | null>;
  readonly canvasRequest$: Behavior<number>;
  readonly #state: BehaviorCell<EngineState>;
  readonly #stats: BehaviorCell<DreamStats | null>;
  readonly #canvasRequest: BehaviorCell<number>;
  readonly #presented$ = new Subject<number>();
  readonly #surroundings: EngineSurroundings;
  #client: DreamClient;
  #worker: Scope;
  #crashedAt = -Infinity;

  constructor(scope: Scope, surroundings: EngineSurroundings) {
    this.#surroundings = surroundings;
    this.#state = scope.cell<EngineState>({ kind: 'idle' });
    this.#stats = scope.cell<DreamStats | null>(null);
    this.#canvasRequest = scope.cell(1);
    this.state$ = this.#state.behavior;
    this.stats$ = this.#stats.behavior;
    this.canvasRequest$ = this.#canvasRequest.behavior;
    [this.#client, this.#worker] = this.#open();
    scope.add(() => {
      this.#worker.end();
      this.#presented$.complete();
    });
  }

  get presented$(): Observable<number> {
    return this.#presented$.asObservable();
  }

  /** Reads the catalogue and starts the engine with its first model; a failure is told, not thrown. */
  async start(): Promise<void> {
    const worker = this.#worker;
    this.#state.set({ kind: 'starting', what: 'model', loaded: 0, total: 0 });
    try {
      const [model] = await fetchCatalogue(this.#surroundings.modelsUrl);
      if (model === undefined || worker.ended) return;
      this.#surroundings.model(model);
      this.send({ type: 'params', wanted: this.#surroundings.wanted() });
      this.send({ type: 'start', model, modelsUrl: this.#surroundings.modelsUrl, precision: this.#surroundings.precision() });
    } catch (error) {
      if (worker.ended) return;
      this.send({ type: 'show-plainly' });
      this.#fail(codeOf(error, 'model-missing'), messageOf(error));
    }
  }

  send(message: ToWorker): void {
    this.#client.send(message);
  }

  attach(canvas: HTMLCanvasElement): void {
    const offscreen = canvas.transferControlToOffscreen();
    this.send({ type: 'canvas', number: this.#canvasRequest.behavior.value, canvas: offscreen });
  }

  async snapshot(): Promise<Blob> {
    return await this.#client.snapshot();
  }

  /** Ends the worker and starts another, with a fresh canvas. */
  restart(): void {
    this.#worker.end();
    [this.#client, this.#worker] = this.#open();
    this.#surroundings.board.take(ENGINE_NOTICE);
    this.#wantCanvas();
    this.#surroundings.workerGone(true);
    this.send({ type: 'pause', paused: this.#surroundings.paused() });
    this.#surroundings.restarted();
    void this.start();
  }

  #open(): [DreamClient, Scope] {
    const client = new DreamClient();
    const worker = new Scope();
    worker.bind(client.messages$, (message) => {
      this.#handle(message);
    });
    worker.bind(client.crashes$, (message) => {
      this.#crashed(message);
    });
    worker.add(() => {
      client.end();
    });
    client.send({ type: 'open', wanted: this.#surroundings.wanted() });
    return [client, worker];
  }

  #handle(message: FromWorker): void {
    switch (message.type) {
      case 'engine':
        this.#engineIs(message.state);
        break;
      case 'source':
        this.#surroundings.sourceMessage(message);
        break;
      case 'stats':
        this.#stats.set(message.stats);
        break;
      case 'presented':
        this.#presented$.next(message.number);
        break;
      case 'canvas-wanted':
        this.#wantCanvas();
        break;
      case 'trouble':
        this.#surroundings.board.tell(TROUBLE_NOTICE, 'warn', engineTrouble(message.code, message.message));
        break;
      case 'still':
        this.#surroundings.stillMessage(message.tell);
        break;
      case 'guide':
        this.#surroundings.guideMessage(message.tell);
        break;
      case 'snapshot':
      case 'stopped':
        break;
      default:
        message satisfies never;
    }
  }

  #engineIs(state: WorkerEngineState): void {
    const { board } = this.#surroundings;
    switch (state.kind) {
      case 'failed':
        this.#fail(state.code, state.message);
        return;
      case 'lost':
        this.#tellLost(state.retryInSeconds);
        break;
      case 'live':
        board.take(ENGINE_NOTICE);
        if (state.software) board.tell(SOFTWARE_NOTICE, 'info', this.#surroundings.words('software-adapter', state.adapter));
        break;
      case 'starting':
        break;
      default:
        state satisfies never;
    }
    this.#state.set(state);
  }

  /** Counts down in one message; who has put it away is not told every second again. */
  #tellLost(retryInSeconds: number | null): void {
    const { board } = this.#surroundings;
    const known = this.#state.behavior.value.kind === 'lost';
    if (known && !board.has(ENGINE_NOTICE)) return;
    const reload = { label: 'Reload', run: () => location.reload() };
    board.tell(ENGINE_NOTICE, 'warn', lostWords(retryInSeconds), [reload]);
  }

  #fail(code: string, message: string): void {
    const failure = this.#surroundings.words(code, message);
    this.#state.set({ kind: 'failed', failure });
    const again = { label: 'Try again', run: () => this.restart() };
    this.#surroundings.board.tell(ENGINE_NOTICE, 'error', failure, [again]);
  }

  #crashed(message: string): void {
    const now = performance.now();
    const often = now - this.#crashedAt < CRASH_PAUSE_MS;
    this.#crashedAt = now;
    if (!often) {
      this.restart();
      return;
    }
    // An error does not end a worker: it would go on under the message.
    this.#worker.end();
    this.#surroundings.workerGone(false);
    this.#fail('worker-failed', message);
  }

  #wantCanvas(): void {
    this.#canvasRequest.set(this.#canvasRequest.behavior.value + 1);
  }
}

function lostWords(retryInSeconds: number | null): Failure {
  const when = retryInSeconds === null ? 'Trying again now.' : `Next try in ${retryInSeconds} s.`;
  return {
    code: 'device-lost',
    title: 'The graphics processor went away',
    text: `The dream is kept and goes on when it is back. ${when} Reloading the page may be quicker.`,
  };
}
