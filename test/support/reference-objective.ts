import type { Head } from '../../src/engine/network/graph.ts';
import type { Shape } from '../../src/engine/network/shapes.ts';
import type { GuideTerm, NeuronTerm, ObjectiveTerm } from '../../src/engine/objective.ts';

/** A layer's activations, HWC, and what else its terms may need. */
export interface Climbed {
  readonly shape: Shape;
  readonly values: Float64Array;
  /** The same layer's for the guide; none where there is no guide. */
  readonly guide?: Float64Array | undefined;
  readonly head?: Head | undefined;
  /** Width and height of the picture, and how far it is rolled. */
  readonly picture: readonly [width: number, height: number];
  readonly roll: readonly [x: number, y: number];
  /** Width and height of what the picture is a tile of; those of the picture unless given. */
  readonly whole?: readonly [width: number, height: number] | undefined;
}

/** A term's weighted value; adds d term / d activation to `seed`. Float64, one loop, no cleverness. */
export function addTerm(term: ObjectiveTerm, climbed: Climbed, seed: Float64Array): number {
  const { shape, values } = climbed;
  const { channels } = shape;
  const pixels = shape.height * shape.width;
  /** Adds weight · Σ share(index) · a[index]. */
  const linear = (share: (index: number) => number): number => {
    let sum = 0;
    values.forEach((value, index) => {
      sum += term.weight * share(index) * value;
      seed[index] = (seed[index] ?? 0) + term.weight * share(index);
    });
    return sum;
  };
  switch (term.kind) {
    case 'mean':
      return linear(() => 1 / values.length);
    case 'energy': {
      const half = linear((index) => (values[index] ?? 0) / values.length);
      linear((index) => (values[index] ?? 0) / values.length);
      return half;
    }
    case 'channel':
      return linear((index) => (index % channels === term.channel ? 1 / pixels : 0));
    case 'class': {
      const { classes, weights } = climbed.head ?? { classes: 0, weights: [] };
      return linear((index) => (weights[(index % channels) * classes + term.class] ?? 0) / pixels);
    }
    case 'neuron': {
      const only = neuronPixel(term, climbed) * channels + term.channel;
      return linear((index) => (index === only ? 1 : 0));
    }
    case 'guide':
      return guideTerm(term, climbed, seed);
    default:
      return term satisfies never;
  }
}

/** Where a neuron of the picture lies in the layer, once the picture is rolled. */
function neuronPixel({ x, y }: NeuronTerm, { shape, picture, roll }: Climbed): number {
  const along = (place: number, side: number, rolled: number, length: number): number => {
    const pixel = (Math.min(place * side, side - 1e-3) + rolled + 16 * side) % side;
    return Math.floor((pixel * length) / side);
  };
  return along(y, picture[1], roll[1], shape.height) * shape.width + along(x, picture[0], roll[0], shape.width);
}

function guideTerm(term: GuideTerm, { shape, values, guide, picture, roll, whole = picture }: Climbed, seed: Float64Array): number {
  const { height, width, channels } = shape;
  const positions = height * width;
  const features = guide ?? new Float64Array(values.length);
  const weight = term.weight / positions;
  // No more than 1024 of the guide's positions are looked at.
  const every = Math.ceil(positions / 1024);
  const feature = (of: Float64Array, at: number): Float64Array => of.subarray(at * channels, (at + 1) * channels);
  const add = (at: number, gradient: (channel: number) => number): void => {
    for (let channel = 0; channel < channels; channel++)
      seed[at * channels + channel] = (seed[at * channels + channel] ?? 0) + gradient(channel);
  };
  let value = 0;
  for (let p = 0; p < positions; p++) {
    const x = feature(values, p);
    if (term.match === 'dot') {
      const products = Array.from({ length: Math.ceil(positions / every) }, (_, q) => dot(x, feature(features, q * every)));
      const best = products.indexOf(Math.max(...products));
      value += weight * (products[best] ?? 0);
      add(p, (channel) => weight * (features[best * every * channels + channel] ?? 0));
      continue;
    }
    /** Where a position's middle is seen in the whole picture, and which of the guide's lies there. */
    const moved = (at: number, length: number, side: number, rolled: number, all: number): number => {
      const seen = (((at + 0.5) * side) / length - rolled + 16 * all) % all;
      return Math.floor((seen / all) * length + 1e-3) % length;
    };
    const [column, row] = [
      moved(p % width, width, picture[0], roll[0], whole[0]),
      moved(Math.floor(p / width), height, picture[1], roll[1], whole[1]),
    ];
    const q = row * width + column;
    const y = feature(features, q);
    value += caricature(x, y, term.power ?? 1) * weight;
    // Central differences of the float64 formula: another way than the kernel's.
    add(p, (channel) => {
      const moves = (by: number): number =>
        caricature(
          x.map((each, index) => (index === channel ? each + by : each)),
          y,
          term.power ?? 1,
        );
      return (weight * (moves(1e-5) - moves(-1e-5))) / 2e-5;
    });
  }
  return value;
}

const dot = (x: Float64Array, y: Float64Array): number => x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0);

/** Lucid's: d · max(c, 0.1)^power. */
function caricature(x: Float64Array, y: Float64Array, power: number): number {
  const d = dot(x, y);
  const cosine = d / (Math.sqrt(dot(x, x)) + 1e-4) / (Math.sqrt(dot(y, y)) + 1e-4);
  return d * Math.max(cosine, 0.1) ** power;
}
