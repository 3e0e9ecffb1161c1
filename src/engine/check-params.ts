import type { DreamParams } from './dream-params.ts';
import { EngineError } from './errors.ts';
import { MAX_STEPS } from './kernels/turn.ts';

type NumberName = Exclude<keyof DreamParams, 'objective' | 'mirror' | 'sizes' | 'deterministic'>;

interface Range {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

const ranges = {
  steps: { least: 0, most: MAX_STEPS, whole: true },
  stepSize: { least: 0, most: 10, whole: false },
  halfLife: { least: 1e-3, most: Infinity, whole: false },
  intensity: { least: 0, most: 1, whole: false },
  dreamSize: { least: 1, most: 4096, whole: false },
  octaves: { least: 1, most: 32, whole: true },
  octaveScale: { least: 1.01, most: 16, whole: false },
  jitter: { least: 0, most: 8192, whole: false },
  outputSize: { least: 2, most: 8192, whole: false },
} as const satisfies Record<NumberName, Range>;

/** Beyond this a gradient's squares leave float32. */
const LARGEST_WEIGHT = 1e6;

/**
 * Checks what comes in at the engine's edge.
 * @throws EngineError `bad-params` naming the parameter, what it may be and what it is
 */
export function checkParams(params: DreamParams): void {
  for (const [name, range] of Object.entries(ranges)) checkNumber(name, numberOf(params, name), range);
  for (const size of params.sizes ? [params.sizes.largest, ...params.sizes.near] : []) checkNumber('sizes', size, ranges.dreamSize);
  if (params.objective.length === 0)
    throw new EngineError('bad-params', 'Expected an objective of at least one term, got none. Choose a layer.');
  for (const term of params.objective) {
    checkNumber(`weight of ${term.layer}`, term.weight, { least: -LARGEST_WEIGHT, most: LARGEST_WEIGHT, whole: false });
    if (term.kind === 'channel') checkNumber(`channel of ${term.layer}`, term.channel ?? NaN, { least: 0, most: Infinity, whole: true });
  }
}

// The names are those of `ranges`, which the compiler holds to be DreamParams' numbers.
const numberOf = (params: DreamParams, name: string): number => params[name as NumberName];

function checkNumber(name: string, value: number, { least, most, whole }: Range): void {
  const fits = value >= least && value <= most && (!whole || Number.isInteger(value));
  if (fits) return;
  const kind = whole ? 'a whole number' : 'a number';
  throw new EngineError('bad-params', `Expected ${name} to be ${kind} from ${String(least)} to ${String(most)}, got ${String(value)}.`);
}
