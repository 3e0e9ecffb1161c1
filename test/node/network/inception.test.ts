import { readFile } from 'node:fs/promises';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { minimumSide, nodeShapes } from '../../../src/engine/network/shapes.ts';
import { cosine, relativeL2 } from '../../support/compare.ts';
import { inceptionFiles } from '../../support/model-folder.ts';
import type { OracleCase } from '../../support/oracle.ts';
import { referenceGradient, type ReferenceImage } from '../../support/reference-network.ts';

const ORACLES = new URL('../../oracles/inception-v3/', import.meta.url);

test.each([
  ['mixed0', 27],
  ['mixed2', 27],
  ['mixed3', 43],
  ['mixed7', 43],
  ['mixed8', 75],
  ['mixed10', 75],
])('minimumSide, InceptionV3 to %s, is %i', async (layer, side) => {
  expect(minimumSide(await loadGraph(inceptionFiles, [layer]))).toBe(side);
});

test('loadGraph, mixed3 at 299×299, has 17×17 cells of 768 channels as Keras prints them', async () => {
  const graph = await loadGraph(inceptionFiles, ['mixed3']);
  expect(graph.nodes.at(-1)?.name).toBe('mixed3');
  expect(nodeShapes(graph, 299, 299).at(-1)).toEqual({ height: 17, width: 17, channels: 768 });
});

test.each(await oracles(['mixed0-mean-96x80', 'mixed2-energy-123x155', 'mixed4-channel100-mixed0-123x155', 'mixed10-mean-160x120']))(
  'InceptionV3 in double precision, $name, has the value and gradient of PyTorch',
  { timeout: 120_000 },
  async (oracle) => {
    const image = await readPicture(oracle.image);
    const expected = await readFloats(oracle.gradient);
    const objective = oracle.terms.map((term) => ({ ...term, weight: term.weight ?? 1 }));
    const graph = await loadGraph(
      inceptionFiles,
      oracle.terms.map((term) => term.layer),
    );

    const { value, gradient } = referenceGradient(graph, image, objective);

    expect(value).toBeCloseTo(oracle.value, 6);
    expect(cosine(gradient, expected)).toBeGreaterThan(0.999999);
    expect(relativeL2(gradient, expected)).toBeLessThan(1e-5);
  },
);

interface Oracle {
  readonly name: string;
  readonly image: string;
  readonly gradient: string;
  readonly value: number;
  readonly terms: OracleCase['terms'];
}

async function oracles(names: readonly string[]): Promise<readonly Oracle[]> {
  // The file is part of the tests and has this shape.
  const { cases } = JSON.parse(await readFile(new URL('oracle.json', ORACLES), 'utf8')) as { readonly cases: readonly Oracle[] };
  return cases.filter((oracle) => names.includes(oracle.name));
}

async function readPicture(path: string): Promise<ReferenceImage> {
  const { width, height, data } = PNG.sync.read(await readFile(new URL(path, ORACLES)));
  const values = Float64Array.from(
    { length: width * height * 3 },
    (_, index) => -1 + (data[Math.floor(index / 3) * 4 + (index % 3)] ?? 0) / 127.5,
  );
  return { width, height, values };
}

async function readFloats(path: string): Promise<Float32Array> {
  const bytes = await readFile(new URL(path, ORACLES));
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
}
