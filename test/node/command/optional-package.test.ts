import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modelFolder } from '../../../src/node/model-folder.ts';
import { optionalPackage } from '../../../src/node/optional-package.ts';

test('an optional package that is missing, is named with what it is for and how to get it', async () => {
  const name = 'pareidolia-has-no-such-package';
  const missing = optionalPackage(name, 'is for tests', () => import(/* @vite-ignore */ name));
  await expect(missing).rejects.toThrow(
    /^Expected the npm package pareidolia-has-no-such-package, which is for tests; it could not be loaded \(.+\)\. Run: npm install pareidolia-has-no-such-package$/,
  );
});

test('a model, is found by its name and by the path of its folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'model-'));
  await writeFile(join(folder, 'model.json'), '{}');
  expect((await modelFolder(folder).read('model.json')).byteLength).toBe(2);
  await rm(folder, { recursive: true });
  expect((await modelFolder('inception-v3').read('model.json')).byteLength).toBeGreaterThan(1000);
});

test('a model that is not there, is told with where it was looked for', async () => {
  await expect(modelFolder('inception-v9').read('model.json')).rejects.toThrow(
    /Expected model\.json of the model inception-v9 in .*public\/models\/inception-v9\. Check the name; in a checkout, run npm run models\./,
  );
  expect(() => modelFolder('a b')).toThrow(/Expected a model’s name such as inception-v3, or the path of its folder, got "a b"/);
});
