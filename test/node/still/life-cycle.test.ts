import { expect, test, vi } from 'vitest';
import type { Still, StillProgress, StillRecipe } from '../../../src/engine/index.ts';
import { nullDevice } from '../../support/null-device.ts';
import { softPicture, tinyStill } from '../../support/still.ts';

const size = { width: 60, height: 45 };
const untouched = { picture: softPicture(size), cancelled: true, objective: [] };

/** A still on a device that computes nothing: three steps in each of two octaves. */
async function toldStill(onTold: (progress: StillProgress, still: Still) => void = () => undefined, changes: Partial<StillRecipe> = {}) {
  const { device, bytes } = await nullDevice();
  const told: StillProgress[] = [];
  let still: Still | null = null;
  const onProgress = (progress: StillProgress): void => {
    told.push(progress);
    if (still) onTold(progress, still);
  };
  const made = await tinyStill(device, size, { octaves: { from: -1, to: 0, scale: 1.3 }, ...changes }, { onProgress });
  still = made;
  return { still: made, told, device, bytes };
}

/** Long enough for a still that is not held to end: it has no timers, and a device that computes nothing is done at once. */
async function manyTurns(): Promise<void> {
  for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const placesOf = (told: readonly StillProgress[]): readonly string[] =>
  told.map(({ octave, step, paused }) => `${String(octave)}:${String(step)}${paused ? ' paused' : ''}`);

test('nothing is told before a still runs, and the time until then does not count', async () => {
  const real = performance.now.bind(performance);
  let later = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => real() + later);
  const { still, told } = await toldStill();
  still.pause();
  still.resume();
  still.resume();
  later = 1e6;
  expect(told).toEqual([]);
  const { cancelled, objective } = await still.run();
  clock.mockRestore();
  expect({ cancelled, steps: objective.length }).toEqual({ cancelled: false, steps: 6 });
  expect(told.some(({ paused }) => paused)).toBe(false);
  expect(told.at(-1)?.elapsedMs).toBeLessThan(1e5);
});

test('paused before it runs, a still stands at its beginning, tells so, and goes on when it is resumed', async () => {
  const { still, told } = await toldStill();
  still.pause();
  still.pause();
  const running = still.run();
  await manyTurns();
  expect(placesOf(told)).toEqual(['1:0 paused']);
  expect(told[0]?.elapsedMs).toBe(0);
  still.resume();
  expect(placesOf(told)).toEqual(['1:0 paused', '1:0']);
  expect(await running).toMatchObject({ cancelled: false, objective: { length: 6 } });
  expect(told.at(-1)).toMatchObject({ octave: 2, step: 3, paused: false });
});

test.for<readonly ('pause' | 'resume' | 'cancel')[]>([
  ['cancel'],
  ['cancel', 'cancel'],
  ['pause', 'cancel'],
  ['cancel', 'pause', 'resume'],
])('by %j before it runs, a still tells nothing and is the original', async (acts) => {
  const { still, told, bytes } = await toldStill();
  for (const act of acts) still[act]();
  expect(await still.run()).toEqual(untouched);
  expect(told).toEqual([]);
  expect(bytes.now).toBe(0);
});

test('paused twice and resumed twice amid its run, a still tells each once', async () => {
  let held = 0;
  const { still, told } = await toldStill(({ octave, step }, running) => {
    if (octave !== 1 || step !== 3 || held++ > 0) return;
    running.pause();
    running.pause();
  });
  const running = still.run();
  await manyTurns();
  expect(told.at(-1)).toMatchObject({ octave: 2, step: 0, paused: true });
  const before = told.length;
  await manyTurns();
  expect(told).toHaveLength(before);
  expect(told.filter(({ octave, step, paused }) => octave === 1 && step === 3 && paused)).toHaveLength(1);
  still.resume();
  still.resume();
  expect(placesOf(told.slice(before))).toEqual(['2:0']);
  expect(await running).toMatchObject({ cancelled: false, objective: { length: 6 } });
  expect(told.slice(before).some(({ paused }) => paused)).toBe(false);
});

