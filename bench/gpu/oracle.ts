import { readFile } from 'node:fs/promises';
import { loadGraph } from '../../src/engine/index.ts';
import type { Graph, Objective, Picture } from '../../src/engine/index.ts';
import { modelFolder } from '../../src/node/model-folder.ts';
import { readPicture } from './png.ts';
import { agreement } from '../page/agreement.ts';
import type { Agreement } from '../report.ts';
import type { Precision } from './report.ts';

/** The case that everything is checked on: it was chosen so that its gradient does not move under float32's rounding. */
export const ORACLE = 'mixed3-mixed5-mean-160x120';
/** The layers it is about, each with weight 1. */
export const ORACLE_OBJECTIVE: Objective = ['mixed3', 'mixed5'].map((layer) => ({ layer, kind: 'mean', weight: 1 }));

const folder = 'test/oracles/inception-v3';

/** What a gradient must agree with before anything is timed: f16 stores its activations with 11 bits. */
const bounds: Readonly<Record<Precision, Agreement>> = {
  f32: { cosine: 0.9999, relativeL2: 5e-3 },
  f16: { cosine: 0.995, relativeL2: 0.1 },
};

/** A picture and what float64 PyTorch says its gradient is, read from `test/oracles` under the current folder. */
export interface Oracle {
  readonly picture: Picture;
  readonly gradient: Float32Array;
  readonly graph: Graph;
}

export async function readOracle(): Promise<Oracle> {
  const [picture, bytes, graph] = await Promise.all([
    readPicture(`${folder}/${ORACLE}.png`),
    readFile(`${folder}/${ORACLE}.gradient.f32`),
    inception(ORACLE_OBJECTIVE.map(({ layer }) => layer)),
  ]);
  return { picture, gradient: new Float32Array(new Uint8Array(bytes).buffer), graph };
}

/** InceptionV3 up to the named layers, from `public/models` under the current folder. */
export const inception = (layers: readonly string[]): Promise<Graph> => loadGraph(modelFolder('inception-v3'), layers);

/** @throws Error when the gradient is another one: nothing is to be timed then */
export function expectOracle(gradient: ArrayLike<number>, oracle: Oracle, precision: Precision, whose: string): Agreement {
  const found = agreement(gradient, oracle.gradient);
  const wanted = bounds[precision];
  if (found.cosine >= wanted.cosine && found.relativeL2 <= wanted.relativeL2) return found;
  throw new Error(
    `Expected ${whose} gradient (${precision}) to be float64 PyTorch's (${ORACLE}: cosine ≥ ${String(wanted.cosine)}, relative L2 ≤ ` +
      `${String(wanted.relativeL2)}), got cosine ${String(found.cosine)}, relative L2 ${String(found.relativeL2)}. It was not timed.`,
  );
}
