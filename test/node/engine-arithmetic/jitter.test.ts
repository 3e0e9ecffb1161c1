import { describe, expect, it } from 'vitest';
import { randomRoll, seededRandom } from '../../../src/engine/jitter.ts';

describe('random rolls', () => {
  it('of one seed: always the same; of another: others', () => {
    const draw = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 20 }, () => randomRoll(random, 32));
    };
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });

  it('within 3 pixels: every whole one of them, equally often', () => {
    const random = seededRandom(1);
    const counts = new Map<number, number>();
    for (let index = 0; index < 7000; index++) {
      const roll = randomRoll(random, 3);
      counts.set(roll, (counts.get(roll) ?? 0) + 1);
    }
    expect(Array.from(counts.keys()).sort((a, b) => a - b)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('without jitter: none', () => {
    expect(randomRoll(seededRandom(1), 0)).toBe(0);
  });
});
