import type { Graph } from './graph.ts';
import { readModelFile } from './model-file.ts';
import { readFile, type ModelFiles } from './model-files.ts';
import { expectSupported, parseModel } from './parse.ts';
import { neededLayers } from './topology.ts';
import { neededGroups, readWeights } from './weights.ts';

export type { ModelFiles } from './model-files.ts';

/**
 * Loads a tfjs layers model as far as the named layers need it: model.json, and only the weight shards of the layers they depend on.
 * @returns the graph, batch normalization folded, pruned to the named layers; the node of a named layer has its name
 * @throws EngineError `layer-unknown`, `layer-unsupported`, `model-missing`, `model-corrupt`, or `bad-params` when no layer is named
 */
export async function loadGraph(files: ModelFiles, layers: readonly string[]): Promise<Graph> {
  const model = readModelFile(new TextDecoder().decode(await readFile(files, 'model.json')));
  const needed = neededLayers(model.layers, layers);
  expectSupported(needed);
  const groups = neededGroups(model.groups, new Set(needed.map((layer) => layer.name)));
  return parseModel(model.layers, await readWeights(files, groups), layers);
}
