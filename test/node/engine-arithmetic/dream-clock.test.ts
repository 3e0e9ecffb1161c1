import { describe, expect, it } from 'vitest';
import { decayOver } from '../../../src/engine/carry/carry.ts';
import { DreamClock } from '../../../src/engine/carry/dream-clock.ts';

const second = 1e6;

describe('the dream clock', () => {
  it('with a turn a frame: both last as long as the frame', () => {
    const clock = new DreamClock();
    clock.frame(0, true);
    clock.turn();
    for (let index = 1; index < 10; index++) {
      expect(clock.frame(index * 0.04 * second, true)).toBeCloseTo(0.04, 9);
      expect(clock.turn()).toBeCloseTo(0.04, 9);
    }
  });

  it('with a turn that takes seconds: Δ decays as long as the next turn climbs, 0.1 s', () => {
    const clock = new DreamClock();
    clock.frame(0, true);
    clock.turn();
    let decayed = 0;
    for (let index = 1; index <= 60; index++) decayed += clock.frame(index * (second / 30), true);
    expect(decayed).toBeCloseTo(0.1, 9);
    expect(clock.turn()).toBeCloseTo(0.1, 9);
    expect(clock.frame(61 * (second / 30), true)).toBeCloseTo(1 / 30, 6);
  });

  it('without turns: Δ decays freely', () => {
    const clock = new DreamClock();
    clock.frame(0, false);
    let decayed = 0;
    for (let index = 1; index <= 30; index++) decayed += clock.frame(index * (second / 30), false);
    expect(decayed).toBeCloseTo(1, 5);
  });

  it('after a pause: 0.1 s; after a jump backwards: one frame of 30 a second; for the same frame again: nothing', () => {
    const clock = new DreamClock();
    clock.frame(50 * second, false);
    expect(clock.frame(90 * second, false)).toBe(0.1);
    expect(clock.frame(1 * second, false)).toBeCloseTo(1 / 30, 9);
    expect(clock.frame(1 * second, false)).toBe(0);
    clock.turn();
    expect(clock.turn()).toBe(0);
  });
});

describe('decay', () => {
  it('over one half-life: one half; over none: nothing lost; with an endless half-life: nothing lost', () => {
    expect(decayOver(2, 2)).toBe(0.5);
    expect(decayOver(0, 2)).toBe(1);
    expect(decayOver(0.1, Infinity)).toBe(1);
  });
});
