import { afterEach, describe, expect, it, vi } from 'vitest';
import { Pace } from '../../../src/engine/pace.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** A promise resolved from outside; Node 20 has no `Promise.withResolvers`. */
function deferred() {
  let resolve: (value: undefined) => void = () => undefined;
  const promise = new Promise<undefined>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** A GPU of our making: it takes `overhead` milliseconds a submit and does `speed` of cost a millisecond. */
function clockedQueue(overhead: number, speed: number) {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  return {
    run: async (pace: Pace, cost: number) => {
      const done = deferred();
      const measured = pace.submitted({ onSubmittedWorkDone: () => done.promise }, cost);
      now += overhead + cost / speed;
      done.resolve(undefined);
      return await measured;
    },
  };
}

/** Turns of `total` in slices of about 8 ms, as the engine cuts them. @returns the last turn's slices */
async function climb(pace: Pace, queue: ReturnType<typeof clockedQueue>, total: number): Promise<readonly number[]> {
  let slices: number[] = [];
  for (let turn = 0; turn < 40; turn++) {
    slices = [];
    for (let left = total; left > 0; left -= slices.at(-1) ?? left) {
      slices.push(Math.min(left, Math.max(pace.budget(8), total / 200)));
      await queue.run(pace, slices.at(-1) ?? 0);
    }
  }
  return slices;
}

describe('the pace', () => {
  it.each([
    ['a fast GPU', 1, 1e9],
    ['a GPU whose canvas waits for the display', 16, 1e9],
  ])('of %s: the whole turn in one slice', async (_, overhead, speed) => {
    const slices = await climb(new Pace(), clockedQueue(overhead, speed), 4e9);
    expect(slices).toHaveLength(1);
  });

  it('of a slow GPU: slices of about 8 ms', async () => {
    const slices = await climb(new Pace(), clockedQueue(1, 1e7), 1e9);
    const milliseconds = slices.slice(0, -1).map((cost) => cost / 1e7);
    expect(milliseconds.length).toBeGreaterThan(8);
    for (const ms of milliseconds) {
      expect(ms).toBeGreaterThan(5);
      expect(ms).toBeLessThan(12);
    }
  });

  it('of submits in a row: each counts from the end of the one before', async () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const pace = new Pace();
    const [first, second] = [deferred(), deferred()];
    const measured = [first, second].map(({ promise }) => pace.submitted({ onSubmittedWorkDone: () => promise }, 1));
    expect(pace.unfinished).toBe(2);
    now = 10;
    first.resolve(undefined);
    expect(await measured[0]).toBe(10);
    now = 15;
    second.resolve(undefined);
    expect(await measured[1]).toBe(5);
    expect(pace.unfinished).toBe(0);
  });

  it('of a device that is lost: its submits are over', async () => {
    const pace = new Pace();
    await pace.submitted({ onSubmittedWorkDone: () => Promise.reject(new Error('lost')) }, 1);
    expect(pace.unfinished).toBe(0);
  });
});
