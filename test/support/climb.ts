import { Ascent } from '../../src/engine/ascent.ts';
import { DreamPictures } from '../../src/engine/carry/dream-pictures.ts';
import { createKernels } from '../../src/engine/engine-kernels.ts';
import { encodeDispatch } from '../../src/engine/kernels/dispatch.ts';
import { Pipelines } from '../../src/engine/kernels/pipelines.ts';
import { TurnUniform } from '../../src/engine/kernels/turn.ts';
import type { Graph } from '../../src/engine/network/graph.ts';
import { guidedLayersOf, layersOf } from '../../src/engine/objective.ts';
import type { Objective } from '../../src/engine/objective.ts';
import { Arena } from '../../src/engine/plan/arena.ts';
import { makeBlueprint } from '../../src/engine/plan/blueprint.ts';
import type { PlanOptions } from '../../src/engine/plan/blueprint.ts';
import type { Picture } from '../../src/engine/plan/gradient.ts';
import { Plan } from '../../src/engine/plan/plan.ts';
import { fromQuads, toQuads } from '../../src/engine/plan/quads.ts';
import { WeightSet } from '../../src/engine/plan/weight-set.ts';
import { download } from './frames/gpu.ts';

/** Where a climb went: the objective before each step, the picture after each, and after all of them. */
export interface Climb {
  readonly values: readonly number[];
  readonly pictures: readonly Picture[];
  readonly picture: Picture;
}

/** Climbs one octave at the picture's own size by the engine's own turn, without rolls. */
export async function climb(
  device: GPUDevice,
  graph: Graph,
  picture: Picture,
  objective: Objective,
  steps: number,
  stepSize: number,
  { guide, ...options }: PlanOptions & { readonly guide?: Picture } = {},
): Promise<Climb> {
  const size = { width: picture.width, height: picture.height };
  const pipelines = new Pipelines(device);
  const blueprint = makeBlueprint(graph, size, layersOf(objective), { ...options, guides: guidedLayersOf(objective) });
  const arena = new Arena(device, [blueprint]);
  const weights = new WeightSet(device);
  const [kernels, plan] = await Promise.all([
    createKernels(device, pipelines),
    Plan.create({ device, pipelines, weights, arena }, blueprint),
  ]);
  const pictures = new DreamPictures(device, size);
  const turn = new TurnUniform(device);
  for (let slot = 0; slot < steps; slot++) turn.setStep(slot, size, size, 0, 0, stepSize);
  turn.flush();
  plan.setObjective(objective);
  device.queue.writeBuffer(pictures.live, 0, toQuads(picture.data));
  if (guide) capture(device, plan, guide);
  const ascent = new Ascent(kernels, { turn, pictures, plan });
  const values: number[] = [];
  const climbed: Picture[] = [];
  const record = (from: number, to: number): void => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (let index = from; index < to; index++) ascent.record(pass, index, steps);
    pass.end();
    device.queue.submit([encoder.finish()]);
  };
  record(0, 1);
  const each = (ascent.length(steps) - 2) / steps;
  for (let step = 0; step < steps; step++) {
    record(1 + step * each, 1 + (step + 1) * each);
    values.push((await download(device, plan.settled))[0] ?? Number.NaN);
    const data = fromQuads((await download(device, pictures.lo)).subarray(0, size.width * size.height * 4));
    climbed.push({ ...size, data });
  }
  for (const owner of [pictures, turn, plan, arena, weights]) owner.destroy();
  return { values, pictures: climbed, picture: climbed.at(-1) ?? picture };
}

function capture(device: GPUDevice, plan: Plan, guide: Picture): void {
  device.queue.writeBuffer(plan.input, 0, toQuads(guide.data));
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  for (const dispatch of plan.capture) encodeDispatch(pass, dispatch);
  pass.end();
  device.queue.submit([encoder.finish()]);
}

/** Bilinear resizing as `tf.image.resize` does it: half-pixel centres, no antialiasing. */
export function resizeBilinear(picture: Picture, width: number, height: number): Picture {
  const data = new Float32Array(width * height * 3);
  const x = taps(width, picture.width);
  const y = taps(height, picture.height);
  data.forEach((_, index) => {
    const [top, bottom, down] = y(Math.floor(index / 3 / width));
    const [left, right, along] = x(Math.floor(index / 3) % width);
    const pick = (row: number, column: number): number => picture.data[(row * picture.width + column) * 3 + (index % 3)] ?? Number.NaN;
    const above = pick(top, left) * (1 - along) + pick(top, right) * along;
    const below = pick(bottom, left) * (1 - along) + pick(bottom, right) * along;
    data[index] = above * (1 - down) + below * down;
  });
  return { width, height, data };
}

const taps =
  (to: number, from: number) =>
  (at: number): readonly [first: number, second: number, share: number] => {
    const place = (at + 0.5) * (from / to) - 0.5;
    const first = Math.floor(place);
    const inside = (pixel: number): number => Math.min(Math.max(pixel, 0), from - 1);
    return [inside(first), inside(first + 1), place - first];
  };
