import { Observable, Subject, defer, interval, switchMap } from 'rxjs';
import type { DreamEngine } from '../../engine/index.ts';
import { CodedError, codeOf, messageOf } from '../coded-error.ts';
import { Scope } from '../scope.ts';
import { DemoClouds } from '../sources/demo.ts';
import { openFile } from '../sources/file.ts';
import { FRAME_RATE, type Pace } from '../sources/pace.ts';
import type { DreamStats } from '../states.ts';
import { SourceClock, sleep } from './source-clock.ts';
import { DreamLoop } from './dream-loop.ts';
import { EngineKeeper } from './engine-keeper.ts';
import { type CaughtFrame, FrameCatch } from './frame-catch.ts';
import { FrameRate } from './frame-rate.ts';
import { GuideHost } from './guide-host.ts';
import { framesFromPort, framesFromStream, framesOfFile } from './frames-from.ts';
import { Latency } from './latency.ts';
import { PlainStage } from './plain-stage.ts';
import type { Feed, FromWorker, ToWorker, Wanted } from './protocol.ts';
import { RungKeeper } from './rung-keeper.ts';
import { SourceRate } from './source-rate.ts';
import { StillDoor } from './still-door.ts';

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
  readonly #rungs: RungKeeper;
  readonly #rate = new FrameRate();
  readonly #latency = new Latency();
  readonly #sourceRate = new SourceRate();
  readonly #clock = new SourceClock();
  readonly #catch = new FrameCatch(() => this.#rungs.params.mirror);
  readonly #stills: StillDoor;
  readonly #guide: GuideHost;
  #source: Source | null = null;
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

  constructor({ params, rate }: Wanted, post: (message: FromWorker) => void) {
    this.#post = post;
    this.#rungs = new RungKeeper(performance.now(), params, rate);
    const frames$ = this.#sources$.pipe(switchMap((source) => this.#framesOf(source)));
    this.#loop = new DreamLoop(frames$, this.#rungs.params, {
      shows: (frame) => {
        this.#catch.show(frame);
      },
      shown: (latency) => {
        if (latency !== null) this.#latency.mark(latency);
        this.#shown();
      },
      done: () => {
        this.#govern();
      },
      failed: (error) => {
        this.#trouble(codeOf(error, 'device-failed'), messageOf(error));
      },
    });
    const frozen = { frame: async () => await this.#freeze() };
    this.#stills = new StillDoor({
      ...frozen,
      tell: (tell) => {
        this.#post({ type: 'still', tell });
      },
      guide: () => this.#guide.guide,
      file: () => (this.#source?.feed.kind === 'file' ? this.#source.feed.file : null),
    });
    this.#guide = new GuideHost({
      ...frozen,
      tell: (tell) => {
        this.#post({ type: 'guide', tell });
      },
      engine: () => this.#keeper?.engine ?? null,
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
        this.#rungs.want(performance.now(), message.wanted.params, message.wanted.rate);
        this.#loop.setParams(this.#rungs.params);
        break;
      case 'canvas':
        this.#attach({ number: message.number, canvas: message.canvas });
        break;
      case 'source':
        this.#source = { id: message.id, feed: message.feed };
        this.#sources$.next(this.#source);
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
      case 'still':
        this.#stills.handle(message.ask);
        break;
      case 'guide':
        this.#guide.handle(message.ask);
        break;
      case 'stop':
        this.#stop();
        break;
      default:
        message satisfies never;
    }
  }

  #start({ model, modelsUrl, precision }: Extract<ToWorker, { type: 'start' }>): void {
    this.#modelName = model.name;
    this.#keeper = new EngineKeeper(
      { model, modelsUrl, precision },
      {
        state: (state) => {
          this.#post({ type: 'engine', state });
          // The second try failed too: this may take minutes.
          if (state.kind === 'lost' && state.retryInSeconds !== null) this.#showPlainly();
        },
        engine: (engine) => {
          this.#setEngine(engine);
        },
        failed: (message) => {
          this.#stills.noGround(message);
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
    this.#stills.setGround(this.#keeper?.ground ?? null);
    this.#guide.engineChanged();
    this.#plain = null;
    this.#wantsPlain = false;
    if (engine !== null) {
      this.#wantFreshCanvas();
      this.#rungs.engineChanged(this.#keeper?.software ?? false);
      this.#loop.setParams(this.#rungs.params);
    }
    this.#connect();
  }

  /** The GPU has done something: perhaps a turn, and perhaps one that was too slow. */
  #govern(): void {
    const engine = this.#keeper?.engine;
    if (engine && this.#rungs.turn(performance.now(), engine.lastTurn)) this.#loop.setParams(this.#rungs.params);
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
    this.#latency.restart();
    this.#sourceRate.restart();
    // What is drawn or decoded here comes as fast as it is taken: its intervals would say how slow we are.
    const live = feed.kind === 'stream' || feed.kind === 'port';
    this.#rungs.setSourceRate(feed.kind === 'demo' ? FRAME_RATE : null);
    // The first frame is always wanted: it tells that the source is there, whatever else still waits.
    const pace = this.#clock.pace(() => size === '' || this.#catch.wanted || !this.#loop.counts.waiting);
    return new Observable((subscriber) => {
      const frames$ = defer(() => this.#open(feed, pace));
      return frames$.subscribe({
        next: (frame) => {
          const { displayWidth: width, displayHeight: height } = frame;
          if (size !== `${width}×${height}`) this.#post({ type: 'source', id, state: { kind: 'live', width, height } });
          size = `${width}×${height}`;
          if (live) this.#sourceRate.mark(frame.timestamp);
          this.#catch.offer(frame);
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

  /** What is shown; while nothing is, the source's next frame, of a paused one too. The caller closes it. */
  async #freeze(): Promise<CaughtFrame> {
    const caught = this.#catch.take();
    if (this.#catch.wanted) this.#clock.step(STEP_SECONDS);
    return await caught;
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
    const now = performance.now();
    const { dreamt, ...numbers } = engine.stats();
    this.#told = this.#dreamtBefore + dreamt;
    const sourceRate = this.#sourceRate.perSecond();
    if (sourceRate !== null) this.#rungs.setSourceRate(sourceRate);
    const { why, reason } = this.#rungs.choice(now);
    const { objective, gpuMs, width, height, steps, precision } = numbers;
    const stats: DreamStats = {
      frames: this.#told,
      fps: this.#rate.perSecond(now),
      latency: this.#latency.summary(),
      gpuMs,
      objective,
      width,
      height,
      steps,
      precision,
      why,
      rung: reason,
      dropped: this.#loop.counts.dropped,
      adapter: this.#keeper?.adapter ?? '',
      model: this.#modelName,
    };
    this.#post({ type: 'stats', stats });
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
    this.#catch.end();
    this.#scope.end();
    this.#stills.end();
    this.#keeper?.end();
    const { opened, closed } = this.#loop.counts;
    this.#post({ type: 'stopped', opened, closed });
  }
}
