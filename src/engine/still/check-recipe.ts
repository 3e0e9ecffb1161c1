import { checkObjective } from '../check-objective.ts';
import { checkChoice, checkNumber, checkRule } from '../check-params.ts';
import { EngineError } from '../errors.ts';
import type { StillRecipe } from './still-recipe.ts';

const OCTAVE = { least: -32, most: 32, whole: true };

/**
 * Checks what a still is to be made by.
 * @throws EngineError `bad-params` naming what is wrong, what it may be and what it is
 */
export function checkRecipe(recipe: StillRecipe): void {
  const { steps, stepSize, octaves, carry, tile, jitter, stopAt, seed } = recipe;
  checkObjective(recipe.objective);
  checkRule(recipe.rule);
  checkNumber('steps', steps, { least: 1, most: 10_000, whole: true });
  checkNumber('stepSize', stepSize, { least: 0, most: 10, whole: false });
  checkNumber('octaves.from', octaves.from, OCTAVE);
  checkNumber('octaves.to', octaves.to, { ...OCTAVE, least: octaves.from });
  checkNumber('octaves.scale', octaves.scale, { least: 1.01, most: 16, whole: false });
  checkChoice('carry', carry, ['picture', 'detail']);
  if (tile !== null) checkNumber('tile', tile, { least: 1, most: 8192, whole: true });
  if (jitter !== 'tile') checkNumber('jitter', jitter, { least: 0, most: 8192, whole: false });
  if (stopAt !== null && Number.isNaN(stopAt)) {
    throw new EngineError('bad-params', 'Expected stopAt to be a number, or null to climb every step, got NaN.');
  }
  checkNumber('seed', seed, { least: 0, most: 2 ** 32 - 1, whole: true });
}
