import { describe, expect, test, vi } from 'vitest';
import { bestRate } from '../../../bench/gpu/peaks.ts';
import { byKind, median, perSecond, spread } from '../../../bench/gpu/statistics.ts';
import { race } from '../../../bench/gpu/timing.ts';

describe('statistics', () => {
  test('of an odd and an even number of values, take the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(() => median([])).toThrow(RangeError);
  });

  test('of rates, count billions a second', () => {
    expect(perSecond(39e9, 10)).toBe(3900);
    expect(spread([2, 3, 2.5])).toBe(0.5);
  });

  test('of kinds, add up and put the slowest first', () => {
    const kernel = { label: '', flops: 1, bytes: 2 };
    const kinds = byKind([
      { ...kernel, kind: 'pool', milliseconds: 1 },
      { ...kernel, kind: 'convolution', milliseconds: 2 },
      { ...kernel, kind: 'pool', milliseconds: 3 },
    ]);
    expect(kinds).toEqual([
      { kind: 'pool', milliseconds: 4, flops: 2, bytes: 4, dispatches: 2 },
      { kind: 'convolution', milliseconds: 2, flops: 1, bytes: 2, dispatches: 1 },
    ]);
  });
});

describe('a peak', () => {
  test('is the best rate of runs long enough to tell', async () => {
    const asked: number[] = [];
    // A machine that does 100 in a millisecond, after half a millisecond of starting.
    const rate = await bestRate((amount) => {
      asked.push(amount);
      return Promise.resolve(0.5 + amount / 100);
    });
    expect(Math.max(...asked) / 100).toBeGreaterThan(19);
    expect(Math.max(...asked) / 100).toBeLessThan(80);
    expect(rate).toBeGreaterThan(95);
    expect(rate).toBeLessThanOrEqual(100);
  });
});

describe('a race', () => {
  test('takes contestants in turn, and leaves out one that fails with its reason', async () => {
    const order: string[] = [];
    const contestant = (name: string, fails = Infinity) => ({
      queue: () => void order.push(name),
      done: () => (order.filter((one) => one === name).length > fails ? Promise.reject(new Error(`${name} is lost`)) : Promise.resolve()),
    });
    const times = await race([contestant('a'), contestant('b', 4), contestant('c', 0)], 2, 3);
    expect(times[0]).toHaveLength(2);
    expect(times[1]).toEqual({ leftOut: 'b is lost' });
    expect(times[2]).toEqual({ leftOut: 'c is lost' });
    expect(order.join('')).toBe('aabbc' + 'aaabbb' + 'aaa');
  });

  test('gives no further round to one that has taken long enough', async () => {
    const clock = vi.spyOn(performance, 'now');
    let now = 0;
    clock.mockImplementation(() => now);
    const contestant = (milliseconds: number) => ({ queue: () => void (now += milliseconds), done: () => Promise.resolve() });
    const times = await race([contestant(1), contestant(500)], 3, 50);
    clock.mockRestore();
    expect(times).toEqual([[1, 1, 1], [500]]);
  });
});
