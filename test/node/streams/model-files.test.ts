import { createHash } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ModelEntry, fetchCatalogue } from '../../../src/streams/worker/catalogue.ts';
import { ModelFiles } from '../../../src/streams/worker/model-files.ts';

const weights = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7) % 251));
const sha256 = createHash('sha256').update(weights).digest('hex');

const model: ModelEntry = {
  id: 'tiny',
  name: 'Tiny',
  folder: 'tiny',
  files: [
    { path: 'weights.bin', bytes: weights.length, sha256 },
    { path: 'gone.bin', bytes: 3, sha256 },
    { path: 'page.bin', bytes: 3, sha256 },
  ],
  layers: [{ name: 'one', channels: 4, stride: 2, note: 'lines', offered: true }],
};

interface Answer {
  readonly type: string;
  readonly body: string | Buffer;
}

let server: Server;
let modelsUrl: string;
let answers: Map<string, Answer>;

beforeAll(async () => {
  server = createServer((request, response) => {
    const answer = answers.get(request.url ?? '');
    response.writeHead(answer ? 200 : 404, { 'content-type': answer?.type ?? 'text/plain' }).end(answer?.body ?? 'nothing here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this form.
  modelsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/models/`;
});

afterAll(() => server.close());

beforeEach(() => {
  answers = new Map<string, Answer>([
    ['/models/catalogue.json', { type: 'application/json', body: JSON.stringify({ models: [model] }) }],
    ['/models/tiny/weights.bin', { type: 'application/octet-stream', body: weights }],
    ['/models/tiny/page.bin', { type: 'text/html', body: '<p>' }],
  ]);
});

describe('ModelFiles', () => {
  test('a file of the catalogue, comes whole, with its progress in bytes', async () => {
    const progress: (readonly [number, number])[] = [];
    const files = new ModelFiles(model, modelsUrl, (loaded, total) => progress.push([loaded, total]));
    expect(Buffer.from(await files.read('weights.bin'))).toEqual(weights);
    expect(progress.at(-1)).toEqual([weights.length, weights.length]);
  });

  test('one changed byte, is model-corrupt and names the file', async () => {
    const changed = Buffer.from(weights);
    changed[100] = (changed[100] ?? 0) ^ 1;
    answers.set('/models/tiny/weights.bin', { type: 'application/octet-stream', body: changed });
    await expect(read('weights.bin')).rejects.toMatchObject({
      code: 'model-corrupt',
      message: expect.stringContaining('weights.bin') as string,
    });
  });

  test('a file cut short, is model-corrupt and says how much came', async () => {
    answers.set('/models/tiny/weights.bin', { type: 'application/octet-stream', body: weights.subarray(0, 10) });
    await expect(read('weights.bin')).rejects.toMatchObject({
      code: 'model-corrupt',
      message: expect.stringContaining('10 bytes came') as string,
    });
  });

  test.each(['gone.bin', 'page.bin', 'unlisted.bin'])('%s that is not there, is model-missing and names it', async (path) => {
    await expect(read(path)).rejects.toMatchObject({ code: 'model-missing', message: expect.stringContaining(path) as string });
  });
});

describe('fetchCatalogue', () => {
  test('a catalogue, gives its models', async () => {
    expect(await fetchCatalogue(modelsUrl)).toEqual([model]);
  });

  test('no catalogue, is model-missing', async () => {
    answers.delete('/models/catalogue.json');
    await expect(fetchCatalogue(modelsUrl)).rejects.toMatchObject({ code: 'model-missing' });
  });

  test.each(['<p>', '{"models":[]}', '{"models":[{"id":"a"}]}'])('%s in its place, is model-corrupt', async (body) => {
    answers.set('/models/catalogue.json', { type: 'application/json', body });
    await expect(fetchCatalogue(modelsUrl)).rejects.toMatchObject({ code: 'model-corrupt' });
  });
});

async function read(path: string): Promise<ArrayBuffer> {
  return await new ModelFiles(model, modelsUrl, () => undefined).read(path);
}
