import { EngineError } from './errors.ts';
import type { Objective, ObjectiveTerm } from './objective.ts';

/** Beyond this a gradient's squares leave float32. */
const LARGEST_WEIGHT = 1e6;

/**
 * Checks what can be known of an objective without its network: which channels there are, a plan says.
 * @throws EngineError `bad-params` naming the layer and the number, what it may be and what it is
 */
export function checkObjective(objective: Objective): void {
  if (objective.length === 0)
    throw new EngineError('bad-params', 'Expected an objective of at least one term, got none. Choose a layer.');
  objective.forEach(checkTerm);
}

function checkTerm(term: ObjectiveTerm): void {
  checkNumber(`weight of ${term.layer}`, term.weight, -LARGEST_WEIGHT, LARGEST_WEIGHT);
  if (term.kind === 'channel') checkCount(`channel of ${term.layer}`, term.channel ?? NaN);
}

function checkNumber(name: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  throw new EngineError('bad-params', `Expected ${name} to be a number from ${String(least)} to ${String(most)}, got ${String(value)}.`);
}

function checkCount(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 0) return;
  throw new EngineError('bad-params', `Expected ${name} to be a whole number from 0 on, got ${String(value)}.`);
}
