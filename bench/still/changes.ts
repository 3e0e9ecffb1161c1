import type { Picture8 } from '../../src/engine/index.ts';

/** The mean change of a colour's byte in each tile of `side` pixels, row by row. Of two pictures of one size. */
export function changesOf(before: Picture8, after: Picture8, side: number): readonly number[] {
  const { width, height } = before;
  const across = Math.ceil(width / side);
  const sums = new Float64Array(across * Math.ceil(height / side));
  const counts = new Float64Array(sums.length);
  for (let index = 0; index < before.data.length; index++) {
    if (index % 4 === 3) continue;
    const [x, y] = [(index >> 2) % width, Math.floor(index / 4 / width)];
    const tile = across * Math.floor(y / side) + Math.floor(x / side);
    sums[tile] = (sums[tile] ?? 0) + Math.abs((after.data[index] ?? NaN) - (before.data[index] ?? NaN));
    counts[tile] = (counts[tile] ?? 0) + 1;
  }
  return Array.from(sums, (sum, tile) => sum / (counts[tile] ?? NaN));
}
