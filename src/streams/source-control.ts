import { exhaustMap, timer } from 'rxjs';
import type { Behavior, BehaviorCell } from './behavior.ts';
import { CodedError, codeOf, messageOf } from './coded-error.ts';
import type { NoticeBoard } from './notice-board.ts';
import { Scope } from './scope.ts';
import { openCamera } from './sources/camera.ts';
import { cameraMayBeBack } from './sources/camera-return.ts';
import type { OpenedSource } from './sources/opened-source.ts';
import { openScreen } from './sources/screen.ts';
import type { Failure, SourceRequest, SourceState } from './states.ts';
import { sourceFailure } from './words/source-failures.ts';
import type { Feed, ToWorker, WorkerSourceState } from './worker/protocol.ts';

/** Its messages say nothing about what was asked for: the clouds behind a failure or a start. */
const BACKGROUND = 0;

const NOTICE = 'source';

const REFUSED = 'camera-refused';

/** A camera that was granted has sent its first picture long before this. */
const SILENT_MS = 15_000;

/** What the control needs of its session. */
export interface SourceSurroundings {
  readonly devices: MediaDevices | undefined;
  readonly cameraPermission: PermissionStatus | null;
  readonly board: NoticeBoard;
  send(message: ToWorker): void;
  demoMotion(): number;
  /** Opens what a message offers, as a person's choice. */
  choose(request: SourceRequest): Promise<void>;
}

/** One opening of a source, from asking for it to its end. */
interface Opening {
  readonly id: number;
  readonly request: SourceRequest;
  readonly live: PromiseWithResolvers<void>;
  /** Ends everything that belongs to it. */
  readonly scope: Scope;
  label: string;
}

/** The one source: opens it, shows clouds behind what fails, and brings a camera back when it can. */
export class SourceControl {
  readonly state$: Behavior<SourceState>;
  readonly #state: BehaviorCell<SourceState>;
  readonly #surroundings: () => SourceSurroundings;
  #opening: Opening | null = null;
  #lastId = BACKGROUND;

  constructor(scope: Scope, surroundings: () => SourceSurroundings) {
    this.#surroundings = surroundings;
    this.#state = scope.cell<SourceState>({ kind: 'idle' });
    this.state$ = this.#state.behavior;
    scope.add(() => {
      this.#opening?.scope.end();
      this.#opening?.live.reject(new CodedError('ended', 'The dream was ended.'));
    });
  }

  /** Feeds the clouds, so that there is something to dream while a source is asked for. */
  showClouds(): void {
    this.#surroundings().send({ type: 'source', id: BACKGROUND, feed: this.#clouds() });
  }

  /**
   * Resolves when the source's first frame is there, or another source was asked for meanwhile.
   * @param opened a camera that is open already
   * @throws CodedError with the failure's code
   */
  async open(request: SourceRequest, opened?: OpenedSource): Promise<void> {
    const opening = this.#begin(request);
    try {
      const feed = opened ? this.#adopt(opening, opened) : await this.#feedOf(opening);
      if (feed === null) return;
      this.#surroundings().send({ type: 'source', id: opening.id, feed });
      if (request.kind === 'camera') this.#expectPictures(opening);
    } catch (error) {
      this.#fail(opening, codeOf(error, 'source-failed'), messageOf(error));
    }
    await opening.live.promise;
  }

  /** Some cameras are granted and stay dark: a shutter, a driver, another app. */
  #expectPictures(opening: Opening): void {
    opening.scope.bind(timer(SILENT_MS), () => {
      if (this.#state.behavior.value.kind === 'starting') this.#fail(opening, 'camera-silent', 'No picture came.');
    });
  }

  /** Opens again what is open: the worker was replaced. */
  async reopen(): Promise<void> {
    if (this.#opening !== null) await this.open(this.#opening.request);
  }

  /** What the worker says about a source. */
  handle(id: number, state: WorkerSourceState): void {
    const opening = this.#opening;
    // A source that has ended may still have had a frame on its way.
    if (opening?.id !== id || opening.scope.ended) return;
    switch (state.kind) {
      case 'live':
        this.#goLive(opening, state.width, state.height);
        break;
      case 'failed':
        this.#fail(opening, state.code, state.message);
        break;
      case 'ended':
        if (opening.request.kind === 'camera') this.#fail(opening, 'camera-unplugged', 'The camera sends no more pictures.');
        break;
      default:
        state satisfies never;
    }
  }

  #begin(request: SourceRequest): Opening {
    this.#opening?.scope.end();
    this.#opening?.live.resolve();
    const opening = this.#openingOf(request);
    this.#state.set({ kind: 'starting', source: request });
    this.#surroundings().board.take(NOTICE);
    return opening;
  }

