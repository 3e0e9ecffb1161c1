import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Governor, PAUSE_MS } from '../../../src/streams/worker/governor.ts';
import { ladderBelow } from '../../../src/streams/worker/ladder.ts';
import { type Course, type SimulatedGpu, meanMs, simulate } from '../../support/simulated-gpu.ts';

const ladder = ladderBelow({ size: 512, steps: 3, stepSize: 0.02 });
const calm: SimulatedGpu = { turnMs: 20, fixedMs: 1, slowness: () => 1, jitter: 0.05 };

/** Slowness that goes from one value to the next at the given seconds. */
const steps = (...values: readonly (readonly [from: number, slowness: number])[]) => {
  return (seconds: number): number => values.findLast(([from]) => seconds >= from)?.[1] ?? 1;
};

/** No two changes within the pause. */
function expectPauses({ changes }: Course): void {
  for (let index = 1; index < changes.length; index++) {
    expect((changes[index] ?? 0) - (changes[index - 1] ?? 0)).toBeGreaterThanOrEqual(PAUSE_MS);
  }
}

/** From `from` until `to` the rate is within 10 % of the target, wherever the cheapest rung makes that possible with some room. */
function expectHeld(gpu: SimulatedGpu, { seconds }: Course, target: number, from: number, to = Infinity): void {
  const [least] = ladder;
  if (!least) throw new RangeError('Expected a ladder.');
  for (const { at, rate } of seconds) {
    if (at < from || at >= to || meanMs(gpu, least, at) > 850 / target) continue;
    expect(rate, `turns a second at ${String(at)} s`).toBeGreaterThanOrEqual(0.9 * target);
  }
}

