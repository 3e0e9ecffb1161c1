/** What every term has: a layer and how much it counts. A negative weight climbs away. */
interface Share {
  readonly layer: string;
  readonly weight: number;
}

/** The mean of the layer's activations (TensorFlow's DeepDream tutorial). */
export interface MeanTerm extends Share {
  readonly kind: 'mean';
}

/** The mean of their squares (Google's notebook, but for a factor, and Keras's example). */
export interface EnergyTerm extends Share {
  readonly kind: 'energy';
}

/** The mean of one channel, counted from 0. */
export interface ChannelTerm extends Share {
  readonly kind: 'channel';
  readonly channel: number;
}

/** One channel at one place: `x` and `y` in shares of the picture's width and height, 0 to 1. */
export interface NeuronTerm extends Share {
  readonly kind: 'neuron';
  readonly channel: number;
  readonly x: number;
  readonly y: number;
}

/** A class's score before its activation, without its bias; `layer` is what the model's head sits on. Classes are counted from 0. */
export interface ClassTerm extends Share {
  readonly kind: 'class';
  readonly class: number;
}

/**
 * How a guide's features are climbed toward, as a mean over the layer's positions p with features x, the guide's being y:
 * - `dot`: max over the guide's positions q of x(p) · y(q), as Google's DeepDream notebook matches a guide image; over every n-th of them where there are
 *   more than 1024;
 * - `cosine`: d · max(c, 0.1)^power with d = x(p) · y(p) and c = d / (|x(p)| |y(p)|), Lucid's caricature: the guide lies over the whole picture, the
 *   same place is the same share of its width and height, in tiles and rolled too.
 */
export type GuideMatch = 'dot' | 'cosine';

/** The features of a guide, a picture that plans are shown beforehand. Without a guide it counts nothing. */
export interface GuideTerm extends Share {
  readonly kind: 'guide';
  readonly match: GuideMatch;
  /** Of the cosine, ≥ 0; with `cosine` only. {@link CARICATURE_POWER} unless given. */
  readonly power?: number;
}

/** What to climb is a weighted sum of terms over a network's layers. */
export type ObjectiveTerm = MeanTerm | EnergyTerm | ChannelTerm | NeuronTerm | ClassTerm | GuideTerm;

export type Objective = readonly ObjectiveTerm[];

/** What a caricature's cosine is raised to where nothing else is said. */
export const CARICATURE_POWER = 1;

/** Objectives added up. */
export const sum = (...objectives: readonly Objective[]): Objective => objectives.flat();

/** An objective times a factor: below 0 it is climbed away from. */
export const scale = (objective: Objective, factor: number): Objective =>
  objective.map((term) => ({ ...term, weight: term.weight * factor }));

/** The layers an objective names, each once. */
export const layersOf = (objective: Objective): readonly string[] => [...new Set(objective.map((term) => term.layer))];

/** A layer that an objective guides, and how: plans are made for these. */
export interface GuidedLayer {
  readonly layer: string;
  readonly match: GuideMatch;
}

/** The layers an objective guides, each match once, sorted: equal wishes are equal lists. */
export function guidedLayersOf(objective: Objective): readonly GuidedLayer[] {
  const guided = objective.flatMap((term) => (term.kind === 'guide' ? [{ layer: term.layer, match: term.match }] : []));
  const byName = new Map(guided.map((each) => [`${each.layer} ${each.match}`, each]));
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

/** Whether two lists of guided layers, both sorted, are the same. */
export const sameGuided = (a: readonly GuidedLayer[], b: readonly GuidedLayer[]): boolean =>
  a.length === b.length && a.every(({ layer, match }, index) => layer === b[index]?.layer && match === b[index].match);
