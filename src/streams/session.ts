import { type Observable, Subject, asyncScheduler, distinctUntilChanged, filter, map, take, throttleTime } from 'rxjs';
import { displayRate } from './display-rate.ts';
import { precisionOf, rateToHold, toDreamParams } from './settings/dream-params.ts';
import type { Behavior, BehaviorCell } from './behavior.ts';
import type { DreamSession } from './dream-session.ts';
import { EngineControl } from './engine-control.ts';
import { GuideControl, type LiveGuide } from './guide/guide-control.ts';
import { guidedObjective } from './guide/guided-objective.ts';
import { fitLayers, fitObjective } from './model-fit.ts';
import { NoticeBoard } from './notice-board.ts';
import { Scope } from './scope.ts';
import { DEFAULTS, type SettingName, type Settings, isSettingName } from './settings/schema.ts';
import { formatQuery, parseQuery } from './settings/query.ts';
import { SettingsError, type SettingsUpdate, updateSettings } from './settings/update.ts';
import { SourceControl, type SourceSurroundings } from './source-control.ts';
import { RecipeOffer } from './recipe-offer.ts';
import { requestOf, settingOfRequest } from './source-request.ts';
import { listCameras } from './sources/camera.ts';
import { deviceChanges } from './sources/camera-return.ts';
import type { Camera, DreamStats, EngineState, LayerInfo, Notice, SourceRequest, SourceState } from './states.ts';
import { StillControl, type StillStudio } from './stills/still-control.ts';
import { browserOf } from './words/browser.ts';
import { engineFailure } from './words/engine-failures.ts';
import type { ModelEntry } from './worker/catalogue.ts';
import type { Wanted } from './worker/protocol.ts';

const URL_NOTICE = 'url';

/** A slider changes a setting sixty times a second; browsers refuse an address that changes more than about ten times a second. */
const ADDRESS_MS = 250;

/** Makes the session of this page: reads the URL, starts the worker and the source. One a page. */
export function createSession(): DreamSession {
  return new Session(new Scope());
}

class Session implements DreamSession {
  readonly settings$: Behavior<Settings>;
  readonly source$: Behavior<SourceState>;
  readonly engine$: Behavior<EngineState>;
  readonly stats$: Behavior<DreamStats | null>;
  readonly notices$: Behavior<readonly Notice[]>;
  readonly cameras$: Behavior<readonly Camera[]>;
  readonly paused$: Behavior<boolean>;
  readonly layers$: Behavior<readonly LayerInfo[]>;
  readonly canvasRequest$: Behavior<number>;
  readonly presented$: Observable<number>;
  readonly firstVisit$: Behavior<boolean>;

  readonly #still: StillControl;
  readonly #guide: GuideControl;
  readonly #recipe: RecipeOffer;
  readonly #scope: Scope;
  readonly #board: NoticeBoard;
  readonly #settings: BehaviorCell<Settings>;
  readonly #paused: BehaviorCell<boolean>;
  readonly #cameras: BehaviorCell<readonly Camera[]>;
  readonly #layers: BehaviorCell<readonly LayerInfo[]>;
  readonly #firstVisit: BehaviorCell<boolean>;
  readonly #engine: EngineControl;
  readonly #source: SourceControl;
  /** The query as it should be in the address. */
  readonly #query$ = new Subject<string>();
  /** Pictures a second of the display, as usual until it is measured. */
  #displayRate = 60;
  #surroundings: SourceSurroundings;
  #model: ModelEntry | null = null;
  /** What the URL names, or a person has set: the URL goes on naming it. */
  #named: readonly SettingName[];
  /** One sentence for each part of the address that was ignored. */
  #ignored: readonly string[] = [];

