import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareModels } from '../../../scripts/prepare-models.js';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { nodeShapes } from '../../../src/engine/network/shapes.ts';
import { modelFolder } from '../../support/model-folder.ts';

const MODELS = fileURLToPath(new URL('../../../public/models/', import.meta.url));

/** The parts of catalogue.json that these tests read. */
interface Catalogue {
  readonly models: readonly [
    {
      readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
      readonly layers: readonly {
        readonly name: string;
        readonly channels: number;
        readonly stride: number;
        readonly offered: boolean;
        readonly bytes: number;
      }[];
    },
  ];
}

// The catalogue is part of this repository and has this shape.
const CATALOGUE = JSON.parse(await readFile(join(MODELS, 'catalogue.json'), 'utf8')) as Catalogue;
const [INCEPTION] = CATALOGUE.models;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'models-'));
  await cp(join(MODELS, 'catalogue.json'), join(folder, 'catalogue.json'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('prepareModels, an empty folder, is filled with the catalogue’s files once and for all', async () => {
  expect(await prepareModels(folder)).toBe('prepared');
  for (const file of INCEPTION.files) expect((await readFile(join(folder, 'inception-v3', file.path))).length).toBe(file.bytes);
  expect(await prepareModels(folder)).toBe('ready');
});

test('prepareModels, a damaged or lost shard, is made again', async () => {
  await prepareModels(folder);
  const shard = join(folder, 'inception-v3', 'mixed1.bin');
  const whole = await readFile(shard);
  await writeFile(
    shard,
    whole.map((byte, index) => (index === 100 ? byte ^ 1 : byte)),
  );
  await rm(join(folder, 'inception-v3', 'mixed4.bin'));
  expect(await prepareModels(folder)).toBe('prepared');
  expect((await readFile(shard)).equals(whole)).toBe(true);
  expect(await prepareModels(folder)).toBe('ready');
});

test('prepareModels, a catalogue of other checksums, is not satisfied', async () => {
  await writeFile(join(folder, 'catalogue.json'), JSON.stringify(CATALOGUE).replace(/"sha256":"."?/, '"sha256":"x'));
  await expect(prepareModels(folder)).rejects.toThrow(/differ from those that catalogue\.json lists \(model\.json\).*npm ci/);
});

test('prepareModels, writing the catalogue, changes nothing while the package is the same', async () => {
  await prepareModels(folder, { writeCatalogue: true });
  expect(JSON.parse(await readFile(join(folder, 'catalogue.json'), 'utf8'))).toEqual(CATALOGUE);
});

test('prepareModels, without the package, says which one and how to get it', async () => {
  await expect(prepareModels(folder, { root: folder })).rejects.toThrow(/nsfwjs@4\.4\.0.*not installed.*npm ci/);
});

test('prepareModels, another version of the package, is refused', async () => {
  await mkdir(join(folder, 'node_modules/nsfwjs'), { recursive: true });
  await writeFile(join(folder, 'node_modules/nsfwjs/package.json'), '{"version":"4.5.0"}');
  await expect(prepareModels(folder, { root: folder })).rejects.toThrow(/Expected nsfwjs@4\.4\.0.*4\.5\.0 is installed/);
});

test('catalogue, layers, are those of the graph: channels, stride, bytes fetched', async () => {
  await prepareModels(folder);
  const files = modelFolder(new URL(`file://${folder}/inception-v3/`));
  for (const layer of INCEPTION.layers) {
    let fetched = 0;
    const counted = {
      async read(path: string) {
        const bytes = await files.read(path);
        fetched += bytes.byteLength;
        return bytes;
      },
    };
    const graph = await loadGraph(counted, [layer.name]);
    const shape = nodeShapes(graph, 75 + 32 * 8, 75)[graph.nodes.findIndex((node) => node.name === layer.name)];
    const narrow = nodeShapes(graph, 75, 75)[graph.nodes.findIndex((node) => node.name === layer.name)];
    const stride = (32 * 8) / ((shape?.height ?? 0) - (narrow?.height ?? 0));
    expect({ channels: shape?.channels, stride, bytes: fetched }).toEqual({
      channels: layer.channels,
      stride: layer.stride,
      bytes: layer.bytes,
    });
  }
});

test('catalogue, sizes, a browser fetches at most 2.3 MB for mixed3 and 5.3 MB for mixed5', () => {
  const bytesTo = (name: string): number => INCEPTION.layers.find((layer) => layer.name === name)?.bytes ?? Number.NaN;
  expect(bytesTo('mixed3')).toBeLessThanOrEqual(2.3e6);
  expect(bytesTo('mixed5')).toBeLessThanOrEqual(5.3e6);
});

test('catalogue, offered layers, are the ones that stayed ImageNet’s', () => {
  expect(INCEPTION.layers.filter((layer) => layer.offered).map((layer) => layer.name)).toEqual([
    'mixed0',
    'mixed1',
    'mixed2',
    'mixed3',
    'mixed4',
    'mixed5',
  ]);
});
