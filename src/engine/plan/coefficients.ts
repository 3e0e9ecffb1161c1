import { EngineError } from '../errors.ts';
import type { Head } from '../network/graph.ts';
import { CARICATURE_POWER } from '../objective.ts';
import type { ClassTerm, GuideTerm, NeuronTerm, ObjectiveTerm } from '../objective.ts';
import type { Size } from '../octaves.ts';
import type { Tensor } from './layout.ts';

/** Room for this many neurons a layer. */
const MOST_NEURONS = 32;

/** What a layer's coefficients are made for: its tensor, the size of the plan's picture, and the model's head where there is one. */
export interface Weighed {
  readonly tensor: Tensor;
  readonly size: Size;
  readonly head: Head | null;
}

/** How many quads a layer's coefficients take, whatever is climbed; see objective.wgsl. */
export const coefficientQuads = (tensor: Tensor): number => 2 * tensor.quads + 1 + MOST_NEURONS;

/**
 * What a layer's terms come to, as objective.wgsl reads it: for each stored channel a linear coefficient, then for each a quadratic one, so that the layer's
 * share of the objective is Σ linear·a + quadratic/2·a² over all pixels and channels; then the neurons.
 * @throws EngineError `bad-params` for a channel or a class that there is not, a head that is not there, or more neurons than there is room for
 */
export function coefficientsOf(terms: readonly ObjectiveTerm[], weighed: Weighed): Float32Array<ArrayBuffer> {
  const { tensor, size } = weighed;
  const stored = tensor.logical.length;
  const values = new Float32Array(4 * coefficientQuads(tensor));
  for (const term of terms) {
    const share = sharesOf(term, weighed);
    tensor.logical.forEach((channel, index) => {
      if (channel < 0) return;
      const [linear, quadratic] = share(channel);
      values[index] = (values[index] ?? 0) + linear;
      values[stored + index] = (values[stored + index] ?? 0) + quadratic;
    });
  }
  const neurons = terms.filter((term) => term.kind === 'neuron');
  if (neurons.length > MOST_NEURONS) throw tooMany(neurons);
  values.set([size.width, size.height, neurons.length, 0], 2 * stored);
  neurons.forEach((neuron, index) => {
    values.set(quadOf(neuron, tensor), 2 * stored + 4 * (index + 1));
  });
  return values;
}

/** Whether a number among a layer's coefficients makes seeds; the others are places and sizes. */
const isSeed = (index: number, { logical }: Tensor): boolean => {
  const channels = 2 * logical.length;
  return index < channels || (index >= channels + 4 && index % 4 === 3);
};

/** The largest seed that a layer's coefficients make, but for activations: what float16 must hold. */
export const largestSeed = (values: Float32Array, tensor: Tensor): number =>
  values.reduce((largest, value, index) => (isSeed(index, tensor) ? Math.max(largest, Math.abs(value)) : largest), 0);

/** The same coefficients with all seeds times a factor. */
export const scaledSeeds = (values: Float32Array<ArrayBuffer>, tensor: Tensor, factor: number): Float32Array<ArrayBuffer> =>
  values.map((value, index) => (isSeed(index, tensor) ? value * factor : value));

/**
 * A guided layer's one quad of coefficients, as guide-dot.wgsl and guide-cosine.wgsl read it: weight a position, power, width and height of the plan's picture.
 * @throws EngineError `bad-params` for terms of different powers: they share the guide's features, and their kernel
 */
export function guideCoefficients(terms: readonly GuideTerm[], { tensor, size }: Omit<Weighed, 'head'>): Float32Array<ArrayBuffer> {
  const [power = 0, ...others] = new Set(terms.map(powerOf));
  const weight = terms.reduce((sum, term) => sum + term.weight, 0) / (tensor.height * tensor.width);
  if (others.length === 0) return Float32Array.of(weight, power, size.width, size.height);
  const came = [power, ...others].join(' and ');
  throw new EngineError('bad-params', `Expected one power for the guide of ${terms[0]?.layer ?? ''}, got ${came}. Choose one of them.`);
}

/** A feature of this size is what a guide's seeds are reckoned with, for float16: a guess at what networks have, with room above and below. */
const USUAL_FEATURE = 4;

/** About the largest seed that a guided layer's coefficients make. */
export const largestGuideSeed = ([weight = 0, power = 0]: Float32Array): number => Math.abs(weight) * (1 + power) * USUAL_FEATURE;

const powerOf = (term: GuideTerm): number => (term.match === 'cosine' ? (term.power ?? CARICATURE_POWER) : 0);

/** A term's linear and quadratic coefficient of each channel. */
function sharesOf(term: ObjectiveTerm, { tensor, head }: Weighed): (channel: number) => readonly [linear: number, quadratic: number] {
  const pixels = tensor.height * tensor.width;
  const { weight } = term;
  switch (term.kind) {
    case 'mean':
      return () => [weight / (pixels * tensor.channels), 0];
    case 'energy':
      return () => [0, (2 * weight) / (pixels * tensor.channels)];
    case 'channel':
      expectChannel(term.layer, term.channel, tensor);
      return (channel) => [channel === term.channel ? weight / pixels : 0, 0];
    case 'class': {
      const { classes, weights } = headOf(term, head);
      return (channel) => [((weights[channel * classes + term.class] ?? 0) * weight) / pixels, 0];
    }
    case 'neuron':
      expectChannel(term.layer, term.channel, tensor);
      return () => [0, 0];
    case 'guide':
      return () => [0, 0];
    default:
      return term satisfies never;
  }
}

/** The right and lower edges belong to the last pixel. */
const LAST_PLACE = 1 - 2 ** -20;

function quadOf({ channel, x, y, weight }: NeuronTerm, { logical }: Tensor): readonly number[] {
  return [Math.min(x, LAST_PLACE), Math.min(y, LAST_PLACE), logical.indexOf(channel), weight];
}

function expectChannel(layer: string, channel: number, { channels }: Tensor): void {
  if (Number.isInteger(channel) && channel >= 0 && channel < channels) return;
  throw new EngineError(
    'bad-params',
    `Expected a channel of ${layer} from 0 to ${String(channels - 1)}, got ${String(channel)}. Choose one of those.`,
  );
}

function headOf(term: ClassTerm, head: Head | null): Head {
  if (!head) {
    throw new EngineError(
      'bad-params',
      `Expected a model whose head (a global average pool and a dense layer) sits on ${term.layer}, but this one has none there. Choose another model, or a channel.`,
    );
  }
  if (head.layer !== term.layer) {
    throw new EngineError(
      'bad-params',
      `Expected the layer that the model's head sits on, ${head.layer}, got ${term.layer}. Choose that one.`,
    );
  }
  if (Number.isInteger(term.class) && term.class >= 0 && term.class < head.classes) return head;
  throw new EngineError(
    'bad-params',
    `Expected a class from 0 to ${String(head.classes - 1)}, got ${String(term.class)}. Choose one of those.`,
  );
}

function tooMany(neurons: readonly NeuronTerm[]): EngineError {
  const layer = neurons[0]?.layer ?? '';
  return new EngineError(
    'bad-params',
    `Expected at most ${String(MOST_NEURONS)} neurons of ${layer}, got ${String(neurons.length)}. Choose fewer, or a channel.`,
  );
}
