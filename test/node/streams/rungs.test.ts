import { describe, expect, test } from 'vitest';
import type { LastTurn } from '../../../src/engine/index.ts';
import { toDreamParams } from '../../../src/streams/settings/dream-params.ts';
import { DEFAULTS } from '../../../src/streams/settings/schema.ts';
import { displayRate } from '../../../src/streams/display-rate.ts';
import { Latency } from '../../../src/streams/worker/latency.ts';
import { RungKeeper } from '../../../src/streams/worker/rung-keeper.ts';
import { SourceRate } from '../../../src/streams/worker/source-rate.ts';

const wanted = toDreamParams({ ...DEFAULTS, steps: 2, stepSize: 0.02 });

/** Turns of `ms` on whatever the keeper asks for, for so many seconds; `count` goes on where it was. */
function dream(keeper: RungKeeper, from: number, seconds: number, ms: number, of?: Partial<LastTurn>): number {
  let changes = 0;
  for (let now = 1000 * from, count = 1000 * from; now < 1000 * (from + seconds); now += Math.max(ms, 33)) {
    const { dreamSize, steps } = keeper.params;
    if (keeper.turn(now, { number: ++count, ms, dreamSize, steps, octaves: 3, cycle: 3, ...of })) changes++;
  }
  return changes;
}

describe('the rung keeper', () => {
  test('of a dream that is fast enough, changes nothing and foresees the next size', () => {
    const keeper = new RungKeeper(0, wanted, 30);
    expect(dream(keeper, 0, 60, 10)).toBe(0);
    expect(keeper.params).toEqual({ ...wanted, sizes: { largest: 320, near: [256] } });
    expect(keeper.choice(60_000).reason).toBe('320 px · 2 steps: holds 30 fps');
  });

  test('of a slow dream, goes down as strongly, and the ceiling stays what memory is laid out for', () => {
    const keeper = new RungKeeper(0, wanted, 30);
    expect(dream(keeper, 0, 4, 70)).toBe(1);
    expect(keeper.params).toMatchObject({ steps: 1, stepSize: 0.04, sizes: { largest: 320 } });
    expect(keeper.params.dreamSize).toBeLessThan(320);
  });

  test('with no rate to hold, or in a deterministic dream, leaves everything as it is set', () => {
    for (const keeper of [new RungKeeper(0, wanted, null), new RungKeeper(0, { ...wanted, deterministic: true }, 30)]) {
      expect(dream(keeper, 0, 60, 500)).toBe(0);
      expect(keeper.params.dreamSize).toBe(320);
      expect(keeper.params).not.toHaveProperty('sizes');
      expect(keeper.choice(60_000).why).toBe('not held');
    }
  });

  test('told of a slow GPU, starts at the bottom', () => {
    const keeper = new RungKeeper(0, wanted, 30);
    keeper.engineChanged(true);
    expect(keeper.params).toMatchObject({ dreamSize: 128, steps: 1 });
    keeper.want(1000, { ...wanted, dreamSize: 512 }, 30);
    expect(keeper.params).toMatchObject({ dreamSize: 128, steps: 1, sizes: { largest: 512, near: [160] } });
  });

  test('of another order of octaves, or another rule, measures anew before it goes down again', () => {
    for (const change of [{ octaveOrder: 'all' }, { octaves: 2 }, { rule: { ...wanted.rule, laplacian: 4 } }] as const) {
      const keeper = new RungKeeper(0, wanted, 30);
      dream(keeper, 0, 10, 20);
      expect(keeper.choice(10_000).why).toBe('holds 30 fps');
      keeper.want(10_000, { ...wanted, ...change }, 30);
      expect(keeper.choice(10_000).why).toBe('measuring for 30 fps');
    }
    const keeper = new RungKeeper(0, wanted, 30);
    dream(keeper, 0, 10, 20);
    keeper.want(10_000, { ...wanted, rule: { ...wanted.rule, normalise: 'rms' } }, 30);
    expect(keeper.choice(10_000).why).toBe('holds 30 fps');
  });

  test('of octaves all in one turn, takes each turn for the whole; of octaves in turn, their mean', () => {
    for (const [cycle, changes] of [
      [1, 1],
      [3, 0],
    ] as const) {
      const keeper = new RungKeeper(0, { ...wanted, octaveOrder: cycle === 1 ? 'all' : 'in-turn' }, 30);
      let down = 0;
      for (let now = 0, number = 1; now < 12_000; now += 40, number++) {
        const { dreamSize, steps } = keeper.params;
        // In turn, the large octave takes longer than a frame, and all three no longer than three.
        const ms = cycle === 1 ? 40 : ([50, 20, 15][number % 3] ?? 0);
        if (keeper.turn(now, { number, ms, dreamSize, steps, octaves: 3, cycle })) down++;
      }
      expect(Math.min(down, 1)).toBe(changes);
    }
  });

  test('turns that began on another rung, count for nothing', () => {
    const keeper = new RungKeeper(0, wanted, 30);
    expect(dream(keeper, 0, 60, 500, { dreamSize: 512 })).toBe(0);
    expect(dream(keeper, 60, 60, 500, { steps: 1 })).toBe(0);
  });

  test('a turn looked at twice, counts once', () => {
    const keeper = new RungKeeper(0, wanted, 30);
    for (let now = 0; now < 60_000; now += 33) keeper.turn(now, { number: 1, ms: 500, dreamSize: 320, steps: 2, octaves: 3, cycle: 3 });
    expect(keeper.choice(60_000).why).toBe('measuring for 30 fps');
  });

  test('a camera of fewer frames than the rate, leaves more time for each', () => {
    const keeper = new RungKeeper(0, wanted, 60);
    keeper.setSourceRate(24.9);
    expect(dream(keeper, 0, 60, 30)).toBe(0);
    expect(keeper.choice(60_000).why).toBe('holds 25 fps');
    keeper.setSourceRate(59.8);
    expect(dream(keeper, 60, 10, 30)).toBeGreaterThan(0);
  });
});

describe('latency', () => {
  test('nothing shown yet, has none', () => {
    expect(new Latency().summary()).toBeNull();
  });

  test('many pictures, are summed up by the last 120', () => {
    const latency = new Latency();
    for (let index = 0; index < 500; index++) latency.mark(1000);
    for (let index = 1; index <= 120; index++) latency.mark(index);
    expect(latency.summary()).toEqual({ p50: 60, p95: 114 });
    latency.restart();
    latency.mark(7);
    expect(latency.summary()).toEqual({ p50: 7, p95: 7 });
  });
});

describe('the rate of a source', () => {
  test('with frames left out, is still its own', () => {
    const rate = new SourceRate();
    for (let index = 0; index < 100; index++) if (index % 5 !== 0) rate.mark(index * 40_000);
    expect(rate.perSecond()).toBeCloseTo(25);
    rate.restart();
    expect(rate.perSecond()).toBeNull();
  });
});

describe('the display’s rate', () => {
  test('with late frames and a page that was hidden, is the usual one', async () => {
    let now = 0;
    let count = 0;
    const late = [0, 0, 9, 0, 0, 40, 0, 5000];
    const rate = await displayRate(() => {
      now += 1000 / 144 + (late[count++ % late.length] ?? 0);
      return Promise.resolve(now);
    });
    expect(rate).toBe(144);
  });
});
