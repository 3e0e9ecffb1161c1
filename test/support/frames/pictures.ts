import { seededRandom } from '../../../src/engine/jitter.ts';
import type { Size } from '../../../src/engine/octaves.ts';

/** A picture of four values a pixel, w = 0, each of the others in [-reach, reach). */
export function randomPicture(size: Size, seed: number, reach = 1): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  return Float32Array.from({ length: 4 * size.width * size.height }, (_, index) => (index % 4 === 3 ? 0 : reach * (2 * random() - 1)));
}

/** An opaque picture of bytes. */
export function randomBytes(size: Size, seed: number): Uint8Array<ArrayBuffer> {
  const random = seededRandom(seed);
  return Uint8Array.from({ length: 4 * size.width * size.height }, (_, index) => (index % 4 === 3 ? 255 : Math.floor(256 * random())));
}

/** Soft shapes of many sizes, as a camera sees: bytes, opaque. */
export function softBytes(size: Size): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 * size.width * size.height);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const wave = (a: number, b: number, c: number) => 128 + 60 * Math.sin(x / a + c) + 50 * Math.cos(y / b + x / 17 + c);
      bytes.set([wave(5, 7, 0), wave(9, 4, 1), wave(6, 11, 2), 255].map(Math.round), 4 * (y * size.width + x));
    }
  }
  return bytes;
}

/** Root mean square over the three colours. */
export function rms(picture: Float32Array): number {
  return Math.sqrt(picture.reduce((sum, value) => sum + value * value, 0) / ((picture.length / 4) * 3));
}

/** The largest difference between two equally long lists. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`Expected equal lengths, got ${String(a.length)} and ${String(b.length)}.`);
  return Array.from(a).reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] ?? NaN))), 0);
}
