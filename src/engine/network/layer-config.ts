import { EngineError } from '../errors.ts';
import type { Extent, Padding } from './graph.ts';
import type { KerasLayer } from './model-file.ts';

/** The error for a layer the engine cannot run; `reason` says what about it. */
export function unsupported(layer: KerasLayer, reason: string): EngineError {
  return new EngineError(
    'layer-unsupported',
    `The engine cannot run layer ${layer.name} (${layer.kind}): ${reason}. Choose layers before it, or another model.`,
  );
}

/** Window of a pooling or convolution layer: how large, how far apart, how its borders are treated. */
export interface Window {
  readonly kernel: Extent;
  readonly stride: Extent;
  readonly padding: Padding;
}

/**
 * Reads the window a layer slides over its input.
 * @throws EngineError `layer-unsupported` for padding and layouts the engine lacks
 */
export function readWindow(layer: KerasLayer, kernelKey: 'kernel_size' | 'pool_size', strideDefault: 'one' | 'kernel'): Window {
  const { config } = layer;
  expectChannelsLast(layer);
  const kernel = extent(layer, kernelKey, config[kernelKey]);
  const stride = extent(layer, 'strides', config['strides'] ?? (strideDefault === 'one' ? 1 : kernel));
  const padding = config['padding'] ?? 'valid';
  if (padding !== 'same' && padding !== 'valid')
    throw unsupported(layer, `its padding is ${JSON.stringify(padding)}; same and valid are supported`);
  return { kernel, stride, padding };
}

/** @throws EngineError `layer-unsupported` unless the activation is linear or relu */
export function readRelu(layer: KerasLayer): boolean {
  const activation = layer.config['activation'] ?? 'linear';
  if (activation !== 'linear' && activation !== 'relu')
    throw unsupported(layer, `its activation is ${JSON.stringify(activation)}; linear and relu are supported`);
  return activation === 'relu';
}

/** @throws EngineError `layer-unsupported` for a convolution with dilation or groups */
export function expectPlainConvolution(layer: KerasLayer): void {
  const dilation = layer.config['dilation_rate'] ?? 1;
  if (extent(layer, 'dilation_rate', dilation).some((rate) => rate !== 1))
    throw unsupported(layer, `its dilation_rate is ${JSON.stringify(dilation)}; only 1 is supported`);
  const groups = layer.config['groups'] ?? 1;
  if (groups !== 1) throw unsupported(layer, `its groups are ${JSON.stringify(groups)}; only 1 is supported`);
}

/** @throws EngineError `layer-unsupported` unless the ReLU is max(0, x) and nothing more */
export function expectPlainRelu(layer: KerasLayer): void {
  const { config } = layer;
  const largest = config['max_value'] ?? null;
  if (largest !== null) throw unsupported(layer, `its max_value is ${JSON.stringify(largest)}; only an unbounded ReLU is supported`);
  for (const key of ['negative_slope', 'threshold']) {
    const value = config[key] ?? 0;
    if (value !== 0) throw unsupported(layer, `its ${key} is ${JSON.stringify(value)}; only 0 is supported`);
  }
}

/** @throws EngineError `layer-unsupported` unless the layer works on the last of the four axes, the channels */
export function expectChannelAxis(layer: KerasLayer): void {
  const value = layer.config['axis'] ?? -1;
  const axis: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (axis !== -1 && axis !== 3)
    throw unsupported(layer, `its axis is ${JSON.stringify(value)}; only the channels, 3 or -1, are supported`);
}

function expectChannelsLast(layer: KerasLayer): void {
  const format = layer.config['data_format'] ?? 'channels_last';
  if (format !== 'channels_last') throw unsupported(layer, `its data_format is ${JSON.stringify(format)}; only channels_last is supported`);
}

function extent(layer: KerasLayer, key: string, value: unknown): Extent {
  const sides: readonly unknown[] = Array.isArray(value) ? value : [value, value];
  const [height, width] = sides;
  if (isSize(height) && isSize(width)) return [height, width];
  throw new EngineError(
    'model-corrupt',
    `Expected ${key} of layer ${layer.name} to be one or two whole numbers from 1, got ${JSON.stringify(value)}. Prepare the models again.`,
  );
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1;
}
