import { Subject } from 'rxjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toDreamParams } from '../../../src/streams/settings/dream-params.ts';
import { DEFAULTS } from '../../../src/streams/settings/schema.ts';
import { DreamLoop, type LoopEngine } from '../../../src/streams/worker/dream-loop.ts';

const params = toDreamParams(DEFAULTS);

/** A GPU whose submits are done when the test's clock says so. A turn is `slices` slices long. */
class ClockedEngine implements LoopEngine {
  readonly log: string[] = [];
  readonly #pending: (() => void)[] = [];
  readonly #slices: number;
  #left = 0;
  #recorded = '';

  constructor(slices: number) {
    this.#slices = slices;
  }

  get unfinished(): number {
    return this.#pending.length;
  }

  get climbing(): boolean {
    return this.#left > 0;
  }

  show(source: VideoFrame | GPUTexture, timestamp: number): void {
    expect(source instanceof VideoFrame && source.displayWidth).toBe(2);
    this.#recorded += `show${timestamp}`;
  }

  climb(): void {
    this.#left = this.#left > 0 ? this.#left - 1 : this.#slices - 1;
    this.#recorded += '+';
  }

  present(): void {
    this.#recorded += 'present';
  }

  async submit(): Promise<void> {
    this.log.push(this.#recorded);
    this.#recorded = '';
    await new Promise<void>((resolve) => this.#pending.push(resolve));
  }

  /** The oldest submit is done. */
  async finish(): Promise<void> {
    this.#pending.shift()?.();
    // The loop hears of it through two promises.
    for (let turn = 0; turn < 4; turn++) await Promise.resolve();
  }
}

class BrokenEngine extends ClockedEngine {
  override show(): void {
    throw new Error('out of memory');
  }
}

let frames$: Subject<VideoFrame>;
let frames: VideoFrame[];
let now: number;
let shown: number;
/** The timestamp of the frame that is shown. */
let onStage: number | null;
let latencies: number[];
let failures: unknown[];
let loop: DreamLoop;

beforeEach(() => {
  frames$ = new Subject();
  frames = [];
  now = 0;
  shown = 0;
  failures = [];
  latencies = [];
  onStage = null;
  const events = {
    shows: ({ timestamp }: VideoFrame): void => {
      onStage = timestamp;
    },
    shown: (latency: number | null): void => {
      shown++;
      if (latency !== null) latencies.push(latency);
    },
    done: () => undefined,
    failed: (error: unknown) => failures.push(error),
  };
  loop = new DreamLoop(frames$, params, events, () => now);
});

afterEach(() => {
  loop.end();
  expect(frames.filter(({ codedWidth }) => codedWidth !== 0)).toEqual([]);
  expect(loop.counts).toMatchObject({ opened: frames.length, closed: frames.length });
});

function send(timestamp: number): void {
  const frame = new VideoFrame(new Uint8Array(16), { format: 'RGBX', codedWidth: 2, codedHeight: 2, timestamp });
  frames.push(frame);
  frames$.next(frame);
}

async function finishAfter(engine: ClockedEngine, milliseconds: number): Promise<void> {
  now += milliseconds;
  await engine.finish();
}

describe('DreamLoop', () => {
  test('a fast GPU, shows and climbs in one submit a frame and drops none', async () => {
    const engine = new ClockedEngine(1);
    loop.setEngine(engine);
    for (let timestamp = 0; timestamp < 5; timestamp++) {
      send(timestamp);
      await finishAfter(engine, 3);
    }
    expect(engine.log).toEqual(['show0+', 'show1+', 'show2+', 'show3+', 'show4+']);
    expect(loop.counts.dropped).toBe(0);
    expect(shown).toBe(5);
  });

  test('a GPU that falls behind, has two submits at most, and the newest frame waits', async () => {
    const engine = new ClockedEngine(1);
    loop.setEngine(engine);
    for (let timestamp = 0; timestamp < 6; timestamp++) send(timestamp);
    expect(engine.unfinished).toBe(2);
    expect(engine.log).toEqual(['show0+', 'show1+']);
    await finishAfter(engine, 50);
    expect(engine.log.at(-1)).toBe('show5+');
    expect(engine.unfinished).toBe(2);
    expect(loop.counts.dropped).toBe(3);
  });

  test('what is shown, tells how long ago its frame came, also of one that has waited', async () => {
    const engine = new ClockedEngine(1);
    loop.setEngine(engine);
    send(0);
    now += 4;
    send(1);
    now += 4;
    send(2);
    await finishAfter(engine, 10);
    await finishAfter(engine, 10);
    await finishAfter(engine, 10);
    expect(engine.log).toEqual(['show0+', 'show1+', 'show2+']);
    expect(latencies).toEqual([18, 24, 30]);
    loop.setPaused(true);
    loop.setParams({ ...params, intensity: 0.5 });
    await finishAfter(engine, 10);
    expect(shown).toBe(4);
    expect(latencies).toHaveLength(3);
  });

  test('a turn in slices, goes on between frames, and a frame comes before the next slice', async () => {
    const engine = new ClockedEngine(6);
    loop.setEngine(engine);
    send(0);
    expect(engine.log).toEqual(['show0+', '+']);
    await finishAfter(engine, 2);
    await finishAfter(engine, 8);
    expect(engine.log).toEqual(['show0+', '+', '+', '+']);
    send(1);
    await finishAfter(engine, 8);
    expect(engine.log.at(-1)).toBe('show1+');
    expect(engine.unfinished).toBe(2);
  });

  test('a GPU that showing alone fills, still gives half of its time to the climb', async () => {
    const engine = new ClockedEngine(1000);
    loop.setEngine(engine);
    let timestamp = 0;
    let showMs = 0;
    let climbMs = 0;
    for (let submit = 0; submit < 400; submit++) {
      send(timestamp++);
      const ms = engine.log.at(-engine.unfinished)?.startsWith('show') ? 300 : 10;
      if (ms === 300) showMs += ms;
      else climbMs += ms;
      await finishAfter(engine, ms);
    }
    expect(climbMs / (showMs + climbMs)).toBeGreaterThan(0.45);
    expect(showMs / (showMs + climbMs)).toBeGreaterThan(0.45);
  });

  test('paused, shows no frame but its last picture anew when something changes', async () => {
    const engine = new ClockedEngine(1);
    loop.setEngine(engine);
    send(0);
    await finishAfter(engine, 3);
    loop.setPaused(true);
    send(1);
    send(2);
    expect(engine.log).toEqual(['show0+']);
    expect(onStage).toBe(0);
    loop.setParams({ ...params, intensity: 0.5 });
    expect(engine.log).toEqual(['show0+', 'present']);
    await finishAfter(engine, 3);
    loop.setPaused(false);
    expect(engine.log.at(-1)).toBe('show2+');
    expect(onStage).toBe(2);
  });

  test('changes while paused on a busy GPU, are presented once it is free', async () => {
    const engine = new ClockedEngine(1);
    loop.setEngine(engine);
    send(0);
    loop.setPaused(true);
    for (let change = 0; change < 10; change++) loop.setParams({ ...params, intensity: change / 10 });
    expect(engine.unfinished).toBe(2);
    await finishAfter(engine, 3);
    await finishAfter(engine, 3);
    expect(engine.log.length).toBeLessThanOrEqual(4);
  });

  test('an engine that comes while paused, shows one frame without climbing, and nothing before there is one', async () => {
    const first = new ClockedEngine(1);
    loop.setPaused(true);
    loop.setEngine(first);
    loop.setParams({ ...params, intensity: 0.5 });
    expect(first.log).toEqual([]);
    expect(shown).toBe(0);
    send(0);
    await finishAfter(first, 3);
    send(1);
    expect(first.log).toEqual(['show0']);
    expect(shown).toBe(1);
    const second = new ClockedEngine(1);
    loop.setEngine(second);
    expect(second.log).toEqual(['show1']);
  });

  test('an engine that throws, is reported, and the next frame goes on', () => {
    const engine = new ClockedEngine(1);
    const broken = new BrokenEngine(1);
    loop.setEngine(broken);
    send(0);
    loop.setEngine(engine);
    send(1);
    expect(failures).toEqual([new Error('out of memory')]);
    expect(onStage).toBe(1);
    expect(engine.log).toEqual(['show1+']);
  });

  test('an engine that throws at every frame, is reported once until it has shown one', async () => {
    const engine = new ClockedEngine(1);
    const broken = new BrokenEngine(1);
    loop.setEngine(broken);
    for (let timestamp = 0; timestamp < 5; timestamp++) send(timestamp);
    expect(failures).toHaveLength(1);
    loop.setEngine(engine);
    send(5);
    await finishAfter(engine, 3);
    loop.setEngine(broken);
    for (let timestamp = 6; timestamp < 9; timestamp++) send(timestamp);
    expect(failures).toHaveLength(2);
  });

  test('an engine that is gone, leaves the newest frame for the next one', async () => {
    const first = new ClockedEngine(1);
    loop.setEngine(first);
    send(0);
    loop.setEngine(null);
    await finishAfter(first, 5);
    send(1);
    send(2);
    const second = new ClockedEngine(1);
    loop.setEngine(second);
    expect(second.log).toEqual(['show2+']);
    expect(shown).toBe(0);
  });
});
