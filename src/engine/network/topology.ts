import { EngineError } from '../errors.ts';
import type { KerasLayer } from './model-file.ts';

/** Layers that do nothing once training is over. */
const IDENTITIES: ReadonlySet<string> = new Set([
  'Dropout',
  'SpatialDropout2D',
  'AlphaDropout',
  'GaussianDropout',
  'GaussianNoise',
  'ActivityRegularization',
]);

/** How many names an error lists before it stops. */
const NAMES_LISTED = 40;

/**
 * The layers that the asked ones depend on, and they themselves, each after its inputs; the rest of the model, its head say, is left out.
 * @throws EngineError `bad-params` when none is asked, `layer-unknown` for a name the model lacks, `model-corrupt` for a broken topology
 */
export function neededLayers(layers: readonly KerasLayer[], asked: readonly string[]): readonly KerasLayer[] {
  if (asked.length === 0) throw new EngineError('bad-params', 'Expected the name of at least one layer to dream of, got none.');
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  for (const name of asked)
    if (!byName.has(name))
      throw unknownLayer(
        name,
        layers.map((layer) => ({ name: layer.name, block: layer.kind === 'Concatenate' })),
      );
  const needed: KerasLayer[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (name: string, consumer: string): void => {
    const layer = byName.get(name);
    if (!layer)
      throw new EngineError('model-corrupt', `Layer ${consumer} takes ${name}, which model.json does not hold. Prepare the models again.`);
    if (state.get(name) === 'done') return;
    if (state.get(name) === 'open')
      throw new EngineError('model-corrupt', `Layer ${name} depends on itself in model.json. Prepare the models again.`);
    state.set(name, 'open');
    for (const input of layer.inputs) visit(input, name);
    state.set(name, 'done');
    needed.push(layer);
  };
  for (const name of asked) visit(name, 'the objective');
  return needed;
}

/** The error for a layer that is not there. It lists what is: the blocks alone where there are too many layers to read. */
export function unknownLayer(name: string, existing: readonly { readonly name: string; readonly block: boolean }[]): EngineError {
  const blocks = existing.filter((layer) => layer.block);
  const shown = (existing.length > NAMES_LISTED && blocks.length > 0 ? blocks : existing).slice(0, NAMES_LISTED).map((layer) => layer.name);
  const rest = existing.length - shown.length;
  const more = rest > 0 ? ` and ${String(rest)} inner layers` : '';
  return new EngineError('layer-unknown', `There is no layer ${name} in this model. Choose among ${shown.join(', ')}${more}.`);
}

/** Whether a layer passes its input on unchanged. */
export function isIdentity(layer: KerasLayer): boolean {
  return IDENTITIES.has(layer.kind) || (layer.kind === 'Activation' && layer.config['activation'] === 'linear');
}

/** Takes out the layers that pass their input on, except those asked for by name. */
export function withoutIdentities(layers: readonly KerasLayer[], asked: ReadonlySet<string>): readonly KerasLayer[] {
  const source = new Map<string, string>();
  const through = (name: string): string => source.get(name) ?? name;
  const kept: KerasLayer[] = [];
  for (const layer of layers) {
    const inputs = layer.inputs.map(through);
    const only = inputs[0];
    if (isIdentity(layer) && !asked.has(layer.name) && only !== undefined) source.set(layer.name, only);
    else kept.push({ ...layer, inputs });
  }
  return kept;
}
