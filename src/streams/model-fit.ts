import type { Objective, ObjectiveTerm } from '../engine/index.ts';
import { formatObjective, parseObjective } from './settings/objective-text.ts';
import type { LayerWeights } from './settings/setting.ts';
import type { LayerInfo } from './states.ts';

/** What a model can take of something, and a sentence for each part that it cannot. */
export interface Fit<Value> {
  readonly kept: Value;
  readonly problems: readonly string[];
}

/** The weights of layers that the model has; all of them while its layers are not known. */
export function fitLayers(weights: LayerWeights, layers: readonly LayerInfo[]): Fit<LayerWeights> {
  const has = (layer: string): boolean => layers.length === 0 || layers.some(({ name }) => name === layer);
  const unknown = Object.keys(weights).filter((layer) => !has(layer));
  const kept = Object.fromEntries(Object.entries(weights).filter(([layer]) => has(layer)));
  return { kept, problems: unknown.map((layer) => noLayer(layer)) };
}

/**
 * The terms of a written objective whose layers and channels the model has; all of them while its layers are not known. Classes are the engine's to tell: the
 * catalogue does not know them.
 * @throws ObjectiveTextError
 */
export function fitObjective(text: string, layers: readonly LayerInfo[]): Fit<string> {
  if (text.trim() === '' || layers.length === 0) return { kept: text, problems: [] };
  const found = parseObjective(text).map((term) => ({ term, problem: problemOf(term, layers) }));
  const problems = found.flatMap(({ problem }) => problem ?? []);
  if (problems.length === 0) return { kept: text, problems };
  const kept: Objective = found.filter(({ problem }) => problem === null).map(({ term }) => term);
  return { kept: formatObjective(kept), problems: [...new Set(problems)] };
}

function problemOf(term: ObjectiveTerm, layers: readonly LayerInfo[]): string | null {
  const layer = layers.find(({ name }) => name === term.layer);
  if (!layer) return noLayer(term.layer);
  const counts = term.kind === 'channel' || term.kind === 'neuron';
  if (!counts || term.channel < layer.channels) return null;
  return `The model’s layer “${term.layer}” has the channels 0 to ${String(layer.channels - 1)}, not ${String(term.channel)}.`;
}

const noLayer = (layer: string): string => `The model has no layer called “${layer}”.`;
