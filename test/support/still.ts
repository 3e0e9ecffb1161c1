import { onTestFinished } from 'vitest';
import { TUTORIAL_RULE } from '../../src/engine/ascent-rule.ts';
import { Pipelines } from '../../src/engine/kernels/pipelines.ts';
import type { Graph } from '../../src/engine/network/graph.ts';
import { loadGraph } from '../../src/engine/network/load.ts';
import type { Size } from '../../src/engine/octaves.ts';
import type { Picture } from '../../src/engine/plan/gradient.ts';
import type { OctaveClimb, StillStep } from '../../src/engine/still/octave-climb.ts';
import type { Picture8 } from '../../src/engine/still/picture8.ts';
import { SteadyQueue } from '../../src/engine/still/steady-queue.ts';
import { Still } from '../../src/engine/still/still.ts';
import { createStillKernels } from '../../src/engine/still/still-kernels.ts';
import { layOutStill } from '../../src/engine/still/still-layout.ts';
import type { StillOptions } from '../../src/engine/still/still-options.ts';
import type { StillRecipe } from '../../src/engine/still/still-recipe.ts';
import { StillStage } from '../../src/engine/still/still-stage.ts';
import { softBytes } from './frames/pictures.ts';
import { tinyFiles } from './tiny-network.ts';

/** One octave at the picture's own size, at once. */
export const recipe: StillRecipe = {
  objective: [{ kind: 'mean', layer: 'tiny0', weight: 1 }],
  rule: TUTORIAL_RULE,
  steps: 3,
  stepSize: 0.02,
  octaves: { from: 0, to: 0, scale: 1.3 },
  carry: 'picture',
  tile: null,
  jitter: 0,
  stopAt: null,
  seed: 1,
};

export const softPicture = (size: Size): Picture8 => ({ ...size, data: new Uint8ClampedArray(softBytes(size)) });

/** RGB in [-1, 1], as a network has it: pixel p → −1 + p / 127.5. */
export function floatsOf({ width, height, data }: Picture8): Picture {
  const colour = (_: unknown, index: number): number => -1 + (data[4 * Math.floor(index / 3) + (index % 3)] ?? NaN) / 127.5;
  return { width, height, data: Float32Array.from({ length: 3 * width * height }, colour) };
}

/** A still by the tiny network, destroyed with the test. */
export async function tinyStill(
  device: GPUDevice,
  size: Size,
  changes: Partial<StillRecipe> = {},
  options: Partial<StillOptions> = {},
): Promise<Still> {
  const network: StillOptions['network'] = (layers) => loadGraph(tinyFiles(), layers);
  const still = await Still.create({ device, network, picture: softPicture(size), recipe: { ...recipe, ...changes }, ...options });
  onTestFinished(() => {
    still.destroy();
  });
  return still;
}

/** A still's first octave, ready to be climbed step by step. */
export async function firstOctave(
  device: GPUDevice,
  graph: Graph,
  original: Picture8,
  changes: Partial<StillRecipe>,
): Promise<{ readonly stage: StillStage; readonly climb: OctaveClimb }> {
  const whole = { ...recipe, ...changes };
  const layout = layOutStill(original, whole, graph, device.limits);
  const pipelines = new Pipelines(device);
  const kernels = await createStillKernels(device, pipelines, whole.rule);
  const stage = new StillStage({
    device,
    pipelines,
    kernels,
    queue: new SteadyQueue(device),
    layout,
    recipe: whole,
    original,
    guide: null,
  });
  onTestFinished(() => {
    stage.destroy();
  });
  const [octave] = layout.octaves;
  if (!octave) throw new Error('Expected an octave.');
  return { stage, climb: await stage.enter(octave) };
}

/** One step in one go. */
export function climbOnce(device: GPUDevice, climb: OctaveClimb, step: StillStep): void {
  climb.begin(step);
  while (!climb.done) {
    const encoder = device.createCommandEncoder();
    climb.record(encoder, Infinity);
    device.queue.submit([encoder.finish()]);
  }
}
