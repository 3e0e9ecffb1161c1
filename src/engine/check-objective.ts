import { EngineError } from './errors.ts';
import type { Objective, ObjectiveTerm } from './objective.ts';

/** Beyond this a gradient's squares leave float32. */
const LARGEST_WEIGHT = 1e6;

/** Beyond this nothing but exact copies would count. */
const LARGEST_POWER = 64;

/**
 * Checks what can be known of an objective without its network: which channels and classes there are, a plan says.
 * @throws EngineError `bad-params` naming the layer and the number, what it may be and what it is
 */
export function checkObjective(objective: Objective): void {
  if (objective.length === 0) throw new EngineError('bad-params', 'Expected an objective of at least one term, got none. Choose a layer.');
  objective.forEach(checkTerm);
}

function checkTerm(term: ObjectiveTerm): void {
  const { layer } = term;
  checkNumber(`the weight of ${layer}`, term.weight, -LARGEST_WEIGHT, LARGEST_WEIGHT);
  switch (term.kind) {
    case 'mean':
    case 'energy':
      break;
    case 'channel':
      checkCount(`the channel of ${layer}`, term.channel);
      break;
    case 'neuron':
      checkCount(`the channel of ${layer}`, term.channel);
      checkNumber(`the place x of the neuron of ${layer}`, term.x, 0, 1);
      checkNumber(`the place y of the neuron of ${layer}`, term.y, 0, 1);
      break;
    case 'class':
      checkCount(`the class on ${layer}`, term.class);
      break;
    case 'guide':
      checkNumber(`the power of the guide of ${layer}`, term.power ?? 0, 0, LARGEST_POWER);
      break;
    default:
      term satisfies never;
  }
}

function checkNumber(name: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  throw new EngineError('bad-params', `Expected ${name} to be a number from ${String(least)} to ${String(most)}, got ${String(value)}.`);
}

function checkCount(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 0) return;
  throw new EngineError('bad-params', `Expected ${name} to be a whole number from 0 on, got ${String(value)}.`);
}
