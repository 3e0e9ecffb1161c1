import { EngineError } from './errors.ts';
import type { GuideTerm, Objective, ObjectiveTerm } from './objective.ts';
import { RANGES } from './ranges.ts';

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
  checkNumber(`the weight of ${layer}`, term.weight, RANGES.weight.least, RANGES.weight.most);
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
      checkMatch(term);
      checkNumber(`the power of the guide of ${layer}`, term.power ?? 0, RANGES.power.least, RANGES.power.most);
      break;
    default:
      throw unknownKind(term);
  }
}

/** Types end where scripts and files begin. */
function unknownKind(term: never): EngineError {
  const { kind, layer } = term as { readonly kind: unknown; readonly layer: unknown };
  return new EngineError(
    'bad-params',
    `Expected the kind of a term of ${String(layer)} to be one of mean, energy, channel, neuron, class, guide, got ${String(kind)}.`,
  );
}

function checkMatch({ layer, match }: GuideTerm): void {
  switch (match) {
    case 'dot':
    case 'cosine':
      return;
    default:
      throw new EngineError(
        'bad-params',
        `Expected the match of the guide of ${layer} to be dot or cosine, got ${String(match satisfies never)}.`,
      );
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
