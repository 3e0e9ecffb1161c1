import { Subject } from 'rxjs';
import { expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { DreamLoop, type LoopEngine } from '../../../src/streams/worker/dream-loop.ts';
import type { DreamEngine } from '../../../src/engine/dream-engine.ts';
import { params, testEngine } from '../../support/frames/engine.ts';
import { testDevice } from '../../support/frames/gpu.ts';
import { softBytes } from '../../support/frames/pictures.ts';

const SIZE = { width: 320, height: 240 };

/** Slow enough for a machine without a GPU to show every frame while it dreams. */
const CAMERA_RATE = 4;

/** What a frame met: milliseconds from its arrival until the GPU had shown it, and submits unfinished then. */
interface Shown {
  readonly latency: number;
  readonly unfinished: number;
}

/** The engine, noting when what was shown came. Frames carry their arrival as their timestamp. */
function noting(engine: DreamEngine, shown: Shown[]): LoopEngine {
  let arrival: number | null = null;
  return {
    get unfinished() {
      return engine.unfinished;
    },
    get climbing() {
      return engine.climbing;
    },
    show(frame, timestamp, settings) {
      arrival = timestamp / 1000;
      engine.show(frame, timestamp, settings);
    },
    climb: () => {
      engine.climb();
    },
    present: (settings) => {
      engine.present(settings);
    },
    async submit() {
      const came = arrival;
      arrival = null;
      const done = engine.submit();
      const { unfinished } = engine;
      await done;
      if (came !== null) shown.push({ latency: performance.now() - came, unfinished });
    },
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A camera of `rate` frames a second for the loop; call what it returns to stop it. */
function camera(frames$: Subject<VideoFrame>, rate: number, { width, height } = SIZE): () => void {
  const bytes = softBytes({ width, height });
  const timer = setInterval(() => {
    const timestamp = Math.round(1000 * performance.now());
    frames$.next(new VideoFrame(bytes, { format: 'RGBX', codedWidth: width, codedHeight: height, timestamp }));
  }, 1000 / rate);
  return () => {
    clearInterval(timer);
  };
}

it('a GPU far slower than the camera, never has more than two submits to do, and latency does not grow', async () => {
  const device = await testDevice();
  const engine = await testEngine(device, { sliceMs: 60 });
  engine.attach(new OffscreenCanvas(1, 1));
  const frames$ = new Subject<VideoFrame>();
  // So much to climb that no GPU without fans does it between two frames.
  const settings = { ...params, dreamSize: 160, steps: 8 };
  const failures: unknown[] = [];
  const loop = new DreamLoop(frames$, settings, {
    shows: () => undefined,
    shown: () => undefined,
    done: () => undefined,
    failed: (error) => failures.push(error),
  });
  const shown: Shown[] = [];
  loop.setEngine(noting(engine, shown));
  const stop = camera(frames$, 60);
  await expect.poll(() => engine.dreaming, { timeout: 30_000 }).toBe(true);
  shown.length = 0;
  await expect.poll(() => shown.length, { timeout: 100_000 }).toBeGreaterThanOrEqual(60);
  stop();
  loop.end();
  const measured = shown.slice(0, 60);
  const latencies = measured.map(({ latency }) => latency);
  expect(Math.max(...measured.map(({ unfinished }) => unfinished))).toBeLessThanOrEqual(2);
  expect(mean(latencies.slice(40))).toBeLessThan(1.5 * mean(latencies.slice(0, 20)) + 20);
  expect(loop.counts.dropped).toBeGreaterThan(60);
  expect(loop.counts.closed).toBe(loop.counts.opened);
  expect(failures).toEqual([]);
});

it('turns that take many frames, keep no frame of the camera from being shown, nor make it late', async () => {
  const device = await testDevice();
  const engine = await testEngine(device, { sliceMs: 20 });
  engine.attach(new OffscreenCanvas(1, 1));
  const frames$ = new Subject<VideoFrame>();
  const settings = { ...params, dreamSize: 64, steps: 16, octaves: 1 };
  const failures: unknown[] = [];
  const latencies: number[] = [];
  const events = {
    shows: () => undefined,
    shown: (latency: number | null) => {
      if (latency !== null) latencies.push(latency);
    },
    done: () => undefined,
    failed: (error: unknown) => failures.push(error),
  };
  const loop = new DreamLoop(frames$, settings, events);
  const shown: Shown[] = [];
  loop.setEngine(noting(engine, shown));
  const stop = camera(frames$, CAMERA_RATE, { width: 160, height: 120 });
  await expect.poll(() => engine.dreaming, { timeout: 30_000 }).toBe(true);
  // What a submit costs is learned within the first turn.
  await expect.poll(() => engine.lastTurn.number, { timeout: 60_000, interval: 20 }).toBeGreaterThanOrEqual(2);
  const [turns, frames, opened] = [engine.lastTurn.number, latencies.length, loop.counts.opened];
  await expect.poll(() => loop.counts.opened - opened, { timeout: 60_000, interval: 20 }).toBeGreaterThanOrEqual(40);
  const came = loop.counts.opened - opened;
  const late = latencies.slice(frames);
  stop();
  loop.end();
  const climbed = engine.lastTurn.number - turns;
  await commands.writeFile('test-results/decoupled.json', JSON.stringify({ climbed, came, shown: late.length, late }));
  expect(climbed).toBeGreaterThanOrEqual(1);
  expect(late.length / Math.max(1, climbed)).toBeGreaterThan(3);
  expect(late.length).toBeGreaterThan(0.7 * came);
  expect(Math.max(...shown.map(({ unfinished }) => unfinished))).toBeLessThanOrEqual(2);
  expect(mean(late.slice(-20))).toBeLessThan(1.5 * mean(late.slice(0, 20)) + 20);
  expect(failures).toEqual([]);
});
