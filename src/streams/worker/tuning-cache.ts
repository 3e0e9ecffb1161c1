import type { TuningStore } from '../../engine/index.ts';

const CACHE = 'pareidolia-tuning';

/**
 * Keeps tunings in the browser's cache, beside the models. Where there is none (private windows of some) or it is full, nothing is kept: the next visit
 * measures again.
 */
export class TuningCache implements TuningStore {
  readonly #folder: string;

  /** @param modelsUrl where the catalogue lies, absolute */
  constructor(modelsUrl: string) {
    this.#folder = modelsUrl;
  }

  async read(key: string): Promise<string | null> {
    try {
      const cache = await openCache();
      return (await (await cache?.match(this.#urlOf(key)))?.text()) ?? null;
    } catch {
      return null;
    }
  }

  async write(key: string, value: string): Promise<void> {
    try {
      const cache = await openCache();
      await cache?.put(this.#urlOf(key), new Response(value, { headers: { 'content-type': 'application/json' } }));
    } catch {
      // A full disk only costs the next visit its measurements.
    }
  }

  /** Caches keep pages: a tuning is one beside the models that no server has. */
  #urlOf(key: string): string {
    return new URL(`tuning.json?for=${encodeURIComponent(key)}`, this.#folder).href;
  }
}

async function openCache(): Promise<Cache | null> {
  return 'caches' in globalThis ? await caches.open(CACHE) : null;
}
