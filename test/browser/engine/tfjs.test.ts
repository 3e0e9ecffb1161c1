import { beforeAll, describe, expect, test } from 'vitest';
import type { Graph } from '../../../src/engine/network/graph.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { layersOf } from '../../../src/engine/objective.ts';
import type { Objective } from '../../../src/engine/objective.ts';
import { GradientTool } from '../../../src/engine/plan/gradient.ts';
import type { ObjectiveGradient, Picture } from '../../../src/engine/plan/gradient.ts';
import { cosine, relativeL2 } from '../../support/compare.ts';
import { testDevice } from '../../support/frames/gpu.ts';
import { random } from '../../support/random.ts';
import { startTfjs, TfjsNetwork } from '../../support/tfjs.ts';
import type { AveragePooling } from '../../support/tfjs.ts';
import { TINY_LAYERS, tinyFiles } from '../../support/tiny-network.ts';

/** Relative L2 of two float32 gradients that differ by their rounding alone. */
const BOUND = 1e-5;

let device: GPUDevice;
beforeAll(async () => {
  [device] = await Promise.all([testDevice(), startTfjs()]);
});

/** Every pixel its own, so that no max pool ties. */
function noise(width: number, height: number): Picture {
  const next = random(width * 1000 + height);
  return { width, height, data: Float32Array.from({ length: width * height * 3 }, () => 2 * next() - 1) };
}

async function byPlan(graph: Graph, picture: Picture, objective: Objective): Promise<ObjectiveGradient> {
  const tool = await GradientTool.create(device, graph, picture, layersOf(objective));
  const result = await tool.run(picture, objective);
  tool.destroy();
  return result;
}

async function byTfjs(graph: Graph, picture: Picture, objective: Objective, pooling: AveragePooling = 'exact'): Promise<ObjectiveGradient> {
  const network = new TfjsNetwork(graph, pooling);
  const result = await network.run(picture, objective);
  network.destroy();
  return result;
}

const objectives: readonly { readonly name: string; readonly objective: Objective }[] = [
  { name: 'the mean of tiny0', objective: [{ layer: 'tiny0', kind: 'mean', weight: 1 }] },
  { name: 'the mean of tiny2', objective: [{ layer: 'tiny2', kind: 'mean', weight: 1 }] },
  { name: 'the energy of tiny1', objective: [{ layer: 'tiny1', kind: 'energy', weight: 0.7 }] },
  { name: 'a channel of tiny1', objective: [{ layer: 'tiny1', kind: 'channel', channel: 20, weight: 2 }] },
  {
    name: 'all three layers at once',
    objective: [
      { layer: 'tiny0', kind: 'energy', weight: 0.5 },
      { layer: 'tiny1', kind: 'mean', weight: 1 },
      { layer: 'tiny2', kind: 'mean', weight: 2 },
    ],
  },
];

describe('the plan against tfjs on WebGPU, on the tiny network', () => {
  test.for(objectives)('climbing $name, has its value and gradient', async ({ objective }) => {
    const graph = await loadGraph(tinyFiles(), layersOf(objective));
    const picture = noise(47, 36);
    const [ours, theirs] = [await byPlan(graph, picture, objective), await byTfjs(graph, picture, objective)];
    expect(theirs.gradient.some((value) => value !== 0)).toBe(true);
    expect(Math.abs(ours.value / theirs.value - 1)).toBeLessThanOrEqual(BOUND);
    expect(relativeL2(ours.gradient, theirs.gradient)).toBeLessThanOrEqual(BOUND);
  });

  test('where the deepest layer is one pixel, has its gradient', async () => {
    const objective: Objective = [{ layer: 'tiny2', kind: 'mean', weight: 1 }];
    const graph = await loadGraph(tinyFiles(), TINY_LAYERS);
    const picture = noise(11, 11);
    const [ours, theirs] = [await byPlan(graph, picture, objective), await byTfjs(graph, picture, objective)];
    expect(relativeL2(ours.gradient, theirs.gradient)).toBeLessThanOrEqual(BOUND);
  });

  test('with one weight of one convolution changed by a thousandth, differs by more than the bound', async () => {
    const objective: Objective = [{ layer: 'tiny2', kind: 'mean', weight: 1 }];
    const graph = await loadGraph(tinyFiles(), ['tiny2']);
    const changed: Graph = {
      nodes: graph.nodes.map((node) =>
        node.op === 'conv' && node.name === 'b2'
          ? { ...node, weights: node.weights.map((weight, at) => (at === 7 ? weight * 1.001 : weight)) }
          : node,
      ),
    };
    const picture = noise(47, 36);
    const [ours, theirs] = [await byPlan(changed, picture, objective), await byTfjs(graph, picture, objective)];
    expect(relativeL2(ours.gradient, theirs.gradient)).toBeGreaterThan(BOUND);
  });
});

describe("tfjs's own average pooling with padding", () => {
  // Its gradient divides by the whole window where the forward pass divides by the valid pixels: this is why the comparison above does not use it.
  test('has the right value and a wrong gradient at borders', async () => {
    const objective: Objective = [{ layer: 'tiny0', kind: 'mean', weight: 1 }];
    const graph = await loadGraph(tinyFiles(), ['tiny0']);
    const picture = noise(47, 36);
    const [ours, theirs] = [await byPlan(graph, picture, objective), await byTfjs(graph, picture, objective, 'shipped')];
    expect(Math.abs(ours.value / theirs.value - 1)).toBeLessThanOrEqual(BOUND);
    expect(relativeL2(ours.gradient, theirs.gradient)).toBeGreaterThan(1000 * BOUND);
    expect(cosine(ours.gradient, theirs.gradient)).toBeGreaterThan(0.9);
  });
});
