import { describe, expect, it } from 'vitest';
import { decayOver } from '../../../src/engine/carry/carry.ts';
import { DreamClock, longestTurn } from '../../../src/engine/carry/dream-clock.ts';

const second = 1e6;

describe('the dream clock', () => {
  it('with a turn a frame: both last as long as the frame', () => {
    const clock = new DreamClock();
    clock.frame(0, true, 0.1);
    clock.turn(0.1);
    for (let index = 1; index < 10; index++) {
      expect(clock.frame(index * 0.04 * second, true, 0.1)).toBeCloseTo(0.04, 9);
      expect(clock.turn(0.1)).toBeCloseTo(0.04, 9);
    }
  });

  it('with a turn that takes seconds: Δ decays as long as the next turn climbs, 0.1 s', () => {
    const clock = new DreamClock();
    clock.frame(0, true, 0.1);
    clock.turn(0.1);
    let decayed = 0;
    for (let index = 1; index <= 60; index++) decayed += clock.frame(index * (second / 30), true, 0.1);
    expect(decayed).toBeCloseTo(0.1, 9);
    expect(clock.turn(0.1)).toBeCloseTo(0.1, 9);
    expect(clock.frame(61 * (second / 30), true, 0.1)).toBeCloseTo(1 / 30, 6);
  });

  it('with slow turns of coarse steps: Δ decays and climbs for less, and no step gets farther than 0.05', () => {
    const longest = longestTurn(0.03);
    expect(0.03 * 30 * longest).toBeCloseTo(0.05, 9);
    const clock = new DreamClock();
    clock.frame(0, true, longest);
    clock.turn(longest);
    let decayed = 0;
    for (let index = 1; index <= 60; index++) decayed += clock.frame(index * (second / 30), true, longest);
    expect(decayed).toBeCloseTo(longest, 9);
    expect(clock.turn(longest)).toBe(longest);
  });

  it.each([
    [0.001, 0.1],
    [0.02, 1 / 12],
    [0.04, 1 / 24],
    [0.1, 1 / 30],
  ])('a step size of %d: a turn counts at most %d s, and a frame of 30 a second always', (stepSize, seconds) => {
    expect(longestTurn(stepSize)).toBeCloseTo(seconds, 9);
  });

  it('without turns: Δ decays freely', () => {
    const clock = new DreamClock();
    clock.frame(0, false, 0.1);
    let decayed = 0;
    for (let index = 1; index <= 30; index++) decayed += clock.frame(index * (second / 30), false, 0.1);
    expect(decayed).toBeCloseTo(1, 5);
  });

  it('after a pause: 0.1 s; after a jump backwards: one frame of 30 a second; for the same frame again: nothing', () => {
    const clock = new DreamClock();
    clock.frame(50 * second, false, 0.1);
    expect(clock.frame(90 * second, false, 0.1)).toBe(0.1);
    expect(clock.frame(1 * second, false, 0.1)).toBeCloseTo(1 / 30, 9);
    expect(clock.frame(1 * second, false, 0.1)).toBe(0);
    clock.turn(0.1);
    expect(clock.turn(0.1)).toBe(0);
  });
});

describe('decay', () => {
  it('over one half-life: one half; over none: nothing lost; with an endless half-life: nothing lost', () => {
    expect(decayOver(2, 2)).toBe(0.5);
    expect(decayOver(0, 2)).toBe(1);
    expect(decayOver(0.1, Infinity)).toBe(1);
  });
});
