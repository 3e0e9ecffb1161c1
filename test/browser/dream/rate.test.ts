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

/** Dreams at the rungs of `keeper` until its turns are enough, or for so many seconds, from a camera that is never waited for. */
async function dream(engine: DreamEngine, keeper: RungKeeper, seconds: number, enough?: (run: Run) => boolean): Promise<Run> {
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
  for (let end = Infinity; performance.now() < end && enough?.({ turns, changes }) !== true;) {
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

/** Whether the governor could have changed something since, and has not. */
const hasStayed = ({ turns, changes }: Run): boolean => (turns.at(-1)?.at ?? 0) - (changes.at(-1) ?? Infinity) > PAUSE_MS;

const triesMost = (turns: readonly Turn[]): boolean => turns.some(({ size }) => size === 224);

/** Whether eight turns of one size, smaller than was wanted, took no longer than they should. */
function holds(turns: readonly Turn[], frameMs: number): boolean {
  const size = turns[0]?.size ?? NaN;
  return turns.length === 8 && size < 224 && turns.every((turn) => turn.size === size) && medianMs(turns) < 1.1 * frameMs;
}

it('the governor on the real pipeline, goes down to where the rate is held', async () => {
  const device = await testDevice();
  const engine = await testEngine(device);
  // What the smallest size takes here tells a rate that a size in between can hold.
  const least = await dream(engine, new RungKeeper(0, { ...wanted, dreamSize: 128 }, null), 5);
  const frameMs = 2.2 * medianMs(least.turns.slice(-8));
  const keeper = new RungKeeper(performance.now(), wanted, 1000 / frameMs);
  // Whatever else the processor does meanwhile takes a rung or two more, and its time.
  const { turns, changes } = await dream(engine, keeper, 100, (run) => hasStayed(run) && holds(run.turns.slice(-8), frameMs));
  const held = turns.slice(-8);
  const { reason } = keeper.choice(performance.now());
  await commands.writeFile(
    'test-results/rate.json',
    JSON.stringify({ frameMs, held: medianMs(held), changes, reason, turns: turns.length }),
  );
  expect(triesMost(turns)).toBe(true);
  expect(holds(held, frameMs), `${String(medianMs(held))} ms of ${String(frameMs)}: ${reason}`).toBe(true);
  expect(held[0]?.size).toBe(keeper.params.dreamSize);
  changes.slice(1).forEach((at, index) => {
    expect(at - (changes[index] ?? 0)).toBeGreaterThanOrEqual(PAUSE_MS);
  });
});
