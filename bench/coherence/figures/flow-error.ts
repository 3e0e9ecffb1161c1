import type { Picture8 } from '../../../src/engine/index.ts';
import { endpointError, mean } from '../measure/strength.ts';
import type { Goal } from '../report.ts';
import type { Sequence } from '../sequences/sequence.ts';
import { sequenceOf, USUAL_SIZE } from '../sequences.ts';

/** Finds the flow from the current picture to the previous one: x and y in pixels of theirs for every pixel, interleaved. */
export type FlowOf = (previous: Picture8, current: Picture8) => Promise<Float32Array>;

const MOST = 0.35;
const NAMES = ['pan-0.5', 'pan-2', 'pan-8', 'zoom', 'rotation'];
/** Frames of each sequence that a flow to the one before is found for. */
const PAIRS = 4;

/** How far a flow is from the exact one where its pixels were in sight, in pixels. */
export async function flowErrors(flowOf: FlowOf): Promise<readonly Goal[]> {
  const goals: Goal[] = [];
  for (const name of NAMES) {
    const what = `flow, ${name}: mean endpoint error`;
    goals.push({ what, most: MOST, unit: 'px', measured: await errorOn(flowOf, sequenceOf(name)) });
  }
  return goals;
}

async function errorOn(flowOf: FlowOf, sequence: Sequence): Promise<number> {
  const errors: number[] = [];
  for (let t = 1; t <= PAIRS; t++) {
    const flow = await flowOf(pictureOf(sequence, t - 1), pictureOf(sequence, t));
    const [truth, visible] = [sequence.flow(t), sequence.visible(t)];
    if (truth && visible) errors.push(endpointError(flow, truth, visible));
  }
  return mean(errors);
}

const pictureOf = (sequence: Sequence, t: number): Picture8 => ({
  width: USUAL_SIZE.width,
  height: USUAL_SIZE.height,
  data: new Uint8ClampedArray(sequence.frame(t)),
});