test.for<{ how: string; release: (still: Still) => void }>([
  { how: 'resumed', release: (still) => still.resume() },
  { how: 'cancelled', release: (still) => still.cancel() },
])('paused when its last step is told, a still waits there; $how, it is whole', async ({ release }) => {
  let held = 0;
  const { still, told } = await toldStill(({ octave, step }, running) => {
    if (octave === 2 && step === 3 && held++ === 0) running.pause();
  });
  let ended = false;
  const running = still.run().finally(() => (ended = true));
  await manyTurns();
  expect(ended).toBe(false);
  expect(told.at(-1)).toMatchObject({ octave: 2, step: 3, remainingMs: 0, paused: true });
  release(still);
  expect(await running).toMatchObject({ cancelled: false, objective: { length: 6 } });
  expect(told.at(-1)).toMatchObject({ octave: 2, step: 3, paused: false });
});

test('cancelled while it is paused, a still ends there and enters no further octave', async () => {
  let held = 0;
  const { still, told } = await toldStill(
    ({ step }, running) => {
      if (step > 0 && held++ === 0) running.pause();
    },
    { steps: 500 },
  );
  const running = still.run();
  await vi.waitFor(() => {
    expect(told.at(-1)?.paused).toBe(true);
  });
  still.cancel();
  still.pause();
  still.cancel();
  const { cancelled, objective } = await running;
  expect(cancelled).toBe(true);
  expect(objective.length).toBeGreaterThan(0);
  expect(objective.length).toBeLessThan(500);
  expect(told.every(({ octave }) => octave === 1)).toBe(true);
  expect(told.filter(({ paused }) => paused)).toHaveLength(1);
  expect(told.at(-1)?.paused).toBe(false);
});

test('a still whose steps are made can no more be held or ended: while the picture comes back, nor after', async () => {
  const { still, told, device, bytes } = await toldStill();
  const act = (): void => {
    still.pause();
    still.resume();
    still.pause();
    still.cancel();
  };
  let seen = 0;
  // The picture comes back by the one submit that is labelled so, after the last step.
  const encode = device.createCommandEncoder.bind(device);
  device.createCommandEncoder = (descriptor) => {
    if (descriptor?.label === 'resample picture to strip' && seen++ === 0) act();
    return encode(descriptor);
  };
  const result = await still.run();
  expect(seen).toBe(1);
  const places = placesOf(told);
  act();
  await manyTurns();
  expect(result).toMatchObject({ cancelled: false, objective: { length: 6 } });
  expect(placesOf(told)).toEqual(places);
  expect(places.at(-1)).toBe('2:3');
  await expect(still.run()).rejects.toMatchObject({ code: 'bad-params' });
  expect(bytes.now).toBe(0);
  device.destroy();
});

test.for<{ how: string; code: string; end: (still: Still, device: GPUDevice) => unknown }>([
  { how: 'destroyed', code: 'bad-params', end: (still) => still.destroy() },
  { how: 'that its device failed', code: 'device-failed', end: (_, device) => fail(device) },
])('a still $how ends, though it is paused then', async ({ code, end }) => {
  const { still, told, device, bytes } = await toldStill(() => undefined, { steps: 10_000 });
  const refused = expect(still.run()).rejects.toMatchObject({ code });
  await vi.waitFor(() => {
    expect(told.length).toBeGreaterThan(0);
  });
  await end(still, device);
  still.pause();
  const { length } = told;
  await refused;
  expect(placesOf(told.slice(length))).toEqual([]);
  still.cancel();
  still.resume();
  expect(told).toHaveLength(length);
  expect(bytes.now).toBe(0);
});

/** Has a device report an error, and waits until it has. */
async function fail(device: GPUDevice): Promise<void> {
  const reported = new Promise((resolve) => {
    device.addEventListener('uncapturederror', resolve, { once: true });
  });
  device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE }).destroy();
  await reported;
}
