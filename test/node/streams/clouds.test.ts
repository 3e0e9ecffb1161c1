import { describe, expect, test } from 'vitest';
import { CloudSky } from '../../../src/streams/sources/clouds.ts';

const WIDTH = 160;
const HEIGHT = 90;

describe('CloudSky', () => {
  const sky = new CloudSky(7, WIDTH, HEIGHT);

  test('the same seed and time, is the same picture to the bit', () => {
    const first = sky.draw(3).slice();
    sky.draw(9);
    expect(sky.draw(3)).toEqual(first);
    expect(new CloudSky(7, WIDTH, HEIGHT).draw(3)).toEqual(first);
  });

  test('another seed, is another sky', () => {
    const first = sky.draw(0).slice();
    expect(difference(new CloudSky(8, WIDTH, HEIGHT).draw(0), first)).toBeGreaterThan(10);
  });

  test('a thirtieth of a second, moves a little; ten seconds, a lot', () => {
    const first = sky.draw(0).slice();
    const soon = difference(sky.draw(1 / 30), first);
    const later = difference(sky.draw(10), first);
    expect(soon).toBeGreaterThan(0.02);
    expect(soon).toBeLessThan(2);
    expect(later).toBeGreaterThan(10);
  });

  test('hours later, there are still clouds and sky', () => {
    for (const seconds of [0, 600, 36_000]) {
      const covered = share(sky.draw(seconds), (red, blue) => red > 0.8 * blue);
      expect(covered).toBeGreaterThan(0.15);
      expect(covered).toBeLessThan(0.85);
    }
  });

  test('the sky, is blue and opaque', () => {
    const pixels = sky.draw(0);
    expect(share(pixels, (red, blue) => blue >= red - 8)).toBeGreaterThan(0.95);
    expect(pixels.every((value, index) => index % 4 !== 3 || value === 255)).toBe(true);
  });
});

/** Mean difference of two pictures, 0 to 255. */
function difference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / (a.length * 0.75);
}

function share(pixels: Uint8Array, is: (red: number, blue: number) => boolean): number {
  let count = 0;
  for (let at = 0; at < pixels.length; at += 4) if (is(pixels[at] ?? 0, pixels[at + 2] ?? 0)) count++;
  return count / (pixels.length / 4);
}
