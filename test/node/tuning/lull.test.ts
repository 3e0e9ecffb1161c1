import { describe, expect, test, vi } from 'vitest';
import { Lull } from '../../../src/engine/tuning/lull.ts';

/** Whether the promise has come by now. */
async function hasCome(promise: Promise<void>): Promise<boolean> {
  return await Promise.race([promise.then(() => true), new Promise<boolean>((resolve) => setTimeout(resolve, 0, false))]);
}

describe('a lull', () => {
  test('comes when the GPU is idle, once for who waits then', async () => {
    const lull = new Lull();
    const { signal } = new AbortController();
    lull.come(true);
    const first = lull.wait(signal);
    expect(await hasCome(first)).toBe(false);
    lull.come(true);
    expect(await hasCome(first)).toBe(true);
    expect(await hasCome(lull.wait(signal))).toBe(false);
  });

  test('on a GPU that is never idle, comes four times a second', async () => {
    let now = 1000;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const lull = new Lull();
    const { signal } = new AbortController();
    let lulls = 0;
    for (; now < 3000; now += 10) {
      const waiting = lull.wait(signal);
      lull.come(false);
      if (await hasCome(waiting)) lulls++;
    }
    vi.restoreAllMocks();
    expect(lulls).toBe(8);
  });

  test('waited for until stopped, comes at once', async () => {
    const lull = new Lull();
    const abort = new AbortController();
    const waiting = lull.wait(abort.signal);
    expect(await hasCome(waiting)).toBe(false);
    abort.abort();
    expect(await hasCome(waiting)).toBe(true);
    expect(await hasCome(lull.wait(abort.signal))).toBe(true);
  });
});
