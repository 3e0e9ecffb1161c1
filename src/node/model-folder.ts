import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EngineError } from '../engine/index.ts';
import type { ModelFiles } from '../engine/index.ts';

/** The files of a prepared model, from `public/models/<name>` under the current folder. */
export function modelFolder(name: string): ModelFiles {
  if (!/^[\w.-]+$/.test(name)) throw new EngineError('model-missing', `Expected a model's name such as inception-v3, got "${name}".`);
  const folder = resolve('public/models', name);
  return {
    async read(path) {
      try {
        return new Uint8Array(await readFile(resolve(folder, path))).buffer;
      } catch (cause) {
        throw new EngineError('model-missing', `Expected ${path} of the model ${name} in ${folder}. Run npm run models.`, { cause });
      }
    },
  };
}
