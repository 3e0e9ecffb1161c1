/** Seeded noise on a torus: everything here repeats after `period` cells, so that a field made of it can drift for ever. */

/** A number in [0, 1) for a lattice point, the same for ever for the same seed. */
export function latticeRandom(x: number, y: number, seed: number): number {
  let hash = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x100000000;
}

/** Unit vectors all round, x and y in turn. */
const DIRECTIONS = 32;
const COMPASS = Float64Array.from({ length: 2 * DIRECTIONS }, (_, index) => {
  const angle = (2 * Math.PI * (index >> 1)) / DIRECTIONS;
  return index % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
});

/** How many cells the noise has before it repeats. */
export interface Period {
  readonly x: number;
  readonly y: number;
}

/** Perlin's gradient noise, about [-1, 1]; `x` and `y` in cells. */
export function gradientNoise(x: number, y: number, period: Period, seed: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const fx = x - x0;
  const fy = y - y0;
  const sx = fade(fx);
  const sy = fade(fy);
  const left = wrap(x0, period.x);
  const right = wrap(x0 + 1, period.x);
  const top = wrap(y0, period.y);
  const bottom = wrap(y0 + 1, period.y);
  const upper = mix(slope(left, top, fx, fy, seed), slope(right, top, fx - 1, fy, seed), sx);
  const lower = mix(slope(left, bottom, fx, fy - 1, seed), slope(right, bottom, fx - 1, fy - 1, seed), sx);
  return 1.5 * mix(upper, lower, sy);
}

/** Worley's cellular noise turned over: 1 at a cell's point, falling to 0 between them, like heaps. `x` and `y` in cells. */
export function heapNoise(x: number, y: number, period: Period, seed: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  let nearest = 1;
  for (let cellY = y0 - 1; cellY <= y0 + 1; cellY++) {
    for (let cellX = x0 - 1; cellX <= x0 + 1; cellX++) {
      const wx = wrap(cellX, period.x);
      const wy = wrap(cellY, period.y);
      const dx = cellX + latticeRandom(wx, wy, seed) - x;
      const dy = cellY + latticeRandom(wx, wy, seed + 7) - y;
      nearest = Math.min(nearest, dx * dx + dy * dy);
    }
  }
  return 1 - Math.sqrt(nearest);
}

export type Noise = typeof gradientNoise;

/** Octaves of a noise, each twice as fine and half as strong as the one before, divided by their summed strength. */
export function fractal(noise: Noise, x: number, y: number, period: Period, octaves: number, seed: number): number {
  let sum = 0;
  let strength = 1;
  let total = 0;
  let scale = 1;
  for (let octave = 0; octave < octaves; octave++) {
    sum += strength * noise(x * scale, y * scale, { x: period.x * scale, y: period.y * scale }, seed + 31 * octave);
    total += strength;
    strength *= 0.5;
    scale *= 2;
  }
  return sum / total;
}

/** The gradient's product with the way from its lattice point. */
function slope(x: number, y: number, dx: number, dy: number, seed: number): number {
  const direction = Math.floor(latticeRandom(x, y, seed) * DIRECTIONS) * 2;
  return (COMPASS[direction] ?? 0) * dx + (COMPASS[direction + 1] ?? 0) * dy;
}

function fade(t: number): number {
  return t * t * t * (t * (t * 6 - 15) + 10);
}

export function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

/** `value` brought into [0, period). */
export function wrap(value: number, period: number): number {
  return ((value % period) + period) % period;
}
