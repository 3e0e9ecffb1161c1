/** A layer of a Keras functional topology, as model.json writes it. */
export interface LayerJson {
  readonly class_name: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inbound_nodes: readonly (readonly (readonly [string, number, number, Readonly<Record<string, never>>])[])[];
}

/** A weight's name, shape and how its random values spread: centre ± spread, uniformly. */
export interface WeightSketch {
  readonly name: string;
  readonly shape: readonly number[];
  readonly centre: number;
  readonly spread: number;
}

/** A layer and the weights it owns. */
export interface Sketch {
  readonly layer: LayerJson;
  readonly weights: readonly WeightSketch[];
}

/** Any layer without weights. */
export function layer(class_name: string, name: string, inputs: readonly string[], config: Readonly<Record<string, unknown>> = {}): Sketch {
  const inbound_nodes = inputs.length === 0 ? [] : [inputs.map((input) => [input, 0, 0, {}] as const)];
  return { layer: { class_name, name, config: { name, ...config }, inbound_nodes }, weights: [] };
}

export interface ConvSketch {
  readonly kernel: readonly [number, number];
  readonly from: number;
  readonly to: number;
  readonly stride?: readonly [number, number];
  readonly padding?: 'same' | 'valid';
  readonly activation?: 'linear' | 'relu';
  readonly bias?: boolean;
}

/** A convolution whose random weights keep the size of what passes through: spread √(6 / fan-in). */
export function conv(
  name: string,
  input: string,
  { kernel, from, to, stride = [1, 1], padding = 'same', activation = 'relu', bias = true }: ConvSketch,
): Sketch {
  const config = { filters: to, kernel_size: kernel, strides: stride, padding, activation, use_bias: bias };
  const { layer: made } = layer('Conv2D', name, [input], config);
  const weights = [
    { name: `${name}/kernel`, shape: [...kernel, from, to], centre: 0, spread: Math.sqrt(6 / (kernel[0] * kernel[1] * from)) },
  ];
  return { layer: made, weights: bias ? [...weights, { name: `${name}/bias`, shape: [to], centre: 0.05, spread: 0.1 }] : weights };
}

/** Batch normalization with everything it may learn; `scale` and `center` say whether gamma and beta are there. */
export function batchNorm(name: string, input: string, channels: number, { scale = true, center = true, epsilon = 0.001 } = {}): Sketch {
  const { layer: made } = layer('BatchNormalization', name, [input], { axis: 3, scale, center, epsilon });
  const weight = (kind: string, centre: number, spread: number): WeightSketch => ({
    name: `${name}/${kind}`,
    shape: [channels],
    centre,
    spread,
  });
  const learnt = [...(scale ? [weight('gamma', 1, 0.4)] : []), ...(center ? [weight('beta', 0.1, 0.2)] : [])];
  return { layer: made, weights: [...learnt, weight('moving_mean', 0, 0.1), weight('moving_variance', 0.8, 0.5)] };
}

export function pool(
  kind: 'MaxPooling2D' | 'AveragePooling2D',
  name: string,
  input: string,
  size: number,
  stride: number,
  padding: 'same' | 'valid',
): Sketch {
  return layer(kind, name, [input], { pool_size: [size, size], strides: [stride, stride], padding });
}