  #openingOf(request: SourceRequest): Opening {
    const opening: Opening = { id: ++this.#lastId, request, live: Promise.withResolvers(), scope: new Scope(), label: labelOf(request) };
    // Whoever waits hears of a failure; nobody need wait.
    opening.live.promise.catch(() => undefined);
    this.#opening = opening;
    return opening;
  }

  /** What to feed to the worker; `null` when another source was asked for meanwhile. */
  async #feedOf(opening: Opening): Promise<Feed | null> {
    const { request } = opening;
    switch (request.kind) {
      case 'demo':
        return this.#clouds();
      case 'file':
        return { kind: 'file', file: request.url, name: request.name };
      case 'camera':
        return this.#adopt(opening, await openCamera(this.#surroundings().devices, request.deviceId));
      case 'screen':
        return this.#adopt(opening, await openScreen(this.#surroundings().devices));
      default:
        return request satisfies never;
    }
  }

  /** Ties what was opened to its opening; closes it at once when that has been replaced. */
  #adopt(opening: Opening, opened: OpenedSource): Feed | null {
    opening.scope.add(() => {
      opened.close();
    });
    if (opening.scope.ended) return null;
    opening.label = opened.label;
    opening.scope.bind(opened.ended$, (error) => {
      this.#fail(opening, error.code, error.message);
    });
    return opened.feed;
  }

  #clouds(): Feed {
    return { kind: 'demo', motion: this.#surroundings().demoMotion() };
  }

  #goLive(opening: Opening, width: number, height: number): void {
    this.#state.set({ kind: 'live', source: opening.request, label: opening.label, width, height });
    opening.live.resolve();
  }

  #fail(opening: Opening, code: string, message: string): void {
    if (opening !== this.#opening || opening.scope.ended) return;
    opening.scope.end();
    const failure = sourceFailure(code, message, opening.request);
    this.#state.set({ kind: 'failed', source: opening.request, failure });
    opening.live.reject(new CodedError(code, failure.title, { cause: message }));
    this.showClouds();
    this.#tell(opening.request, failure);
    if (opening.request.kind === 'camera') this.#awaitReturn(opening.request, code);
  }

  #tell(request: SourceRequest, failure: Failure): void {
    const again = { label: 'Try again', run: () => this.#chooseQuietly(request) };
    const clouds = { label: 'Stay with the clouds', run: () => this.#chooseQuietly({ kind: 'demo' }) };
    this.#surroundings().board.tell(NOTICE, 'warn', failure, request.kind === 'demo' ? [again] : [again, clouds]);
  }

  /** A failure of this is told by its notice. */
  #chooseQuietly(request: SourceRequest): void {
    this.#surroundings()
      .choose(request)
      .catch(() => undefined);
  }

  /** Tries the camera again whenever it may be back, until something else is asked for. Only a success shows. */
  #awaitReturn(request: SourceRequest & { kind: 'camera' }, code: string): void {
    const { devices, cameraPermission } = this.#surroundings();
    // Stands in for the failed opening, so that whatever is asked for next ends the waiting.
    const waiting = this.#openingOf(request);
    const tries$ = cameraMayBeBack(code, devices, cameraPermission).pipe(exhaustMap(() => this.#tryCamera(request, waiting, code)));
    waiting.scope.bind(tries$, () => undefined);
  }

  async #tryCamera(request: SourceRequest & { kind: 'camera' }, waiting: Opening, code: string): Promise<void> {
    try {
      const opened = await openCamera(this.#surroundings().devices, request.deviceId);
      if (waiting.scope.ended) opened.close();
      else await this.open(request, opened);
    } catch (error) {
      // Some browsers ask a person each time: one who says no is not asked again.
      if (codeOf(error, '') === REFUSED && code !== REFUSED) this.#fail(waiting, REFUSED, messageOf(error));
    }
  }
}

function labelOf(request: SourceRequest): string {
  switch (request.kind) {
    case 'camera':
      return 'Camera';
    case 'screen':
      return 'Screen';
    case 'demo':
      return 'Clouds';
    case 'file':
      return request.name;
    default:
      return request satisfies never;
  }
}
