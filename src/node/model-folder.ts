import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EngineError } from '../engine/index.ts';
import type { ModelFiles } from '../engine/index.ts';

/**
 * The files of a prepared model.
 * @param model its name, looked for in `public/models` of the current folder, then of the package this file belongs to; or the path of a folder with a model.json
 */
export function modelFolder(model: string): ModelFiles {
  const folder = folderOf(model);
  return {
    async read(path) {
      try {
        return new Uint8Array(await readFile(resolve(folder, path))).buffer;
      } catch (cause) {
        throw new EngineError(
          'model-missing',
          `Expected ${path} of the model ${model} in ${folder}. Check the name; in a checkout, run npm run models.`,
          { cause },
        );
      }
    },
  };
}

function folderOf(model: string): string {
  if (/[\\/]/.test(model)) return resolve(model);
  if (!/^[\w.-]+$/.test(model)) {
    throw new EngineError('model-missing', `Expected a model’s name such as inception-v3, or the path of its folder, got "${model}".`);
  }
  const places = ['.', ...parents(import.meta.dirname)].map((place) => resolve(place, 'public/models', model));
  return places.find((place) => existsSync(join(place, 'model.json'))) ?? resolve('public/models', model);
}

function parents(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...parents(parent)];
}
