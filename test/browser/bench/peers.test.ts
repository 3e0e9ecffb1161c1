import { beforeAll, describe, expect, test } from 'vitest';
import { JaxPeer, startJax } from '../../../bench/peers/jax.ts';
import { counting } from '../../../bench/page/counter.ts';
import { TfjsPeer } from '../../../bench/peers/tfjs.ts';
import type { Graph } from '../../../src/engine/network/graph.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { layersOf } from '../../../src/engine/objective.ts';
import type { Objective } from '../../../src/engine/objective.ts';
import { GradientTool } from '../../../src/engine/plan/gradient.ts';
import type { Picture } from '../../../src/engine/plan/gradient.ts';
import { relativeL2 } from '../../support/compare.ts';
import { testDevice } from '../../support/frames/gpu.ts';
import { random } from '../../support/random.ts';
import { startTfjs } from '../../support/tfjs.ts';
import { tinyFiles } from '../../support/tiny-network.ts';

/** Relative L2 of two float32 gradients that differ by their rounding alone. */
const BOUND = 1e-5;

const next = random(47);
const picture: Picture = { width: 47, height: 36, data: Float32Array.from({ length: 47 * 36 * 3 }, () => 2 * next() - 1) };

let device: GPUDevice;
let jax: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
  jax = await startJax();
});

async function byPlan(graph: Graph, objective: Objective): Promise<Float32Array> {
  const tool = await GradientTool.create(device, graph, picture, layersOf(objective));
  const { gradient } = await tool.run(picture, objective);
  tool.destroy();
  return gradient;
}

const objectives: readonly { readonly name: string; readonly objective: Objective }[] = [
  { name: 'the mean of tiny0', objective: [{ layer: 'tiny0', kind: 'mean', weight: 1 }] },
  { name: 'a channel of tiny1', objective: [{ layer: 'tiny1', kind: 'channel', channel: 20, weight: 2 }] },
  {
    name: 'two layers at once',
    objective: [
      { layer: 'tiny0', kind: 'energy', weight: 0.5 },
      { layer: 'tiny2', kind: 'mean', weight: 2 },
    ],
  },
];

describe('jax-js, on the tiny network', () => {
  test.for(objectives)('climbing $name, has the gradient of the plan', async ({ objective }) => {
    const graph = await loadGraph(tinyFiles(), layersOf(objective));
    const peer = new JaxPeer(jax, graph, picture, objective);
    const theirs = await peer.gradient(picture);
    peer.destroy();
    expect(theirs.some((value) => value !== 0)).toBe(true);
    expect(relativeL2(theirs, await byPlan(graph, objective))).toBeLessThanOrEqual(BOUND);
  });
});

describe('a gradient that a peer queues', () => {
  const objective: Objective = [{ layer: 'tiny2', kind: 'mean', weight: 1 }];

  test.for(['jax-js', 'tfjs'])('by %s, is computed whole, again and again, and not read back', async (name) => {
    const graph = await loadGraph(tinyFiles(), ['tiny2']);
    const peer =
      name === 'jax-js'
        ? new JaxPeer(jax, graph, picture, objective)
        : new TfjsPeer(await startTfjs(), graph, picture, objective, { naive: true, batch: 15 });
    await peer.gradient(picture);
    const queued = () =>
      counting(async () => {
        peer.queue();
        await peer.done();
      });
    const [, second, third] = [await queued(), await queued(), await queued()];
    peer.destroy();
    expect(third).toEqual(second);
    expect(third.readBacks).toBe(0);
    // At the least each of its convolutions, forward and backward.
    const convolutions = graph.nodes.filter(({ op }) => op === 'conv').length;
    expect(third.dispatches).toBeGreaterThanOrEqual(2 * convolutions);
  });
});
