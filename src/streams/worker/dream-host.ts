import { Observable, Subject, defer, interval, switchMap } from 'rxjs';
import type { DreamEngine, DreamParams } from '../../engine/index.ts';
import { CodedError, codeOf, messageOf } from '../coded-error.ts';
import { Scope } from '../scope.ts';
import { DemoClouds } from '../sources/demo.ts';
import { openFile } from '../sources/file.ts';
import type { Pace } from '../sources/pace.ts';
import { SourceClock, sleep } from './source-clock.ts';
import { DreamLoop } from './dream-loop.ts';
import { EngineKeeper } from './engine-keeper.ts';
import { FrameRate } from './frame-rate.ts';
import { framesFromPort, framesFromStream, framesOfFile } from './frames-from.ts';
import { PlainStage } from './plain-stage.ts';
import type { Feed, FromWorker, ToWorker } from './protocol.ts';

const STATS_MS = 500;

/** How far a paused source goes on when a new stage has nothing to show yet: a frame, at any usual rate. */
const STEP_SECONDS = 0.1;

interface Source {
  readonly id: number;
  readonly feed: Feed;
}

interface NumberedCanvas {
  readonly number: number;
  readonly canvas: OffscreenCanvas;
}

/** Everything in the dream worker: one source, one loop, one engine, one canvas. */
export class DreamHost {
  readonly #post: (message: FromWorker) => void;
  readonly #scope = new Scope();
  readonly #sources$ = new Subject<Source>();
  readonly #loop: DreamLoop;
  readonly #rate = new FrameRate();
  readonly #clock = new SourceClock();
  #keeper: EngineKeeper | null = null;
  #plain: PlainStage | null = null;
  #wantsPlain = false;
  #canvas: NumberedCanvas | null = null;
  #drawnTo = false;
  #presented = 0;
  #clouds: DemoClouds | null = null;
  #modelName = '';
  /** Frames dreamt by engines that are gone. */
  #dreamtBefore = 0;
  #told = 0;

