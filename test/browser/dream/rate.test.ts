import { Subject } from 'rxjs';
import { expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import type { DreamEngine } from '../../../src/engine/dream-engine.ts';
import type { DreamParams } from '../../../src/engine/dream-params.ts';
import { DreamLoop } from '../../../src/streams/worker/dream-loop.ts';
import { PAUSE_MS } from '../../../src/streams/worker/governor.ts';
import { RungKeeper } from '../../../src/streams/worker/rung-keeper.ts';
import { params, testEngine } from '../../support/frames/engine.ts';
import { testDevice } from '../../support/frames/gpu.ts';
import { softBytes } from '../../support/frames/pictures.ts';

const SIZE = { width: 96, height: 72 };

/** Four sizes from 128 to 224 pixels, all of one step. */
const wanted: DreamParams = { ...params, dreamSize: 224, steps: 1, octaves: 1 };

interface Turn {
  readonly at: number;
  readonly ms: number;
  readonly size: number;
}

interface Run {
  readonly turns: readonly Turn[];
  readonly changes: readonly number[];
}

/** Dreams for so many seconds at the rungs of `keeper`, from a camera that is never waited for. */
async function dream(engine: DreamEngine, keeper: RungKeeper, seconds: number): Promise<Run> {
  const frames$ = new Subject<VideoFrame>();
  const turns: Turn[] = [];
  const changes: number[] = [];
  const failures: unknown[] = [];
  let seen = engine.lastTurn.number;
  const done = (): void => {
    const at = performance.now();
    const { number, ms, dreamSize } = engine.lastTurn;
    if (number !== seen) turns.push({ at, ms, size: dreamSize });
    seen = number;
    if (!keeper.turn(at, engine.lastTurn)) return;
    changes.push(at);
    loop.setParams(keeper.params);
  };
  const loop: DreamLoop = new DreamLoop(frames$, keeper.params, {
    shows: () => undefined,
    shown: () => undefined,
    done,
    failed: (error) => failures.push(error),
  });
  loop.setEngine(engine);
  const bytes = softBytes(SIZE);
  // Time counts from the first turn: what is compiled before takes as long as it takes.
  for (let end = Infinity; performance.now() < end;) {
    expect(failures).toEqual([]);
    if (turns.length > 0) end = Math.min(end, performance.now() + 1000 * seconds);
    const timestamp = Math.round(1000 * performance.now());
    frames$.next(new VideoFrame(bytes, { format: 'RGBX', codedWidth: SIZE.width, codedHeight: SIZE.height, timestamp }));
    await new Promise((resolve) => setTimeout(resolve, 1000 / 60));
  }
  loop.end();
  // Another loop would wait for what it has not submitted itself.
  await expect.poll(() => engine.unfinished, { timeout: 10_000 }).toBe(0);
  return { turns, changes };
}

function medianMs(turns: readonly Turn[]): number {
  return turns.map(({ ms }) => ms).sort((a, b) => a - b)[turns.length >> 1] ?? NaN;
}

it('the governor on the real pipeline, goes down to where the rate is held', async () => {
  const device = await testDevice();
  const engine = await testEngine(device);
  // What the smallest size takes here tells a rate that a size in between can hold.
  const least = await dream(engine, new RungKeeper(0, { ...wanted, dreamSize: 128 }, null), 5);
  const frameMs = 2.2 * medianMs(least.turns.slice(-8));
  const keeper = new RungKeeper(performance.now(), wanted, 1000 / frameMs);
  const { turns, changes } = await dream(engine, keeper, 25);
  const held = turns.slice(-8);
  const { reason } = keeper.choice(performance.now());
  await commands.writeFile(
    'test-results/rate.json',
    JSON.stringify({ frameMs, held: medianMs(held), changes, reason, turns: turns.length }),
  );
  expect(turns.some(({ size }) => size === 224)).toBe(true);
  expect(held.map(({ size }) => size)).toEqual(held.map(() => keeper.params.dreamSize));
  expect(keeper.params.dreamSize).toBeLessThan(224);
  expect(medianMs(held)).toBeLessThan(1.1 * frameMs);
  changes.slice(1).forEach((at, index) => {
    expect(at - (changes[index] ?? 0)).toBeGreaterThanOrEqual(PAUSE_MS);
  });
});
