import { parseArgs } from 'node:util';
import { MODES, modeOf } from './modes.ts';
import type { Mode } from './modes.ts';
import { SEQUENCE_NAMES } from './sequences.ts';

export const usage = `npm run bench:coherence -- [--tier quick|full] [--figure ghost]… [--sequence foreman]… [--mode ours]… [--network tiny] [--count 60]
  [--step 1] [--strength 0.13] [--frames DIR] [--sheet FILE] [--out FILE] [--json FILE] [--resume] [--assert]

Measures how well the dream sticks to what moves.
  --tier      quick (unless given): flow error, ghost, still scene and rates, on the tests' tiny network, in minutes. full: those, and every sequence in every
              mode on InceptionV3, in hours
  --figure    flow, ghost, still, rate or none: of the quick ones, only these
  --sequence  dreams only these, in either tier: ${SEQUENCE_NAMES.join(', ')}; foreman, where $PAREIDOLIA_DATA has it
  --mode      only in these modes: ${MODES.map(({ name }) => name).join(', ')}
  --network   inception-v3 or tiny; inception-v3 unless given
  --count     frames of each sequence, 60 unless given
  --step      multiplies every mode's steps
  --strength  what strength modes are compared at, by longer or shorter steps; 0 does not search. 0.13 unless given
  --frames    writes every frame, dreamt and raw, as PNG: DIR/<sequence>-<mode>/0000-dream.png and 0000-raw.png; dreams anew for it
  --sheet     writes a PNG with all sequences in all modes, a line each, six frames of it
  --out       puts the tables into their section of a Markdown file, as of bench/RESULTS.md; --json everything as numbers
  --resume    takes what a run with the same settings has measured; where code has changed that settings do not show, leave it out
  --assert    ends with 1 where a goal that was measured is not met
`;

export const FIGURES = ['flow', 'ghost', 'still', 'rate'] as const;
export type FigureName = (typeof FIGURES)[number];

export interface Options {
  readonly figures: readonly FigureName[];
  readonly sequences: readonly string[];
  readonly modes: readonly Mode[];
  readonly network: 'inception-v3' | 'tiny';
  readonly count: number;
  readonly step: number;
  /** `null` does not search. */
  readonly strength: number | null;
  readonly frames: string | undefined;
  readonly sheet: string | undefined;
  readonly out: string | undefined;
  readonly json: string | undefined;
  readonly resume: boolean;
  readonly assert: boolean;
}

/**
 * Reads the command line; `help` where that was asked for.
 * @throws Error for what it does not know, saying what it expected
 */
export function readOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      tier: { type: 'string', default: 'quick' },
      figure: { type: 'string', multiple: true },
      sequence: { type: 'string', multiple: true },
      mode: { type: 'string', multiple: true },
      network: { type: 'string', default: 'inception-v3' },
      count: { type: 'string', default: '60' },
      step: { type: 'string', default: '1' },
      strength: { type: 'string', default: '0.13' },
      frames: { type: 'string' },
      sheet: { type: 'string' },
      out: { type: 'string' },
      json: { type: 'string' },
      resume: { type: 'boolean', default: false },
      assert: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const strength = readNumber('--strength', values.strength, 0);
  const full = readTier(values.tier) === 'full';
  const { resume, assert, frames, sheet, out, json } = values;
  return {
    figures: values.figure ? values.figure.flatMap(readFigure) : FIGURES,
    sequences: values.sequence?.map(readSequence) ?? (full ? ['foreman', ...SEQUENCE_NAMES] : []),
    modes: values.mode?.map(modeOf) ?? MODES,
    network: readNetwork(values.network),
    count: readNumber('--count', values.count, 2),
    step: readNumber('--step', values.step, 0.01),
    strength: strength === 0 ? null : strength,
    ...{ frames, sheet, out, json, resume, assert },
  };
}

function readTier(text: string): 'quick' | 'full' {
  if (text === 'quick' || text === 'full') return text;
  throw new Error(`Expected the tier quick or full, got ${text}.`);
}

function readFigure(text: string): readonly FigureName[] {
  if (text === 'none') return [];
  const figure = FIGURES.find((name) => name === text);
  if (figure) return [figure];
  throw new Error(`Expected the figure ${FIGURES.join(', ')} or none, got ${text}.`);
}

function readSequence(text: string): string {
  if (text === 'foreman' || SEQUENCE_NAMES.includes(text)) return text;
  throw new Error(`Expected one of the sequences ${SEQUENCE_NAMES.join(', ')} or foreman, got ${text}.`);
}

function readNetwork(text: string): Options['network'] {
  if (text === 'inception-v3' || text === 'tiny') return text;
  throw new Error(`Expected the network inception-v3 or tiny, got ${text}.`);
}

function readNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= least) return value;
  throw new Error(`Expected ${option} to be a number from ${String(least)} on, got ${text}.`);
}
