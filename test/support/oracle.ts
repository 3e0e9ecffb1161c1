import { loadGraph } from '../../src/engine/network/load.ts';
import type { Graph } from '../../src/engine/network/graph.ts';
import type { ChannelTerm, EnergyTerm, MeanTerm, Objective } from '../../src/engine/objective.ts';
import type { Picture } from '../../src/engine/plan/gradient.ts';
import type { Picture8 } from '../../src/engine/still/picture8.ts';
import { floatsOf } from './still.ts';

type Unweighted<Term> = Omit<Term, 'weight'> & { readonly weight?: number };

/** One case of test/oracles/inception-v3/oracle.json: float64 PyTorch on the very weights that we run. */
export interface OracleCase {
  readonly name: string;
  readonly image: string;
  readonly terms: readonly (Unweighted<MeanTerm> | Unweighted<EnergyTerm> | Unweighted<ChannelTerm>)[];
  readonly value: number;
  readonly gradient: string;
  readonly ascent?: { readonly steps: number; readonly step_size: number };
  readonly after2?: string;
  readonly ascentValues?: readonly number[];
  readonly ascended?: string;
  readonly octaves?: {
    readonly range: readonly [number, number];
    readonly scale: number;
    readonly steps: number;
    readonly step_size: number;
  };
  readonly octaveValues?: readonly { readonly octave: number; readonly size: readonly [number, number]; readonly lastValue: number }[];
  readonly octaveResult?: string;
}

const folder = '/test/oracles/inception-v3';

async function file(path: string): Promise<Response> {
  const response = await fetch(`${folder}/${path}`);
  if (!response.ok) throw new Error(`Expected the oracle's file ${path}, got ${String(response.status)}.`);
  return response;
}

export async function oracleCases(): Promise<readonly OracleCase[]> {
  const { cases } = (await (await file('oracle.json')).json()) as { readonly cases: readonly OracleCase[] };
  return cases;
}

export async function oracleFloats(path: string): Promise<Float32Array<ArrayBuffer>> {
  return new Float32Array(await (await file(path)).arrayBuffer());
}

/** The case's picture as it is kept. */
export async function oraclePixels(path: string): Promise<Picture8> {
  const bitmap = await createImageBitmap(await (await file(path)).blob(), { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) throw new Error('Expected a 2d canvas.');
  context.drawImage(bitmap, 0, 0);
  return { width, height, data: context.getImageData(0, 0, width, height).data };
}

/** The case's picture, pixel p → −1 + p / 127.5. */
export const oraclePicture = async (path: string): Promise<Picture> => floatsOf(await oraclePixels(path));

export const objectiveOf = (oracle: OracleCase): Objective => oracle.terms.map((term) => ({ weight: 1, ...term }));

/** InceptionV3 as `npm run models` prepared it, fetched from the page's server. */
export function inceptionGraph(layers: readonly string[]): Promise<Graph> {
  const read = async (path: string): Promise<ArrayBuffer> => (await fetch(`/models/inception-v3/${path}`)).arrayBuffer();
  return loadGraph({ read }, layers);
}
