/**
 * Cuts a model into stages, so that a browser fetches only what the deepest layer it climbs needs:
 * stage k holds the weights that `targets[k]` needs and no target before it does.
 *
 * @typedef {import('./nsfwjs.js').Layer} Layer
 * @typedef {import('./nsfwjs.js').SourceModel} SourceModel
 * @typedef {import('./nsfwjs.js').WeightSpec} WeightSpec
 * @typedef {{ path: string, bytes: Uint8Array }} ModelFile
 */

/** What the parser, and tfjs-layers beside it, need to know of each kind of layer; the rest of a config only concerns training. */
const KEPT_CONFIG = /** @type {Record<string, readonly string[]>} */ ({
  InputLayer: ['dtype'],
  Conv2D: ['filters', 'kernel_size', 'strides', 'padding', 'activation', 'use_bias'],
  BatchNormalization: ['axis', 'epsilon', 'center', 'scale'],
  Activation: ['activation'],
  MaxPooling2D: ['pool_size', 'padding', 'strides'],
  AveragePooling2D: ['pool_size', 'padding', 'strides'],
  Concatenate: ['axis'],
});

/**
 * @param {SourceModel} model
 * @param {readonly string[]} targets layer names, shallowest first
 * @returns {ModelFile[]} model.json, then one shard a target, named after it; the same bytes on every run
 */
export function cutIntoStages(model, targets) {
  const byName = new Map(model.layers.map((layer) => [layer.name, layer]));
  /** @type {Set<string>} */
  const seen = new Set();
  const stages = targets.map((target) => ({ target, layers: ancestors(byName, target, seen) }));
  const shards = stages.map(({ target, layers }) => shardOf(model, `${target}.bin`, layers));
  const json = {
    format: 'layers-model',
    generatedBy: 'nsfwjs 4.4.0, cut to its convolutional part by prepare-models',
    modelTopology: {
      class_name: 'Model',
      config: topology(
        stages.flatMap((stage) => stage.layers),
        targets,
      ),
    },
    weightsManifest: shards.map(({ path, specs }) => ({ paths: [path], weights: specs })),
  };
  return [
    { path: 'model.json', bytes: new TextEncoder().encode(JSON.stringify(json)) },
    ...shards.map(({ path, bytes }) => ({ path, bytes })),
  ];
}

/**
 * The target and all layers it depends on that are not `seen` yet, each after its inputs. Adds them to `seen`.
 * @param {Map<string, Layer>} byName
 * @param {string} name
 * @param {Set<string>} seen
 * @returns {Layer[]}
 */
function ancestors(byName, name, seen) {
  if (seen.has(name)) return [];
  seen.add(name);
  const layer = byName.get(name);
  if (!layer) throw new Error(`The package's model has no layer ${name}.`);
  return [...inputsOf(layer).flatMap((input) => ancestors(byName, input, seen)), layer];
}

/**
 * @param {Layer} layer
 * @returns {string[]}
 */
function inputsOf(layer) {
  return layer.inbound_nodes.flatMap((node) => node.map(([name]) => name));
}

/**
 * @param {SourceModel} model
 * @param {string} path
 * @param {Layer[]} layers
 * @returns {ModelFile & { specs: WeightSpec[] }}
 */
function shardOf(model, path, layers) {
  const names = new Set(layers.map((layer) => layer.name));
  const own = [...model.weights].filter(([name]) => names.has(name.slice(0, name.indexOf('/'))));
  const order = new Map(layers.map((layer, index) => [layer.name, index]));
  const depth = (/** @type {string} */ weight) => order.get(weight.slice(0, weight.indexOf('/'))) ?? 0;
  own.sort(([a], [b]) => depth(a) - depth(b));
  return { path, bytes: Buffer.concat(own.map(([, weight]) => weight.bytes)), specs: own.map(([, weight]) => weight.spec) };
}

/**
 * @param {Layer[]} layers
 * @param {readonly string[]} targets
 */
function topology(layers, targets) {
  return {
    name: 'inception-v3',
    layers: layers.map(stripped),
    input_layers: layers.filter((layer) => layer.class_name === 'InputLayer').map((layer) => [layer.name, 0, 0]),
    output_layers: [[targets.at(-1), 0, 0]],
  };
}

/**
 * @param {Layer} layer
 * @returns {Layer}
 */
function stripped({ name, class_name, config, inbound_nodes }) {
  const kept = KEPT_CONFIG[class_name];
  if (!kept) throw new Error(`Layer ${name} is a ${class_name}; the kinds expected here are ${Object.keys(KEPT_CONFIG).join(', ')}.`);
  const entries = kept.filter((key) => key in config).map((key) => [key, config[key]]);
  const shape = class_name === 'InputLayer' ? { batch_input_shape: [null, null, null, 3] } : {};
  return { name, class_name, config: { name, ...shape, ...Object.fromEntries(entries) }, inbound_nodes };
}