  constructor(scope: Scope) {
    this.#scope = scope;
    const { settings, named, ignored } = parseQuery(location.search);
    this.#named = named;
    this.#board = new NoticeBoard(scope);
    this.#settings = scope.cell(settings);
    this.#paused = scope.cell(false);
    this.#cameras = scope.cell<readonly Camera[]>([]);
    this.#layers = scope.cell<readonly LayerInfo[]>([]);
    this.#firstVisit = scope.cell(!named.includes('source'));
    this.#still = new StillControl(scope, {
      send: (ask) => this.#engine.send({ type: 'still', ask }),
      settings: () => this.settings$.value,
      objective: () => this.#wanted().params.objective,
      shownName: () => nameOfShown(this.source$.value),
    });
    this.#guide = new GuideControl(scope, {
      send: (ask) => this.#engine.send({ type: 'guide', ask }),
      changed: () => this.#engine.send({ type: 'params', wanted: this.#wanted() }),
    });
    this.#recipe = new RecipeOffer({
      board: this.#board,
      settings: () => this.settings$.value,
      model: () => (['live', 'lost'].includes(this.engine$.value.kind) ? this.#model : null),
      set: async (partial) => await this.set(partial),
    });
    this.#engine = this.#makeEngine();
    this.#surroundings = {
      devices: mediaDevices(),
      cameraPermission: null,
      board: this.#board,
      send: (message) => this.#engine.send(message),
      demoMotion: () => this.settings$.value.demoMotion,
      choose: async (request) => await this.openSource(request),
    };
    this.#source = new SourceControl(scope, () => this.#surroundings);
    this.settings$ = this.#settings.behavior;
    this.paused$ = this.#paused.behavior;
    this.cameras$ = this.#cameras.behavior;
    this.layers$ = this.#layers.behavior;
    this.firstVisit$ = this.#firstVisit.behavior;
    this.notices$ = this.#board.notices$;
    this.source$ = this.#source.state$;
    this.engine$ = this.#engine.state$;
    this.stats$ = this.#engine.stats$;
    this.canvasRequest$ = this.#engine.canvasRequest$;
    this.presented$ = this.#engine.presented$;
    scope.bind(this.#query$.pipe(throttleTime(ADDRESS_MS, asyncScheduler, { leading: true, trailing: true })), (query) => {
      history.replaceState(history.state, '', `${location.pathname}${query}${location.hash}`);
    });
    const open$ = this.#still.state$.pipe(map(({ kind }) => kind !== 'idle'));
    scope.bind(open$.pipe(distinctUntilChanged()), () => {
      this.#hold();
    });
    if (ignored.length > 0) this.#tellIgnored(ignored);
    void this.#begin();
  }

  get still(): StillStudio {
    return this.#still;
  }

  get guide(): LiveGuide {
    return this.#guide;
  }

  attach(canvas: HTMLCanvasElement): void {
    this.#engine.attach(canvas);
  }

  async set(partial: SettingsUpdate): Promise<void> {
    const before = this.settings$.value;
    const after = updateSettings(before, partial);
    this.#expectFit(after, partial);
    const named = Object.keys(partial).filter(isSettingName);
    this.#apply(after, named);
    const reopens = partial.source !== undefined || (after.source === 'camera' && after.camera !== before.camera);
    if (reopens) await this.#openFromSettings();
  }

  async openSource(request: SourceRequest): Promise<void> {
    this.#apply({ ...this.settings$.value, ...settingOfRequest(request) }, ['source']);
    this.#firstVisit.set(false);
    await this.#source.open(request);
    if (request.kind === 'camera') await this.#listCameras();
  }

  async openFile(file: File): Promise<void> {
    const url = URL.createObjectURL(file);
    const opening = this.openSource({ kind: 'file', url, name: file.name });
    // Kept while it is the source, which may be opened again; then the browser may forget the file.
    const left$ = this.settings$.pipe(
      filter(({ source }) => source !== url),
      take(1),
    );
    this.#scope.bind(left$, () => {
      URL.revokeObjectURL(url);
    });
    await opening;
    if (this.settings$.value.source === url) await this.#recipe.lookInto(file);
  }

  pause(): void {
    this.#setPaused(true);
  }

  resume(): void {
    this.#setPaused(false);
  }

  reset(): void {
    this.#engine.send({ type: 'reset' });
  }

  async snapshot(): Promise<Blob> {
    return await this.#recipe.into(this.#engine.snapshot());
  }

  dismiss(noticeId: string): void {
    this.#board.take(noticeId);
  }

  destroy(): void {
    this.#scope.end();
  }

  #makeEngine(): EngineControl {
    return new EngineControl(this.#scope, {
      board: this.#board,
      modelsUrl: new URL('models/', document.baseURI).href,
      wanted: () => this.#wanted(),
      precision: () => precisionOf(this.settings$.value),
      paused: () => this.#held,
      words: (code, message) => engineFailure(code, message, browserOf(navigator.userAgent), location.href),
      sourceMessage: ({ id, state }) => this.#source.handle(id, state),
      stillMessage: (tell) => this.#still.handle(tell),
      guideMessage: (tell) => this.#guide.handle(tell),
      workerGone: (replaced) => {
        this.#still.workerGone(replaced);
        this.#guide.workerGone();
      },
      restarted: () => {
        this.#source.showClouds();
        void this.#source.reopen().catch(() => undefined);
      },
      model: (model) => {
        this.#model = model;
        this.#learnLayers(model.layers);
      },
    });
  }

  async #begin(): Promise<void> {
    void this.#engine.start();
    void this.#learnDisplayRate();
    this.#scope.bind(deviceChanges(this.#surroundings.devices), () => void this.#listCameras());
    const { source } = this.settings$.value;
    if (source === 'demo') this.#openQuietly();
    else this.#source.showClouds();
    const cameraPermission = await cameraPermissionStatus();
    if (this.#scope.ended) return;
    this.#surroundings = { ...this.#surroundings, cameraPermission };
    if (source !== 'demo') this.#openQuietly();
    await this.#listCameras();
  }

  /** A failure of this is told by its notice. */
  #openQuietly(): void {
    this.#openFromSettings().catch(() => undefined);
  }

  async #openFromSettings(): Promise<void> {
    await this.#source.open(requestOf(this.settings$.value, document.baseURI));
    if (this.settings$.value.source === 'camera') await this.#listCameras();
  }

  /** The one place where settings change. */
  #apply(settings: Settings, named: readonly SettingName[]): void {
    const before = this.settings$.value;
    this.#settings.set(settings);
    this.#named = [...new Set([...this.#named, ...named])];
    if (named.includes('source')) {
      this.#firstVisit.set(false);
      this.#recipe.withdraw();
    }
    this.#engine.send({ type: 'params', wanted: this.#wanted() });
    if (settings.demoMotion !== before.demoMotion) this.#engine.send({ type: 'demo-motion', motion: settings.demoMotion });
    this.#query$.next(formatQuery(settings, this.#named));
  }

  #wanted(): Wanted {
    const settings = this.#settings.behavior.value;
    const params = toDreamParams(settings);
    const wish = this.#guide.wish;
    const objective = wish === null ? params.objective : guidedObjective(params.objective, wish, this.#layers.behavior.value);
    return { params: { ...params, objective }, rate: rateToHold(settings, this.#displayRate) };
  }

  async #learnDisplayRate(): Promise<void> {
    this.#displayRate = await displayRate();
    if (!this.#scope.ended && this.settings$.value.rate === 'display') this.#engine.send({ type: 'params', wanted: this.#wanted() });
  }

  #setPaused(paused: boolean): void {
    this.#paused.set(paused);
    this.#hold();
  }

  /** A person has paused, or the GPU is a still's. */
  get #held(): boolean {
    return this.#paused.behavior.value || this.#still.state$.value.kind !== 'idle';
  }

  #hold(): void {
    this.#engine.send({ type: 'pause', paused: this.#held });
  }

  async #listCameras(): Promise<void> {
    const cameras = await listCameras(this.#surroundings.devices).catch(() => []);
    if (!this.#scope.ended) this.#cameras.set(cameras);
  }

  /** The model's layers are known from now on: what the URL names and the model lacks, layers and channels, is ignored and named. */
  #learnLayers(layers: readonly LayerInfo[]): void {
    this.#layers.set(layers);
    const settings = this.settings$.value;
    const weights = fitLayers(settings.layers, layers);
    const objective = fitObjective(settings.objective, layers);
    const problems = [...new Set([...weights.problems, ...objective.problems])];
    if (problems.length === 0) return;
    const kept = Object.keys(weights.kept).length > 0 ? weights.kept : DEFAULTS.layers;
    this.#apply({ ...settings, layers: kept, objective: objective.kept }, []);
    this.#tellIgnored(problems);
  }

  /** Of what is being set, the model must have the layers and channels. @throws SettingsError `bad-setting` */
  #expectFit({ layers: weights, objective }: Settings, partial: SettingsUpdate): void {
    const layers = this.layers$.value;
    const names = layers.map(({ name }) => name).join(', ');
    const fits = {
      ...(partial.layers === undefined ? {} : { layers: fitLayers(weights, layers) }),
      ...(partial.objective === undefined ? {} : { objective: fitObjective(objective, layers) }),
    };
    for (const [setting, { problems }] of Object.entries(fits))
      if (problems[0] !== undefined) throw new SettingsError('bad-setting', setting, `${problems[0]} The layers are ${names}.`);
  }

  /** Names them beside those named before. */
  #tellIgnored(sentences: readonly string[]): void {
    this.#ignored = [...this.#ignored, ...sentences];
    const text = `${this.#ignored.join(' ')} Everything else in the address holds.`;
    this.#board.tell(URL_NOTICE, 'info', { code: 'unknown-setting', title: 'Part of the address was ignored', text });
  }
}

/** What a still of it is called. */
function nameOfShown(source: SourceState): string {
  if (source.kind !== 'live') return 'Clouds';
  return source.source.kind === 'camera' ? 'A moment of the camera' : source.label;
}

function mediaDevices(): MediaDevices | undefined {
  // Absent in an insecure context, whatever its type says.
  return 'mediaDevices' in navigator ? navigator.mediaDevices : undefined;
}

/** Whether the camera was allowed, where the browser tells. */
async function cameraPermissionStatus(): Promise<PermissionStatus | null> {
  if (!('permissions' in navigator)) return null;
  return await navigator.permissions.query({ name: 'camera' }).catch(() => null);
}
