import { describe, expect, test } from 'vitest';
import { lapOf } from '../../../src/engine/tuning/stopwatch.ts';
import { timeCandidate } from '../../../src/engine/tuning/timing.ts';
import type { Time } from '../../../src/engine/tuning/timing.ts';
import { random } from '../../support/random.ts';

const never = new AbortController().signal;

/**
 * A GPU that takes `each` milliseconds a repetition, and up to `noise` of that longer; its clock ticks every `tick` nanoseconds. It remembers how long it
 * was busy, by passes and by submits.
 */
function gpu(each: number, tick: bigint, noise = 0): { time: Time; busy: number[]; submits: number[] } {
  const busy: number[] = [];
  const submits: number[] = [];
  const next = random(Math.round(each * 1e6));
  let now = 12_345_678_901n;
  const time: Time = (passes) => {
    const ticks = passes.flatMap((repetitions) => {
      const ms = repetitions * each * (1 + noise * next());
      const from = now + BigInt(Math.round(next() * 3e6));
      now = from + BigInt(Math.round(ms * 1e6));
      busy.push(ms);
      return [from, now].map((at) => (at / tick) * tick);
    });
    submits.push(sum(busy.slice(-passes.length)));
    return Promise.resolve(lapOf(BigUint64Array.from(ticks)));
  };
  return { time, busy, submits };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('a candidate, timed', () => {
  test.for([
    [0.004, 3],
    [0.03, 3],
    [0.4, 3],
    [3, 5],
    [20, 5],
  ] as const)('by a fine clock, %d ms: within 1 %, in %d submits', async ([each, count]) => {
    const { time, busy, submits } = gpu(each, 80n, 0.02);
    const { ms, spent } = await timeCandidate(time, Infinity, never);
    expect((ms ?? NaN) / each).toBeGreaterThan(0.99);
    expect((ms ?? NaN) / each).toBeLessThan(1.02);
    expect(busy.length).toBe(5);
    expect(spent).toBeCloseTo(sum(busy), 2);
    expect(submits.length).toBe(count);
    expect(Math.max(...submits)).toBeLessThan(Math.max(4, 1.03 * each));
  });

  test.for([
    [0.004, 100_000n],
    [0.03, 65_536n],
    [0.4, 100_000n],
    [3, 65_536n],
  ] as const)('by a clock that browsers have made coarse, %d ms: within 2 %, in bursts of a few milliseconds', async ([each, tick]) => {
    const { time, busy } = gpu(each, tick);
    const { ms } = await timeCandidate(time, Infinity, never);
    expect(Math.abs((ms ?? NaN) / each - 1)).toBeLessThan(0.02);
    expect(Math.max(...busy)).toBeLessThan(6);
  });

  test('that is far behind the best, is tried once', async () => {
    const { time, busy } = gpu(3, 80n);
    expect((await timeCandidate(time, 1, never)).ms).toBeCloseTo(3, 2);
    expect(busy.length).toBe(2);
  });

  test('by a clock that shows zero only, is not told, and no time is lost on it', async () => {
    const passes: number[] = [];
    const time: Time = (repetitions) => {
      passes.push(...repetitions);
      return Promise.resolve(lapOf(new BigUint64Array(2 * repetitions.length)));
    };
    expect(await timeCandidate(time, Infinity, never)).toEqual({ ms: null, spent: 0 });
    expect(sum(passes)).toBeLessThan(200);
  });

  test('by a clock that goes backwards, is not told', async () => {
    const time: Time = (repetitions) => Promise.resolve(lapOf(BigUint64Array.from(repetitions.flatMap(() => [2_000_001n, 1_000_003n]))));
    expect((await timeCandidate(time, Infinity, never)).ms).toBeNull();
  });

  test('on a GPU that goes away in between, is not told', async () => {
    const { time } = gpu(0.1, 80n);
    let laps = 0;
    const going: Time = (passes) => (laps++ === 0 ? time(passes) : Promise.resolve(null));
    const timed = await timeCandidate(going, Infinity, never);
    expect(timed.ms).toBeNull();
    expect(timed.spent).toBeGreaterThan(0);
  });

  test('stopped in between, submits nothing more', async () => {
    const abort = new AbortController();
    const { time, busy } = gpu(0.1, 80n);
    const stopping: Time = (passes) => {
      abort.abort();
      return time(passes);
    };
    expect((await timeCandidate(stopping, Infinity, abort.signal)).ms).toBeNull();
    expect(busy.length).toBe(1);
  });
});
