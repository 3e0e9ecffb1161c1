import type { DreamParams, Feedback, Following } from './dream-params.ts';
import type { AscentRule } from './ascent-rule.ts';
import { EngineError } from './errors.ts';
import { checkObjective } from './check-objective.ts';
import { MAX_OCTAVES, MAX_STEPS } from './kernels/turn.ts';
import { RANGES } from './ranges.ts';

type NumberName = Exclude<
  keyof DreamParams,
  'objective' | 'mirror' | 'sizes' | 'deterministic' | 'octaveOrder' | 'rule' | 'feedback' | 'follow' | 'originalColours'
>;

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
  octaves: { least: 1, most: MAX_OCTAVES, whole: true },
  octaveScale: { least: 1.01, most: 16, whole: false },
  octaveFirst: { least: 0, most: MAX_OCTAVES - 1, whole: true },
  seed: { least: 0, most: 0xffffffff, whole: true },
  jitter: { least: 0, most: 8192, whole: false },
  outputSize: { least: 2, most: 8192, whole: false },
} as const satisfies Record<NumberName, Range>;

const ruleRanges = {
  smoothing: { ...RANGES.smoothing, whole: false },
  laplacian: { ...RANGES.laplacian, whole: true },
  variation: { ...RANGES.variation, whole: false },
} as const satisfies Record<Exclude<keyof AscentRule, 'normalise'>, Range>;

const feedbackRanges = {
  zoom: { least: 0.1, most: 10, whole: false },
  rotate: { least: -720, most: 720, whole: false },
  driftX: { least: -10, most: 10, whole: false },
  driftY: { least: -10, most: 10, whole: false },
} as const satisfies Record<keyof Feedback, Range>;

const followRanges = {
  faithfulness: { least: 0, most: 1, whole: false },
  restlessness: { least: 0, most: 1, whole: false },
} as const satisfies Record<Exclude<keyof Following, 'bothWays'>, Range>;

/**
 * Checks what comes in at the engine's edge.
 * @throws EngineError `bad-params` naming the parameter, what it may be and what it is
 */
export function checkParams(params: DreamParams): void {
  checkNumbers(params, ranges);
  checkRule(params.rule);
  checkNumbers(params.feedback, feedbackRanges);
  if (params.follow) checkNumbers(params.follow, followRanges);
  checkChoice('octaveOrder', params.octaveOrder, ['in-turn', 'all']);
  for (const size of params.sizes ? [params.sizes.largest, ...params.sizes.near] : []) checkNumber('sizes', size, ranges.dreamSize);
  checkObjective(params.objective);
}

/** @throws EngineError `bad-params` naming what of the rule it is, what it may be and what it is */
export function checkRule(rule: AscentRule): void {
  checkNumbers(rule, ruleRanges);
  checkChoice('normalise', rule.normalise, ['std', 'mean-abs', 'rms']);
}

function checkNumbers<Name extends string>(values: Readonly<Record<NoInfer<Name>, number>>, named: Readonly<Record<Name, Range>>): void {
  // `Object.entries` forgets which names an object has.
  for (const [name, range] of Object.entries(named) as [Name, Range][]) checkNumber(name, values[name], range);
}

export function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) throw new EngineError('bad-params', `Expected ${name} to be one of ${choices.join(', ')}, got ${value}.`);
}

export function checkNumber(name: string, value: number, { least, most, whole }: Range): void {
  const fits = value >= least && value <= most && (!whole || Number.isInteger(value));
  if (fits) return;
  const kind = whole ? 'a whole number' : 'a number';
  throw new EngineError('bad-params', `Expected ${name} to be ${kind} from ${String(least)} to ${String(most)}, got ${String(value)}.`);
}
