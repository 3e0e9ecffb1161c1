import { loadGraph } from '../../../src/engine/index.ts';
import type { DreamEngineOptions, Objective } from '../../../src/engine/index.ts';
import { toDreamParams } from '../../../src/streams/settings/dream-params.ts';
import { DEFAULTS } from '../../../src/streams/settings/schema.ts';
import { modelFolder } from '../../../src/node/model-folder.ts';
import { tinyFiles } from '../../../test/support/tiny-network.ts';

/** What is dreamt of. */
export interface Network {
  readonly name: 'inception-v3' | 'tiny';
  readonly objective: Objective;
  readonly load: DreamEngineOptions['network'];
}

/** The look that the app opens with. */
export const inception: Network = {
  name: 'inception-v3',
  objective: toDreamParams(DEFAULTS).objective,
  load: (layers, outlined) => loadGraph(modelFolder('inception-v3'), layers, outlined),
};

/** The tests' own, with random weights: says how Δ is carried, not how a dream looks. */
export const tiny: Network = {
  name: 'tiny',
  objective: [{ layer: 'tiny0', kind: 'mean', weight: 1 }],
  load: (layers) => loadGraph(tinyFiles(), layers),
};