describe('the governor', () => {
  test('on a GPU that is fast enough, stays at the ceiling', () => {
    const governor = new Governor(ladder, 30);
    const { changes } = simulate(governor, { ...calm, turnMs: 5 }, 600);
    expect(changes).toEqual([]);
    expect(governor.rung).toEqual({ size: 512, steps: 3 });
    expect(governor.choice(600_000)).toMatchObject({ why: 'holds 30 fps', reason: '512 px · 3 steps: holds 30 fps' });
  });

  test('on a slow GPU, holds the rate within 10 s of the start and says why', () => {
    const governor = new Governor(ladder, 30);
    const gpu = { ...calm, turnMs: 60 };
    const course = simulate(governor, gpu, 60);
    expectHeld(gpu, course, 30, 10);
    expectPauses(course);
    expect(governor.choice(60_000).reason).toMatch(/^\d+ px · 1 step: holds 30 fps; \d+ px · 1 step would take \d+ ms of 33$/);
  });

  test('on a GPU far too slow, goes to the bottom at once and stays there', () => {
    const governor = new Governor(ladder, 30);
    const { changes } = simulate(governor, { ...calm, turnMs: 20_000 }, 600);
    expect(governor.index).toBe(0);
    expect(changes).toHaveLength(1);
    expect(governor.choice(600_000).why).toBe('too slow for 30 fps');
  });

  test('told that the GPU is slow, starts at the bottom and grows', () => {
    const governor = new Governor(ladder, 30, true);
    expect(governor.index).toBe(0);
    const { changes } = simulate(governor, calm, 60);
    expect(governor.index).toBeGreaterThan(0);
    expect(changes.length).toBeLessThanOrEqual(3);
  });

  test.each([
    ['slower by half', steps([60, 1.5]), 60],
    ['three times slower', steps([60, 3]), 60],
    ['eight times slower', steps([61.3, 8]), 61.3],
    ['slower just after it became slower', steps([60, 2], [63, 4]), 63],
    ['faster and slow again', steps([0, 3], [60, 0.5], [120, 3]), 120],
  ])('on a GPU that becomes %s, holds 30 fps within 10 s', (_, slowness, at) => {
    const gpu = { ...calm, slowness };
    const course = simulate(new Governor(ladder, 30), gpu, 200);
    expectHeld(gpu, course, 30, at + 10);
    expectPauses(course);
  });

  test('on a GPU that becomes faster, uses what it has again', () => {
    const gpu = { ...calm, slowness: steps([0, 4], [60, 1]) };
    const governor = new Governor(ladder, 30);
    const before = simulate(governor, gpu, 59).seconds.at(-1)?.rung.size ?? NaN;
    const again = new Governor(ladder, 30);
    const { seconds } = simulate(again, gpu, 120);
    expect(seconds[seconds.length - 1]?.rung.size).toBeGreaterThan(before);
  });

  test('on a GPU that drifts to a third of its speed and back, holds the rate all the time with few changes', () => {
    const gpu = { ...calm, slowness: (seconds: number) => 2 - Math.cos((2 * Math.PI * seconds) / 600) };
    const course = simulate(new Governor(ladder, 30), gpu, 600);
    expectHeld(gpu, course, 30, 10);
    expectPauses(course);
    expect(course.changes.length).toBeLessThanOrEqual(2 * ladder.length);
  });

  test('on a GPU whose turns jitter by 20 %, changes no rung after the first minute in ten', () => {
    for (let turnMs = 6; turnMs < 60; turnMs += 3) {
      const gpu = { ...calm, turnMs, jitter: 0.2, seed: turnMs };
      const course = simulate(new Governor(ladder, 30), gpu, 600);
      expectHeld(gpu, course, 30, 10);
      expect(course.changes.filter((at) => at > 60_000).length, `turns of ${String(turnMs)} ms`).toBeLessThanOrEqual(1);
    }
  });

  test('on a GPU with single turns a hundred times longer, does not mind', () => {
    let turn = 0;
    const gpu = { ...calm, turnMs: 8, slowness: () => (++turn % 400 === 399 ? 100 : 1) };
    expect(simulate(new Governor(ladder, 30), gpu, 300).changes).toEqual([]);
  });

  test('a rung that looks possible and never is, is tried less and less', () => {
    const governor = new Governor(ladder, 30);
    const start = simulate(governor, { ...calm, turnMs: 60 }, 60);
    expect(start.changes.length).toBeGreaterThan(0);
    const wall = governor.index;
    // Whatever is above this rung suddenly costs five times as much.
    const tries: number[] = [];
    let now = 60_000;
    while (now < 1_860_000) {
      const ms = governor.index > wall ? 60 : 12;
      now += Math.max(ms, 1000 / 30);
      if (governor.turn(now, ms, 1) && governor.index > wall) tries.push(now);
    }
    expect(tries.length).toBeGreaterThanOrEqual(3);
    expect(tries.length).toBeLessThanOrEqual(8);
    const gaps = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(gaps.every((gap, index) => index === 0 || gap > 1.5 * (gaps[index - 1] ?? 0) || gap > 600_000)).toBe(true);
  });

  test('any GPU with any steps of its speed, is held within 10 s of each by at most one change in 5 s', () => {
    const anyGpu = fc.record({
      turnMs: fc.double({ min: 1, max: 200, noNaN: true }),
      fixedMs: fc.double({ min: 0, max: 4, noNaN: true }),
      jitter: fc.double({ min: 0, max: 0.2, noNaN: true }),
      slownesses: fc.array(fc.double({ min: 0.5, max: 4, noNaN: true }), { minLength: 1, maxLength: 5 }),
      seed: fc.integer({ min: 1, max: 1e6 }),
    });
    fc.assert(
      fc.property(anyGpu, fc.constantFrom(30, 60), ({ slownesses, ...rest }, rate) => {
        const slowness = steps(...slownesses.map((value, index) => [20 * index, value] as const));
        const gpu = { ...rest, slowness };
        const course = simulate(new Governor(ladder, rate), gpu, 20 * slownesses.length, rate);
        slownesses.forEach((_, index) => {
          expectHeld(gpu, course, rate, 20 * index + 10, 20 * index + 20);
        });
        expectPauses(course);
      }),
      { numRuns: 300 },
    );
  });

  test('another ceiling, begins as high as the speed that is known allows', () => {
    const governor = new Governor(ladder, 30);
    simulate(governor, { ...calm, turnMs: 60 }, 30);
    const { size } = governor.rung;
    const larger = ladderBelow({ size: 768, steps: 3, stepSize: 0.02 });
    governor.setLadder(30_000, larger);
    expect(governor.rung.size).toBeLessThanOrEqual(size);
    governor.setLadder(31_000, ladderBelow({ size: 160, steps: 1, stepSize: 0.02 }));
    expect(governor.rung).toEqual({ size: 160, steps: 1 });
  });

  test('another strength below the same ceiling, stays on its rung', () => {
    const governor = new Governor(ladder, 30);
    simulate(governor, { ...calm, turnMs: 60 }, 30);
    const { rung } = governor;
    governor.setLadder(30_000, ladderBelow({ size: 512, steps: 3, stepSize: 0.021 }));
    expect(governor.rung).toEqual(rung);
  });

  test('the same ceiling once more, as any change of another setting brings it, forgets no failure', () => {
    const governor = new Governor(ladder, 30);
    simulate(governor, { ...calm, turnMs: 60 }, 10);
    const { index } = governor;
    // Fast enough for more from now on: only the rest after the failure holds it back.
    for (let now = 10_000; now < 20_000; now += 33) {
      governor.turn(now, 4, 1);
      governor.setLadder(now, ladderBelow({ size: 512, steps: 3, stepSize: 0.02 }));
    }
    expect(governor.index).toBe(index);
  });

  test('another rate, is held from then on', () => {
    const gpu = { ...calm, turnMs: 9 };
    const governor = new Governor(ladder, 30);
    simulate(governor, gpu, 30);
    expect(governor.rung).toEqual({ size: 512, steps: 3 });
    governor.setRate(60);
    const course = simulate(governor, gpu, 30, 60);
    expect(course.seconds.at(-1)?.rate).toBeGreaterThan(54);
  });
});
