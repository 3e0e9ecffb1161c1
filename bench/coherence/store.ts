import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decoded, encoded } from './pictures.ts';
import type { Bitmap } from './pictures.ts';

/** Counted up where a figure comes to mean something else: what was measured before is not taken for it. */
const VERSION = 3;

/** Something that was measured and its picture. */
export interface Kept<T> {
  readonly value: T;
  readonly picture: Bitmap | null;
}

interface Stored {
  readonly key: string;
  /** Of the type that was put there under this name and key. */
  readonly value: unknown;
  readonly pictured: boolean;
}

/** Keeps what is measured in a folder, so that a run that ends early, or is followed by another with the same settings, need not begin anew. */
export class Store {
  readonly #folder: string;
  readonly #resumes: boolean;

  /** @param resumes whether what is there is taken, where its settings are the same */
  constructor(folder: string, resumes: boolean) {
    this.#folder = folder;
    this.#resumes = resumes;
  }

  /** What was measured under this name with these settings; else measures and keeps it. */
  async once<T>(name: string, settings: unknown, measure: () => Promise<Kept<T>>): Promise<Kept<T>> {
    const key = createHash('sha256')
      .update(JSON.stringify([VERSION, settings]))
      .digest('hex');
    const found = this.#resumes ? await this.#read<T>(name, key) : null;
    if (found) return found;
    const kept = await measure();
    await mkdir(this.#folder, { recursive: true });
    if (kept.picture) await writeFile(join(this.#folder, `${name}.png`), encoded(kept.picture));
    const stored: Stored = { key, value: kept.value, pictured: kept.picture !== null };
    await writeFile(join(this.#folder, `${name}.json`), `${JSON.stringify(stored, null, 2)}\n`);
    return kept;
  }

  async #read<T>(name: string, key: string): Promise<Kept<T> | null> {
    const text = await readFile(join(this.#folder, `${name}.json`), 'utf8').catch(ifAbsent);
    if (text === null) return null;
    // Written above, under the same name and settings.
    const stored = JSON.parse(text) as Stored;
    if (stored.key !== key) return null;
    const picture = stored.pictured ? decoded(await readFile(join(this.#folder, `${name}.png`))) : null;
    return { value: stored.value as T, picture };
  }
}

function ifAbsent(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
