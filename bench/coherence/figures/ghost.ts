import type { Detail } from '../../../src/engine/index.ts';
import { Dreamer } from '../dream/dreamer.ts';
import { tiny } from '../dream/network.ts';
import { energyWithin } from '../measure/strength.ts';
import { modeOf, OURS, paramsOf } from '../modes.ts';
import type { Goal } from '../report.ts';
import { USUAL_SIZE } from '../sequences.ts';
import { disc } from '../sequences/disc.ts';
import type { Disc } from '../sequences/disc.ts';

const SEED = 7;
const MOST = 0.1;
/** 250 ms at 30 frames a second are seven and a half. */
const LATER = 8;
/** Frames of which what each uncovers is looked at, a few after Δ was put in. */
const UNCOVERING = 8;
/** Waves of the Δ that is put on the disc: amplitude, and radians a pixel. */
const WAVE = { size: 0.2, across: 0.6, down: 0.5 };

/** How much of Δ² is left, a part: where a disc was 250 ms after it moved on, and, so that a Δ which is simply gone does not pass, on the disc itself. */
export interface Ghost {
  readonly uncovered: number;
  readonly covered: number;
}

/**
 * A Δ made of waves is put onto a disc that crosses a still ground, and carried without climbing. Of the pixels that a frame uncovers, Δ² 250 ms later is
 * compared with what it was just before.
 */
export async function measureGhost(device: GPUDevice): Promise<Ghost> {
  const sequence = disc({ ...USUAL_SIZE, frames: UNCOVERING + LATER + 1 }, SEED);
  const details = await carried(device, sequence);
  const [uncovered, covered] = [
    [0, 0],
    [0, 0],
  ];
  for (let t = 1; t <= UNCOVERING; t++) {
    const [then, later] = [details[t - 1], details[t + LATER]];
    if (!then || !later) throw new Error('Expected Δ of every frame.');
    const left = uncoveredIn(sequence, t);
    addTo(uncovered, energyWithin(then, left), energyWithin(later, left));
    addTo(covered, energyWithin(then, sequence.covered(t - 1)), energyWithin(later, sequence.covered(t + LATER)));
  }
  return { uncovered: share(uncovered), covered: share(covered) };
}

export const ghostGoals = ({ uncovered, covered }: Ghost): readonly Goal[] => [
  {
    what: `ghost: Δ² left where a disc was, after 250 ms (on the disc itself ${(100 * covered).toFixed(0)} %)`,
    most: MOST,
    unit: '%',
    measured: uncovered,
    // Where it is only faded, by a half-life of 2 s, 81 % of Δ² are left on the disc.
    but: covered < 0.5 ? `on the disc itself only ${(100 * covered).toFixed(0)} % are left` : undefined,
  },
];

async function carried(device: GPUDevice, sequence: Disc): Promise<readonly Detail[]> {
  const params = { ...paramsOf(modeOf(OURS), sequence, tiny.objective), steps: 0 };
  const shown = (t: number) => ({ pixels: sequence.frame(t), timestamp: Math.round((t * 1e6) / sequence.rate) });
  const { width, height } = sequence;
  const dreamer = await Dreamer.create(device, tiny, params, { width, height }, shown(0));
  try {
    const details = [await dreamer.dream(shown(0), onDisc(sequence))];
    for (let t = 1; t < sequence.frames; t++) details.push(await dreamer.dream(shown(t)));
    return details;
  } finally {
    dreamer.destroy();
  }
}

function onDisc(sequence: Disc): Detail {
  const { width, height } = sequence;
  const data = new Float32Array(4 * width * height);
  sequence.covered(0).forEach((covered, pixel) => {
    if (covered === 0) return;
    const value = WAVE.size * Math.sin(WAVE.across * (pixel % width)) * Math.cos(WAVE.down * Math.floor(pixel / width));
    data.set([value, value, value], 4 * pixel);
  });
  return { width, height, data };
}

const uncoveredIn = (sequence: Disc, t: number): Uint8Array => {
  const now = sequence.covered(t);
  return sequence.covered(t - 1).map((covered, pixel) => Number(covered === 1 && now[pixel] === 0));
};

function addTo(sums: number[], then: number, later: number): void {
  sums[0] = (sums[0] ?? 0) + then;
  sums[1] = (sums[1] ?? 0) + later;
}

const share = ([then = 0, later = 0]: readonly number[]): number => later / then;