  constructor(params: DreamParams, post: (message: FromWorker) => void) {
    this.#post = post;
    const frames$ = this.#sources$.pipe(switchMap((source) => this.#framesOf(source)));
    this.#loop = new DreamLoop(frames$, params, {
      shown: () => {
        this.#shown();
      },
      failed: (error) => {
        this.#trouble(codeOf(error, 'device-failed'), messageOf(error));
      },
    });
    this.#scope.bind(interval(STATS_MS), () => {
      this.#tellStats();
    });
  }

  /** Does what the page says. */
  handle(message: Exclude<ToWorker, { type: 'open' }>): void {
    switch (message.type) {
      case 'start':
        this.#start(message);
        break;
      case 'show-plainly':
        this.#showPlainly();
        break;
      case 'params':
        this.#loop.setParams(message.params);
        break;
      case 'canvas':
        this.#attach({ number: message.number, canvas: message.canvas });
        break;
      case 'source':
        this.#sources$.next({ id: message.id, feed: message.feed });
        break;
      case 'demo-motion':
        this.#clouds?.setMotion(message.motion);
        break;
      case 'pause':
        this.#clock.setPaused(message.paused);
        this.#loop.setPaused(message.paused);
        break;
      case 'reset':
        this.#keeper?.engine?.reset();
        this.#loop.refresh();
        break;
      case 'snapshot':
        void this.#snapshot(message.id);
        break;
      case 'stop':
        this.#stop();
        break;
      default:
        message satisfies never;
    }
  }

  #start({ model, modelsUrl }: Extract<ToWorker, { type: 'start' }>): void {
    this.#modelName = model.name;
    this.#keeper = new EngineKeeper(
      model,
      modelsUrl,
      {
        state: (state) => {
          this.#post({ type: 'engine', state });
          // The second try failed too: this may take minutes.
          if (state.kind === 'lost' && state.retryInSeconds !== null) this.#showPlainly();
        },
        engine: (engine) => {
          this.#setEngine(engine);
        },
        failed: () => {
          this.#showPlainly();
        },
        trouble: (code, message) => {
          this.#trouble(code, message);
        },
      },
      { now: () => performance.now(), sleep },
    );
    void this.#keeper.start();
  }

  #setEngine(engine: DreamEngine | null): void {
    if (engine === null) this.#dreamtBefore = this.#told;
    this.#plain = null;
    this.#wantsPlain = false;
    if (engine !== null) this.#wantFreshCanvas();
    this.#connect();
  }

  #attach(canvas: NumberedCanvas): void {
    this.#canvas = canvas;
    this.#drawnTo = false;
    this.#connect();
  }

  /** There is no engine, for a while or for good: shows what the source gives. */
  #showPlainly(): void {
    if (this.#wantsPlain) return;
    this.#wantsPlain = true;
    this.#wantFreshCanvas();
    this.#connect();
  }

  /**
   * A canvas belongs to whoever drew to it first, and what it showed is gone with the GPU (Chromium shows nothing more on it). Asks for
   * another, unless this one is untouched or the first is still to come.
   */
  #wantFreshCanvas(): void {
    if (!this.#drawnTo) return;
    this.#canvas = null;
    this.#drawnTo = false;
    this.#post({ type: 'canvas-wanted' });
  }

  /** Without a canvas there is nowhere to show: the loop waits for it. */
  #connect(): void {
    const canvas = this.#canvas?.canvas;
    const engine = this.#keeper?.engine ?? null;
    if (canvas !== undefined && engine !== null) engine.attach(canvas);
    if (canvas !== undefined && this.#wantsPlain) this.#plain ??= PlainStage.on(canvas);
    const stage = canvas === undefined ? null : (engine ?? this.#plain);
    this.#drawnTo ||= stage !== null;
    if (stage !== null) this.#clock.step(STEP_SECONDS);
    this.#loop.setEngine(stage);
  }

  #framesOf({ id, feed }: Source): Observable<VideoFrame> {
    let size = '';
    // The first frame is always wanted: it tells that the source is there, whatever else still waits.
    const pace = this.#clock.pace(() => size === '' || !this.#loop.counts.waiting);
    return new Observable((subscriber) => {
      const frames$ = defer(() => this.#open(feed, pace));
      return frames$.subscribe({
        next: (frame) => {
          const { displayWidth: width, displayHeight: height } = frame;
          if (size !== `${width}×${height}`) this.#post({ type: 'source', id, state: { kind: 'live', width, height } });
          size = `${width}×${height}`;
          subscriber.next(frame);
        },
        // A source that ends or fails ends alone: the loop waits for the next one.
        error: (error: unknown) => {
          this.#post({ type: 'source', id, state: { kind: 'failed', code: codeOf(error, 'file-undecodable'), message: messageOf(error) } });
        },
        complete: () => {
          this.#post({ type: 'source', id, state: { kind: 'ended' } });
        },
      });
    });
  }

  #open(feed: Feed, pace: Pace): Observable<VideoFrame> {
    switch (feed.kind) {
      case 'stream':
        return framesFromStream(feed.frames);
      case 'port':
        return framesFromPort(feed.port);
      case 'demo':
        // Making a sky takes half a second: one is kept.
        this.#clouds ??= new DemoClouds();
        this.#clouds.setMotion(feed.motion);
        return framesFromStream(this.#clouds.frames(pace));
      case 'file':
        return framesOfFile(openFile(feed.file, pace));
      default:
        return feed satisfies never;
    }
  }

  #shown(): void {
    this.#rate.mark(performance.now());
    this.#keeper?.checkLive();
    const number = this.#canvas?.number ?? 0;
    if (number > this.#presented) this.#post({ type: 'presented', number });
    this.#presented = Math.max(this.#presented, number);
    // The first dreamt frame is told at once: `ready` waits for it.
    if (this.#told === 0 && (this.#keeper?.engine?.stats().dreamt ?? 0) > 0) this.#tellStats();
  }

  #tellStats(): void {
    const engine = this.#keeper?.engine;
    if (!engine) return;
    const { dreamt, objective, gpuMs, width, height } = engine.stats();
    this.#told = this.#dreamtBefore + dreamt;
    const fps = this.#rate.perSecond(performance.now());
    const { dropped } = this.#loop.counts;
    const adapter = this.#keeper?.adapter ?? '';
    this.#post({
      type: 'stats',
      stats: { frames: this.#told, fps, gpuMs, objective, width, height, dropped, adapter, model: this.#modelName },
    });
  }

  async #snapshot(id: number): Promise<void> {
    try {
      const stage = this.#keeper?.engine ?? this.#plain;
      if (!stage || this.#presented === 0) throw new CodedError('nothing-shown', 'There is no picture yet. Wait until one is shown.');
      this.#post({ type: 'snapshot', id, picture: await stage.snapshot(), message: '' });
    } catch (error) {
      this.#post({ type: 'snapshot', id, picture: null, message: messageOf(error) });
    }
  }

  #trouble(code: string, message: string): void {
    this.#post({ type: 'trouble', code, message });
  }

  #stop(): void {
    this.#loop.end();
    this.#scope.end();
    this.#keeper?.end();
    const { opened, closed } = this.#loop.counts;
    this.#post({ type: 'stopped', opened, closed });
  }
}
