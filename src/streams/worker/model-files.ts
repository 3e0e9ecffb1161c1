import { sha256Of } from '../sha256.ts';
import { EngineError } from '../../engine/index.ts';
import { messageOf } from '../coded-error.ts';
import type { ModelEntry, ModelFile } from './catalogue.ts';

/** Bytes come so far and to come, of the files asked for. */
export type Progress = (loaded: number, total: number) => void;

const CACHE = 'pareidolia-models';

/**
 * Reads a model's files: from the browser's cache where they are kept by their hash, else from the network, checked against the
 * catalogue either way.
 */
export class ModelFiles {
  readonly #model: ModelEntry;
  readonly #folder: string;
  readonly #progress: Progress;
  #loaded = 0;
  #total = 0;

  /** @param modelsUrl where the catalogue lies, absolute */
  constructor(model: ModelEntry, modelsUrl: string, progress: Progress) {
    this.#model = model;
    this.#folder = new URL(`${model.folder.replace(/\/?$/, '')}/`, modelsUrl).href;
    this.#progress = progress;
  }

  /**
   * The bytes of one file.
   * @param path relative to the model's folder
   * @throws EngineError `model-missing` or `model-corrupt`, naming the file
   */
  async read(path: string): Promise<ArrayBuffer> {
    const file = this.#model.files.find((known) => known.path === path);
    if (!file) throw new EngineError('model-missing', `The model ${this.#model.name} has no file “${path}” in its catalogue.`);
    this.#total += file.bytes;
    const cache = await openCache();
    const url = new URL(path, this.#folder).href;
    const key = `${url}?sha256=${file.sha256}`;
    const kept = await (await cache?.match(key))?.arrayBuffer();
    if (kept && (await isFile(kept, file))) {
      this.#count(file.bytes);
      return kept;
    }
    const bytes = await this.#fetch(url, file);
    // A full disk only costs the next visit a download.
    await cache?.put(key, new Response(bytes)).catch(() => undefined);
    return bytes;
  }

  async #fetch(url: string, file: ModelFile): Promise<ArrayBuffer> {
    // Ours is the cache that is checked: a damaged file in the browser's own would come again and again.
    const response = await fetch(url, { cache: 'no-cache' }).catch((cause: unknown) => {
      throw new EngineError('model-missing', `${file.path} could not be fetched from ${url}: ${messageOf(cause)}`, { cause });
    });
    // A server for single-page applications answers with its page where a file is missing.
    const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
    if (!response.ok || isPage || response.body === null) {
      throw new EngineError('model-missing', `${file.path} is not at ${url} (${isPage ? 'a page came' : String(response.status)}).`);
    }
    const bytes = await this.#collect(response.body);
    if (await isFile(bytes, file)) return bytes;
    throw new EngineError(
      'model-corrupt',
      `${file.path} is not the file of the catalogue: expected ${String(file.bytes)} bytes with SHA-256 ${file.sha256}, ${String(bytes.byteLength)} bytes came.`,
    );
  }

  async #collect(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<ArrayBuffer> {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    const reader = body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      chunks.push(part.value);
      this.#count(part.value.byteLength);
    }
    return await new Blob(chunks).arrayBuffer();
  }

  #count(bytes: number): void {
    this.#loaded += bytes;
    this.#progress(this.#loaded, this.#total);
  }
}

/** The cache, or `null` where the browser keeps none (private windows of some). */
async function openCache(): Promise<Cache | null> {
  if (!('caches' in globalThis)) return null;
  return await caches.open(CACHE).catch(() => null);
}

async function isFile(bytes: ArrayBuffer, file: ModelFile): Promise<boolean> {
  if (bytes.byteLength !== file.bytes) return false;
  return (await sha256Of(bytes)) === file.sha256;
}
