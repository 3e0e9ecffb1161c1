import { EngineError } from '../errors.ts';

/** One layer of a Keras topology, as model.json tells it. */
export interface KerasLayer {
  readonly name: string;
  /** Keras's class name, e.g. `Conv2D`. */
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Names of the layers whose outputs it takes, in order. */
  readonly inputs: readonly string[];
  /** How many times the layer is applied; more than once means that it is shared. */
  readonly calls: number;
}

/** How a quantised value becomes a float: value · scale + min. */
export interface Quantization {
  readonly dtype: 'uint8' | 'uint16' | 'float16';
  readonly scale?: number;
  readonly min?: number;
}

export interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32';
  readonly quantization?: Quantization;
}

/** Shards whose bytes, end to end, hold the group's weights in order. */
export interface WeightGroup {
  readonly paths: readonly string[];
  readonly weights: readonly WeightEntry[];
}

/** What a tfjs layers model.json says: a functional or sequential Keras topology and where its weights are. */
export interface ModelFile {
  readonly layers: readonly KerasLayer[];
  readonly groups: readonly WeightGroup[];
}

/**
 * Reads the text of a tfjs layers model.json.
 * @throws EngineError `model-corrupt` when it is no such file
 */
export function readModelFile(text: string): ModelFile {
  try {
    const json = record(JSON.parse(text), 'model.json');
    const topology = record(json['modelTopology'], 'modelTopology');
    return {
      layers: readLayers(record(topology['model_config'] ?? topology, 'model_config')),
      groups: list(json['weightsManifest'], 'weightsManifest').map(readGroup),
    };
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new EngineError(
      'model-corrupt',
      `Expected model.json to be a tfjs layers model, but ${detail} Prepare the models again, or reload without the cache.`,
      { cause },
    );
  }
}

function readLayers(model: Readonly<Record<string, unknown>>): readonly KerasLayer[] {
  const config = model['config'];
  const entries = list(Array.isArray(config) ? config : record(config, 'config')['layers'], 'layers').map((entry) =>
    record(entry, 'a layer'),
  );
  return model['class_name'] === 'Sequential' ? sequential(entries) : entries.map(readLayer);
}

function readLayer(entry: Readonly<Record<string, unknown>>): KerasLayer {
  const config = record(entry['config'], 'config');
  const name = text(entry['name'] ?? config['name'], 'the name of a layer');
  const calls = list(entry['inbound_nodes'] ?? [], `inbound_nodes of ${name}`);
  const inputs = list(calls[0] ?? [], `inbound_nodes of ${name}`).map((node) =>
    text(list(node, `inbound_nodes of ${name}`)[0], `an input of ${name}`),
  );
  return { name, kind: text(entry['class_name'], `class_name of ${name}`), config, inputs, calls: calls.length };
}

/** A sequential model names no inputs: each layer takes the one before. An input layer is made where none is written down. */
function sequential(entries: readonly Readonly<Record<string, unknown>>[]): readonly KerasLayer[] {
  const read = entries.map(readLayer);
  const first = read[0];
  if (!first || first.kind === 'InputLayer') return chained(read);
  return chained([{ name: `${first.name}_input`, kind: 'InputLayer', config: first.config, inputs: [], calls: 1 }, ...read]);
}

function chained(layers: readonly KerasLayer[]): readonly KerasLayer[] {
  return layers.map((layer, index) => {
    const before = layers[index - 1];
    return { ...layer, inputs: before ? [before.name] : [], calls: 1 };
  });
}

function readGroup(value: unknown): WeightGroup {
  const group = record(value, 'a weight group');
  return {
    paths: list(group['paths'], 'paths').map((path) => text(path, 'a path')),
    weights: list(group['weights'], 'weights').map(readWeight),
  };
}

function readWeight(value: unknown): WeightEntry {
  const entry = record(value, 'a weight');
  const name = text(entry['name'], 'the name of a weight');
  if (entry['dtype'] !== 'float32') throw new TypeError(`weight ${name} should be float32 and is ${JSON.stringify(entry['dtype'])}.`);
  const shape = list(entry['shape'], `shape of ${name}`).map((side) => whole(side, `shape of ${name}`));
  return entry['quantization'] === undefined
    ? { name, shape, dtype: 'float32' }
    : { name, shape, dtype: 'float32', quantization: readQuantization(entry['quantization'], name) };
}

function readQuantization(value: unknown, name: string): Quantization {
  const { dtype, scale, min } = record(value, `quantization of ${name}`);
  if (dtype === 'float16') return { dtype };
  if ((dtype === 'uint8' || dtype === 'uint16') && typeof scale === 'number' && typeof min === 'number') return { dtype, scale, min };
  throw new TypeError(
    `weight ${name} should be quantised to uint8 or uint16 with scale and min, or to float16, and is ${JSON.stringify(value)}.`,
  );
}

function record(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError(`${what} is not an object.`);
  // Outside data: any object that JSON makes is a record of unknown values.
  return value as Readonly<Record<string, unknown>>;
}

function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`${what} is not a list.`);
  return value;
}

function text(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new TypeError(`${what} is not a text.`);
  return value;
}

function whole(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw new TypeError(`${what} holds ${JSON.stringify(value)}, which is no size.`);
  return value;
}
