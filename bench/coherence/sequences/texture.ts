/** A picture without end: colours at any point of the plane, in pixels. */
export type Texture = (x: number, y: number, into: Float64Array) => void;

/** Distances between the points of the lattices, in pixels, coarsest first. */
const SPACINGS = [64, 36, 20, 11, 6.2, 3.5, 2];
/** A photograph has about as much of every octave, so with an exponent of 0; its lens and its file take some of the finest. */
const FALL = 0.3;
/** How far the luma and the two colour differences go, in bytes. */
const LUMA = 95;
const COLOUR = 40;
/** Of the lattices, how many the colours have: eyes and cameras see colours coarsely. */
const COLOURED = 5;
/** Radians from one lattice to the next: their axes never line up. */
const TURN = 0.7;

interface Lattice {
  readonly cos: number;
  readonly sin: number;
  readonly seed: number;
  readonly luma: number;
  readonly colour: number;
}

/**
 * Clouds with structure of all sizes from 64 pixels to 2, as photographs have, in colour: seeded value noise, one smoothly interpolated lattice of random
 * values upon the other. It is computed at any point, never sampled from a bitmap: a motion of a part of a pixel is exact.
 */
export function cloudTexture(seed: number): Texture {
  const lattices = latticesOf(seed);
  const sums = new Float64Array(3);
  return (x, y, into) => {
    sums.fill(0);
    for (const { cos, sin, seed: own, luma, colour } of lattices) addNoise(cos * x + sin * y, cos * y - sin * x, own, luma, colour, sums);
    const [grey = 0, red = 0, blue = 0] = sums;
    into[0] = 128 + LUMA * grey + COLOUR * red;
    into[1] = 128 + LUMA * grey - 0.5 * COLOUR * (red + blue);
    into[2] = 128 + LUMA * grey + COLOUR * blue;
  };
}

function latticesOf(seed: number): readonly Lattice[] {
  const amplitudes = SPACINGS.map((spacing) => spacing ** FALL);
  const whole = Math.hypot(...amplitudes);
  const coloured = Math.hypot(...amplitudes.slice(0, COLOURED));
  return SPACINGS.map((spacing, index) => ({
    cos: Math.cos(index * TURN) / spacing,
    sin: Math.sin(index * TURN) / spacing,
    seed: Math.imul(seed * 31 + index + 1, 0x9e3779b1) | 0,
    luma: (amplitudes[index] ?? 0) / whole,
    colour: index < COLOURED ? (amplitudes[index] ?? 0) / coloured : 0,
  }));
}

/** Adds one lattice's three values at (u, v), each in [-1, 1], to grey, red and blue. */
function addNoise(u: number, v: number, seed: number, luma: number, colour: number, sums: Float64Array): void {
  const [column, row] = [Math.floor(u), Math.floor(v)];
  const [right, down] = [smooth(u - column), smooth(v - row)];
  for (let corner = 0; corner < 4; corner++) {
    const [across, below] = [corner & 1, corner >> 1];
    const share = (across ? right : 1 - right) * (below ? down : 1 - down);
    const bits = hash(column + across, row + below, seed);
    sums[0] = (sums[0] ?? 0) + luma * share * part(bits, 0);
    if (colour === 0) continue;
    sums[1] = (sums[1] ?? 0) + colour * share * part(bits, 10);
    sums[2] = (sums[2] ?? 0) + colour * share * part(bits, 20);
  }
}

const smooth = (t: number): number => t * t * t * (t * (6 * t - 15) + 10);

/** Ten of the bits as a number in [-1, 1]. */
const part = (bits: number, from: number): number => ((bits >>> from) & 1023) / 511.5 - 1;

/** A 32-bit mix of a lattice point and a seed (the finaliser of MurmurHash3, Austin Appleby, public domain). */
function hash(x: number, y: number, seed: number): number {
  let h = (Math.imul(x, 0x27d4eb2f) ^ Math.imul(y, 0x165667b1) ^ seed) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
