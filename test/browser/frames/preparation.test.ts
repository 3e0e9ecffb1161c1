import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineError } from '../../../src/engine/errors.ts';
import { Pipelines } from '../../../src/engine/kernels/pipelines.ts';
import type { Graph } from '../../../src/engine/network/graph.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import type { Wish } from '../../../src/engine/octave-plans.ts';
import { Preparation } from '../../../src/engine/preparation.ts';
import { type Calls, countCalls } from '../../support/frames/counting.ts';
import { testDevice } from '../../support/frames/gpu.ts';
import { tinyFiles } from '../../support/tiny-network.ts';

const wish: Wish = {
  source: { width: 96, height: 72 },
  layers: ['tiny0'],
  guides: [],
  dreamSize: 48,
  octaves: 2,
  octaveScale: 1.3,
  largest: 64,
  near: [],
};

let device: GPUDevice;
let calls: Calls;
let preparation: Preparation;
let errors: EngineError[];
let network: (layers: readonly string[]) => Promise<Graph>;

beforeEach(async () => {
  device = await testDevice();
  calls = countCalls(device);
  errors = [];
  network = (layers) => loadGraph(tinyFiles(), layers);
  preparation = new Preparation({
    device,
    pipelines: new Pipelines(device),
    network: (layers) => network(layers),
    onError: (error) => errors.push(error),
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  preparation.destroy();
  await preparation.settled();
});

/** Wishes, waits and takes, as a frame after it does. */
async function go(next: Wish): Promise<readonly [dreamSize: number, layers: readonly string[]] | null> {
  preparation.want(next);
  await preparation.settled();
  const taken = preparation.take();
  taken?.retired?.destroy();
  return taken && [taken.plans.dreamSize, taken.plans.family.layers];
}

describe('plans', () => {
  it('of neighbours, are there the moment they are wanted, and nothing is made for them then', async () => {
    expect(await go({ ...wish, near: [64] })).toEqual([48, ['tiny0']]);
    for (const name of Object.keys(calls)) calls[name] = 0;
    preparation.want({ ...wish, dreamSize: 64, near: [48] });
    const taken = preparation.take();
    expect(taken?.plans).toMatchObject({ dreamSize: 64, complete: true });
    taken?.retired?.destroy();
    await preparation.settled();
    preparation.want({ ...wish, near: [64] });
    expect(preparation.take()?.plans).toMatchObject({ dreamSize: 48, complete: true });
    expect(Object.entries(calls).filter(([, count]) => count > 0)).toEqual([]);
  });

  it('of sizes that are no neighbours any more, are freed', async () => {
    await go({ ...wish, dreamSize: 40, near: [48] });
    await go({ ...wish, dreamSize: 48, near: [40, 64] });
    await go({ ...wish, dreamSize: 64, near: [48] });
    const made = calls['createBuffer'];
    preparation.want({ ...wish, dreamSize: 40, near: [48] });
    expect(preparation.ready).toBe(false);
    await preparation.settled();
    expect(preparation.ready).toBe(true);
    expect(calls['createBuffer']).toBeGreaterThan(made ?? NaN);
  });

  it('wanted again before others were ready, are those in use: nothing is made', async () => {
    await go(wish);
    const gate = Promise.withResolvers<undefined>();
    network = async (layers) => {
      await gate.promise;
      return await loadGraph(tinyFiles(), layers);
    };
    preparation.want({ ...wish, layers: ['tiny1'] });
    const made = calls['createBuffer'];
    preparation.want(wish);
    gate.resolve(undefined);
    await preparation.settled();
    expect(preparation.take()).toBeNull();
    expect(calls['createBuffer']).toBe(made);
  });

  it('of layers that were wanted in between, are not taken while others are wanted', async () => {
    await go(wish);
    preparation.want({ ...wish, layers: ['tiny1'] });
    await preparation.settled();
    expect(preparation.ready).toBe(true);
    preparation.want({ ...wish, layers: ['tiny2'] });
    expect(preparation.ready).toBe(false);
    expect(preparation.take()).toBeNull();
    await preparation.settled();
    expect(preparation.take()?.plans.family.layers).toEqual(['tiny2']);
  });
});

describe('a wish', () => {
  it('whose file cannot be fetched, is told once, tried again a few times at growing intervals, and granted when the file is there', async () => {
    let now = 1000;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const asked: number[] = [];
    network = (layers) => {
      asked.push(now);
      return asked.length < 3 ? Promise.reject(new EngineError('model-missing', 'Not there.')) : loadGraph(tinyFiles(), layers);
    };
    for (; now < 60_000; now += 1000) {
      preparation.want(wish);
      await preparation.settled();
    }
    expect(asked).toEqual([1000, 6000, 21_000]);
    expect(errors.map(({ code }) => code)).toEqual(['model-missing']);
    expect(preparation.take()?.plans.dreamSize).toBe(48);
  });

  it('whose file never comes, is given up', async () => {
    let now = 1000;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    let asked = 0;
    network = () => {
      asked++;
      return Promise.reject(new EngineError('model-missing', 'Not there.'));
    };
    for (; now < 600_000; now += 1000) {
      preparation.want(wish);
      await preparation.settled();
    }
    expect(asked).toBe(4);
    expect(errors).toHaveLength(1);
  });
});
