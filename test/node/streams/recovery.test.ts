import { describe, expect, test } from 'vitest';
import { GIVE_UP_SECONDS, type Waiting, recover } from '../../../src/streams/worker/recovery.ts';

/** A clock that jumps to the end of every sleep. */
class JumpingClock implements Waiting {
  time = 0;
  now(): number {
    return this.time;
  }
  async sleep(milliseconds: number): Promise<void> {
    this.time += milliseconds;
    await Promise.resolve();
  }
}

describe('recover', () => {
  test('a device that is back at once, is taken without any wait', async () => {
    const clock = new JumpingClock();
    const told: (number | null)[] = [];
    const engine = await recover(
      () => Promise.resolve('engine'),
      (seconds) => told.push(seconds),
      () => true,
      clock,
    );
    expect(engine).toBe('engine');
    expect(told).toEqual([null]);
    expect(clock.time).toBe(0);
  });

  test('an adapter refused at first, is asked for again within 3 seconds three times and more, with a countdown', async () => {
    const clock = new JumpingClock();
    const tries: number[] = [];
    const told: (number | null)[] = [];
    const attempt = async (): Promise<string> => {
      tries.push(clock.time);
      if (tries.length < 7) throw new Error('no adapter');
      return await Promise.resolve('engine');
    };
    await recover(
      attempt,
      (seconds) => told.push(seconds),
      () => true,
      clock,
    );
    expect(tries.filter((time) => time <= 3000).length).toBeGreaterThanOrEqual(4);
    const gaps = tries.slice(1).map((time, index) => time - (tries[index] ?? 0));
    expect(gaps.every((gap, index) => index === 0 || gap > (gaps[index - 1] ?? 0))).toBe(true);
    expect(told.slice(-4)).toEqual([3, 2, 1, null]);
  });

  test('an adapter that stays away, is given up after two minutes with its last error', async () => {
    const clock = new JumpingClock();
    const recovering = recover(
      () => Promise.reject(new Error('no adapter')),
      () => undefined,
      () => true,
      clock,
    );
    await expect(recovering).rejects.toThrow('no adapter');
    expect(clock.time).toBeGreaterThan(GIVE_UP_SECONDS * 1000);
    expect(clock.time).toBeLessThan((GIVE_UP_SECONDS + 16) * 1000);
  });

  test('a wait that nobody needs any more, ends with nothing', async () => {
    const clock = new JumpingClock();
    const engine = await recover(
      () => Promise.reject(new Error('no adapter')),
      () => undefined,
      () => clock.time < 5000,
      clock,
    );
    expect(engine).toBeNull();
  });
});
