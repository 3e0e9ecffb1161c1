import { expect } from 'vitest';
import type { ConvNode, Graph, GraphNode } from '../../src/engine/network/graph.ts';
import { guidedLayersOf, layersOf } from '../../src/engine/objective.ts';
import type { Objective } from '../../src/engine/objective.ts';
import type { PlanOptions } from '../../src/engine/plan/blueprint.ts';
import { GradientTool } from '../../src/engine/plan/gradient.ts';
import type { CompileOptions } from '../../src/engine/plan/plan.ts';
import { relativeL2 } from './compare.ts';
import { random } from './random.ts';
import { referenceGradient } from './reference-network.ts';
import type { ReferenceContext } from './reference-network.ts';

export const input: GraphNode = { op: 'input', name: 'input', channels: 3 };
/** Of the node named `out`. */
export const energy: Objective = [{ layer: 'out', kind: 'energy', weight: 1 }];

/** A convolution of random weights; every number its own, so that no two channels can be mistaken for each other. */
export function conv(
  name: string,
  at: number,
  from: number,
  channels: number,
  shape: Partial<Pick<ConvNode, 'kernel' | 'stride' | 'padding' | 'relu'>> = {},
): ConvNode {
  const { kernel = [3, 3], stride = [1, 1], padding = 'same', relu = true } = shape;
  const next = random(at * 100 + channels);
  const draw = (length: number, spread: number) => Float32Array.from({ length }, () => spread * (2 * next() - 1));
  const weights = draw(kernel[0] * kernel[1] * from * channels, Math.sqrt(6 / (kernel[0] * kernel[1] * from)));
  return { op: 'conv', name, input: at, channels, kernel, stride, padding, weights, bias: draw(channels, 0.3), relu };
}

/** Where the picture lies: how far it is rolled, and width and height of what it is a tile of. */
type Placing = Pick<ReferenceContext, 'roll' | 'whole'>;

/** The plan's objective and gradient must be the double-precision twin's up to float32's rounding. */
export async function expectTwin(
  device: GPUDevice,
  graph: Graph,
  { width, height }: { readonly width: number; readonly height: number },
  objective: Objective,
  options: PlanOptions & CompileOptions & Placing = {},
): Promise<void> {
  const { ours, twin } = await gradients(device, graph, { width, height }, objective, options);
  expect(twin.gradient.some((value) => value !== 0)).toBe(true);
  expect(ours.value).toBeCloseTo(twin.value, 4);
  expect(relativeL2(ours.gradient, twin.gradient)).toBeLessThanOrEqual(1e-5);
}

/** A random picture's objective and gradient: the plan's, and the double-precision twin's. Where something is guided, another random picture is the guide. */
export async function gradients(
  device: GPUDevice,
  graph: Graph,
  { width, height }: { readonly width: number; readonly height: number },
  objective: Objective,
  { roll = [0, 0], whole, ...options }: PlanOptions & CompileOptions & Placing = {},
) {
  const next = random(width * 1000 + height);
  const draw = (): Float32Array => Float32Array.from({ length: width * height * 3 }, () => 2 * next() - 1);
  const [data, guide] = [draw(), draw()];
  const guides = guidedLayersOf(objective);
  const tool = await GradientTool.create(device, graph, { width, height }, layersOf(objective), { ...options, guides });
  if (guides.length > 0) tool.guide({ width, height, data: guide });
  const ours = await tool.run({ width, height, data }, objective, [...roll, ...(whole ?? [])]);
  tool.destroy();
  const twin = referenceGradient(graph, { width, height, values: data }, objective, {
    guide: { width, height, values: guide },
    roll,
    whole,
  });
  return { ours, twin };
}
