import { Subject } from 'rxjs';
import { expect, it } from 'vitest';
import { DreamLoop, type LoopEngine } from '../../../src/streams/worker/dream-loop.ts';
import type { DreamEngine } from '../../../src/engine/dream-engine.ts';
import { params, testEngine } from '../../support/frames/engine.ts';
import { testDevice } from '../../support/frames/gpu.ts';
import { softBytes } from '../../support/frames/pictures.ts';

const SIZE = { width: 320, height: 240 };

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

const mean = (values: readonly Shown[]): number => values.reduce((sum, { latency }) => sum + latency, 0) / values.length;

it('a GPU far slower than the camera, never has more than two submits to do, and latency does not grow', async () => {
  const device = await testDevice();
  const engine = await testEngine(device, { sliceMs: 60 });
  engine.attach(new OffscreenCanvas(1, 1));
  const frames$ = new Subject<VideoFrame>();
  // So much to climb that no GPU without fans does it between two frames.
  const settings = { ...params, dreamSize: 320, steps: 8 };
  const failures: unknown[] = [];
  const loop = new DreamLoop(frames$, settings, { shown: () => undefined, done: () => undefined, failed: (error) => failures.push(error) });
  const shown: Shown[] = [];
  loop.setEngine(noting(engine, shown));
  const bytes = softBytes(SIZE);
  const camera = setInterval(() => {
    const timestamp = Math.round(1000 * performance.now());
    frames$.next(new VideoFrame(bytes, { format: 'RGBX', codedWidth: SIZE.width, codedHeight: SIZE.height, timestamp }));
  }, 1000 / 60);
  await expect.poll(() => engine.dreaming, { timeout: 30_000 }).toBe(true);
  shown.length = 0;
  await expect.poll(() => shown.length, { timeout: 100_000 }).toBeGreaterThanOrEqual(60);
  clearInterval(camera);
  loop.end();
  const measured = shown.slice(0, 60);
  expect(Math.max(...measured.map(({ unfinished }) => unfinished))).toBeLessThanOrEqual(2);
  expect(mean(measured.slice(40))).toBeLessThan(1.5 * mean(measured.slice(0, 20)) + 20);
  expect(loop.counts.dropped).toBeGreaterThan(60);
  expect(loop.counts.closed).toBe(loop.counts.opened);
  expect(failures).toEqual([]);
  device.destroy();
});
