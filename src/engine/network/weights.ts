import { io, type NamedTensorMap } from '@tensorflow/tfjs-core';
import { EngineError } from '../errors.ts';
import type { WeightEntry, WeightGroup } from './model-file.ts';
import { readFile, type ModelFiles } from './model-files.ts';
import { ensureTensorBackend } from './weight-store.ts';

export interface Weight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** By name, e.g. `conv2d_1/kernel`. */
export type Weights = ReadonlyMap<string, Weight>;

/** Bytes that one stored value takes. */
const BYTES = { float32: 4, uint8: 1, uint16: 2, float16: 2 } as const;

/** The groups that hold a weight of one of the named layers; the others need not be fetched. */
export function neededGroups(groups: readonly WeightGroup[], layers: ReadonlySet<string>): readonly WeightGroup[] {
  return groups.filter((group) => group.weights.some((weight) => layers.has(layerOf(weight))));
}

/**
 * Reads and dequantises whole groups of weights with `tf.io`.
 * @throws EngineError `model-missing` when a shard cannot be read, `model-corrupt` when it is not what the manifest says
 */
export async function readWeights(files: ModelFiles, groups: readonly WeightGroup[]): Promise<Weights> {
  await ensureTensorBackend();
  const decoded = await Promise.all(groups.map((group) => readGroup(files, group)));
  return new Map(decoded.flat());
}

/** Weights of the right shapes, all zero. */
export function zeroWeights(groups: readonly WeightGroup[]): Weights {
  const entries = groups.flatMap((group) => group.weights);
  return new Map(entries.map(({ name, shape }) => [name, { shape, values: new Float32Array(sizeOf(shape)) }]));
}

async function readGroup(files: ModelFiles, group: WeightGroup): Promise<readonly (readonly [string, Weight])[]> {
  const shards = await Promise.all(group.paths.map((path) => readFile(files, path)));
  const expected = group.weights.reduce((sum, weight) => sum + byteLength(weight), 0);
  const found = shards.reduce((sum, shard) => sum + shard.byteLength, 0);
  if (found !== expected) throw corrupt(group, `holds ${String(found)} bytes where model.json promises ${String(expected)}`);
  return await decode(shards, group);
}

async function decode(shards: ArrayBuffer[], group: WeightGroup): Promise<readonly (readonly [string, Weight])[]> {
  const tensors = tensorsOf(shards, group);
  try {
    return await Promise.all(
      Object.entries(tensors).map(
        async ([name, tensor]) => [name, { shape: tensor.shape, values: Float32Array.from(await tensor.data()) }] as const,
      ),
    );
  } finally {
    for (const tensor of Object.values(tensors)) tensor.dispose();
  }
}

function tensorsOf(shards: ArrayBuffer[], group: WeightGroup): NamedTensorMap {
  try {
    return io.decodeWeights(shards, group.weights.map(toManifestEntry));
  } catch (cause) {
    throw corrupt(group, 'could not be decoded', cause);
  }
}

/** tf.io's own types ask for mutable lists, and for scale and min even of float16. */
function toManifestEntry({ name, shape, dtype, quantization }: WeightEntry): io.WeightsManifestEntry {
  const entry = { name, shape: [...shape], dtype };
  if (!quantization) return entry;
  return { ...entry, quantization: { ...quantization } };
}

function corrupt(group: WeightGroup, what: string, cause?: unknown): EngineError {
  return new EngineError(
    'model-corrupt',
    `The model's file ${group.paths.join(', ')} ${what}. Run \`npm run models\`, or reload without the cache.`,
    { cause },
  );
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);

function byteLength({ shape, dtype, quantization }: WeightEntry): number {
  return sizeOf(shape) * BYTES[quantization?.dtype ?? dtype];
}

/** `conv2d_1/kernel` belongs to layer `conv2d_1`; a layer's own name may hold slashes. */
function layerOf(weight: WeightEntry): string {
  return weight.name.slice(0, weight.name.lastIndexOf('/'));
}
