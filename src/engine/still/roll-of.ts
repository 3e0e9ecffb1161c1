import { randomRoll } from '../jitter.ts';
import type { StillRecipe } from './still-recipe.ts';
import type { StillOctave } from './still-types.ts';

/**
 * How an octave is rolled for a step. The tutorial rolls by anything from −tile to below tile; others by a few pixels both ways. Where tiles are a fallback
 * nobody chose a roll for them: less than theirs would leave seams where they meet.
 * @param random evenly from [0, 1): asked twice
 */
export function rollOf(
  { tile, fallback }: StillOctave,
  { jitter, tile: asked }: StillRecipe,
  random: () => number,
): readonly [x: number, y: number] {
  const reach = asked ?? Math.max(tile.width, tile.height);
  const byTile = jitter === 'tile' || (fallback !== undefined && jitter < reach);
  const one = (): number => (byTile ? Math.floor(2 * reach * random()) - reach : randomRoll(random, jitter));
  return [one(), one()];
}
