import { createHash } from 'node:crypto';
import type { BrowserContext } from '@playwright/test';
import { TINY_LAYERS, tinyFiles } from '../../support/tiny-network.ts';

/** Files by their path below `models/`; one that is `null` is missing. */
export type ModelFolder = Map<string, Buffer | null>;

const channels = { tiny0: 22, tiny1: 35, tiny2: 11 } as const satisfies Record<(typeof TINY_LAYERS)[number], number>;

/** A catalogue with the tiny network as its only model, and the files it lists. */
export async function tinyModel(): Promise<ModelFolder> {
  const source = tinyFiles();
  const folder: ModelFolder = new Map();
  const files: { readonly path: string; readonly bytes: number; readonly sha256: string }[] = [];
  for (const path of ['model.json', ...TINY_LAYERS.map((name) => `${name}.bin`)]) {
    const bytes = Buffer.from(await source.read(path));
    folder.set(`tiny/${path}`, bytes);
    files.push({ path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  const layers = TINY_LAYERS.map((name, index) => ({
    name,
    channels: channels[name],
    stride: index === 0 ? 4 : 8,
    note: '',
    offered: true,
  }));
  const model = { id: 'tiny', name: 'Tiny', folder: 'tiny', range: [-1, 1], source: 'made for tests', licence: 'MIT', files, layers };
  return folder.set('catalogue.json', Buffer.from(JSON.stringify({ models: [model] })));
}

/** Serves these files in place of the models: the real app then runs on a network that a machine without a GPU can dream by at once. */
export async function serveModel(context: BrowserContext, folder: ModelFolder): Promise<void> {
  await context.route('**/models/**', async (route) => {
    const file = folder.get(new URL(route.request().url()).pathname.replace(/^.*\/models\//, ''));
    if (!file) await route.fulfill({ status: 404, body: 'not found' });
    else await route.fulfill({ body: file, contentType: 'application/octet-stream' });
  });
}
