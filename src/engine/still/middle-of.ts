import type { Size } from '../octaves.ts';
import type { Picture8 } from './picture8.ts';

/** The middle of a picture, as much of it as has the aspect of `to`, to whole pixels: what is climbed toward keeps its proportions. */
export function middleOf({ width, height, data }: Picture8, to: Size): Picture8 {
  const wide = Math.max(1, Math.min(width, Math.round((height * to.width) / to.height)));
  const high = Math.max(1, Math.min(height, Math.round((width * to.height) / to.width)));
  if (wide === width && high === height) return { width, height, data };
  const [left, top] = [Math.floor((width - wide) / 2), Math.floor((height - high) / 2)];
  const middle = new Uint8ClampedArray(4 * wide * high);
  for (let y = 0; y < high; y++) {
    const from = 4 * ((top + y) * width + left);
    middle.set(data.subarray(from, from + 4 * wide), 4 * y * wide);
  }
  return { width: wide, height: high, data: middle };
}
