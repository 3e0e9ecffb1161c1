import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ModelFiles } from '../../src/engine/network/load.ts';

/** InceptionV3 as `npm run models` prepared it, read from public/models. Node only. */
export const inceptionFiles: ModelFiles = modelFolder(new URL('../../public/models/inception-v3/', import.meta.url));

/** The files of a model's folder on disk. Node only. */
export function modelFolder(folder: URL): ModelFiles {
  return {
    async read(path) {
      const bytes = await readFile(fileURLToPath(new URL(path, folder)));
      return new Uint8Array(bytes).buffer;
    },
  };
}
