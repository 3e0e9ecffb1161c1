import { parseArgs } from 'node:util';
import type { Precision, Shaders } from './report.ts';

export const usage = `npm run bench:gpu -- [--size 320x240]… [--layer mixed3]… [--precision f32]… [--shaders tuned]… [--tuning-ms 20000] [--rounds 5] [--steps 50] [--peers all] [--json FILE] [--out FILE]

Measures gradients of InceptionV3 on this machine's GPU, in Node on Dawn: milliseconds a step, the share of the adapter's peaks (measured first), how
many times longer tfjs and jax-js take, and where the time goes. Our gradient is checked against float64 PyTorch before anything is timed.
  --size       320x240, 640x480 and 1280x720 unless given
  --layer      mixed3 and mixed5 unless given
  --precision  f32 and f16 unless given
  --shaders    shared (a few that serve all sizes), baked (one a dispatch, its sizes written into it) and tuned (baked, each convolution the way that is the
               fastest by timestamp queries, as in the app) unless given; goals take the fastest. tuned needs the feature timestamp-query
  --tuning-ms  milliseconds of finding those ways for each layer, size and precision, 20000 unless given: the convolutions with the most work first, and
               after it no further one is begun. A quarter of it goes to the plan that is checked against PyTorch
  --rounds     of the comparison, each contestant in turn
  --steps      queued in one timing, 50 or more
  --peers      all, tfjs, jax-js or none
  --out        the tables as Markdown; --json everything as numbers
  --probe      says which adapter there is and ends: with 2 where there is none to measure
  --allow-software  lets an adapter pass that computes on the CPU; its numbers say nothing about a GPU
Ends with 2 where there is no GPU to measure.
`;

/** Fewer and the queue runs dry between two submits. */
const FEWEST_STEPS = 50;

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type Peers = 'all' | 'tfjs' | 'jax-js' | 'none';

export interface Options {
  readonly sizes: readonly Size[];
  readonly layers: readonly string[];
  readonly precisions: readonly Precision[];
  readonly shaders: readonly Shaders[];
  /** Milliseconds of tuning for each plan. */
  readonly tuningMs: number;
  readonly rounds: number;
  readonly steps: number;
  readonly peers: Peers;
  readonly allowSoftware: boolean;
  readonly probe: boolean;
  readonly json: string | undefined;
  readonly out: string | undefined;
}

/**
 * Reads the command line; `help` where that was asked for.
 * @throws Error for what it does not know, saying what it expected
 */
export function readOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      size: { type: 'string', multiple: true, default: ['320x240', '640x480', '1280x720'] },
      layer: { type: 'string', multiple: true, default: ['mixed3', 'mixed5'] },
      precision: { type: 'string', multiple: true, default: ['f32', 'f16'] },
      shaders: { type: 'string', multiple: true, default: ['shared', 'baked', 'tuned'] },
      'tuning-ms': { type: 'string', default: '20000' },
      rounds: { type: 'string', default: '5' },
      steps: { type: 'string', default: String(FEWEST_STEPS) },
      peers: { type: 'string', default: 'all' },
      'allow-software': { type: 'boolean', default: false },
      probe: { type: 'boolean', default: false },
      json: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const allowSoftware = values['allow-software'];
  return {
    sizes: values.size.map(readSize),
    layers: values.layer,
    precisions: values.precision.map(readPrecision),
    shaders: values.shaders.map(readShaders),
    tuningMs: readCount(values['tuning-ms'], 'milliseconds of tuning', 1),
    rounds: readCount(values.rounds, 'rounds', 1),
    steps: readCount(values.steps, 'steps', allowSoftware ? 1 : FEWEST_STEPS),
    peers: readPeers(values.peers),
    allowSoftware,
    probe: values.probe,
    json: values.json,
    out: values.out,
  };
}

function readSize(text: string): Size {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(text) ?? [];
  if (width === undefined || height === undefined) throw new Error(`Expected a size such as 320x240, got ${text}.`);
  return { width: Number(width), height: Number(height) };
}

function readPrecision(text: string): Precision {
  if (text === 'f32' || text === 'f16') return text;
  throw new Error(`Expected the precision f32 or f16, got ${text}.`);
}

function readShaders(text: string): Shaders {
  if (text === 'shared' || text === 'baked' || text === 'tuned') return text;
  throw new Error(`Expected the shaders shared, baked or tuned, got ${text}.`);
}

function readPeers(text: string): Peers {
  if (text === 'all' || text === 'tfjs' || text === 'jax-js' || text === 'none') return text;
  throw new Error(`Expected the peers all, tfjs, jax-js or none, got ${text}.`);
}

function readCount(text: string, what: string, fewest: number): number {
  if (!/^\d+$/.test(text) || Number(text) < fewest) throw new Error(`Expected ${String(fewest)} ${what} or more, got ${text}.`);
  return Number(text);
}
