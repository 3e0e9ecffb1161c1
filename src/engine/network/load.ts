import type { Graph } from './graph.ts';
import { headOn } from './head.ts';
import { readModelFile, type ModelFile } from './model-file.ts';
import { readFile, type ModelFiles } from './model-files.ts';
import { expectSupported, parseModel } from './parse.ts';
import { neededLayers } from './topology.ts';
import { neededGroups, readWeights, zeroWeights } from './weights.ts';

export type { ModelFiles } from './model-files.ts';

/**
 * Loads a tfjs layers model as far as the named layers need it: model.json, and only the weight shards of the layers they depend on.
 * @param outlined is given the same graph as soon as model.json is there, all its weights zero: enough to plan by, and to compile shaders while the weights
 * are on their way
 * @returns the graph, batch normalization folded, pruned to the named layers, with the model's head where it sits on one of them; the node of a named layer
 * has its name
 * @throws EngineError `layer-unknown`, `layer-unsupported`, `model-missing`, `model-corrupt`, or `bad-params` when no layer is named
 */
export async function loadGraph(files: ModelFiles, layers: readonly string[], outlined?: (outline: Graph) => void): Promise<Graph> {
  const model = await readTopology(files, layers);
  const weights = readWeights(files, model.groups);
  outlined?.(parseModel(model.layers, zeroWeights(model.groups), layers));
  return parseModel(model.layers, await weights, layers);
}

/** What model.json says, and which of its groups of weights the named layers need. */
async function readTopology(files: ModelFiles, layers: readonly string[]): Promise<ModelFile> {
  const model = readModelFile(new TextDecoder().decode(await readFile(files, 'model.json')));
  const needed = neededLayers(model.layers, layers);
  expectSupported(needed);
  const head = headOn(model.layers, layers);
  const names = [...needed, ...(head ? [head.dense] : [])].map((layer) => layer.name);
  return { ...model, groups: neededGroups(model.groups, new Set(names)) };
}
