import { disc } from './sequences/disc.ts';
import { pan, rotation, zoom } from './sequences/motion.ts';
import { moving } from './sequences/moving.ts';
import type { Sequence, SequenceSize } from './sequences/sequence.ts';
import { cut, noisyStill } from './sequences/still.ts';

/** Of all clouds. */
const SEED = 7;

/** The size and rate that clips are dreamt at. */
export const USUAL_SIZE: SequenceSize = { width: 176, height: 144, rate: 30, frames: 60 };

type Make = (size: SequenceSize) => Sequence;

const panned =
  (speed: number, x: number, y: number): Make =>
  (size) =>
    moving(`pan-${String(speed)}`, size, SEED, pan(speed * x, speed * y));

/** By name. A pan's number is pixels a frame at 30 frames a second, along a direction that is no axis. */
const computed: Readonly<Record<string, Make>> = {
  'pan-0.5': panned(0.5, 0.8, 0.6),
  'pan-2': panned(2, 0.8, -0.6),
  'pan-8': panned(8, 0.96, 0.28),
  zoom: (size) => moving('zoom', size, SEED, zoom((size.width - 1) / 2, (size.height - 1) / 2, 1.02)),
  rotation: (size) => moving('rotation', size, SEED, rotation((size.width - 1) / 2, (size.height - 1) / 2, 2)),
  disc: (size) => disc(size, SEED),
  cut: (size) => cut('cut', panned(2, 0.8, -0.6)(size), moving('after', size, SEED + 10, pan(0, 0)), Math.floor(size.frames / 2)),
  still: (size) => noisyStill('still', moving('still', size, SEED, pan(0, 0)), SEED),
};

export const SEQUENCE_NAMES: readonly string[] = Object.keys(computed);

/**
 * A computed sequence.
 * @throws Error for a name that is none of `SEQUENCE_NAMES`
 */
export function sequenceOf(name: string, size: SequenceSize = USUAL_SIZE): Sequence {
  const make = computed[name];
  if (!make) throw new Error(`Expected one of the sequences ${SEQUENCE_NAMES.join(', ')} or foreman, got ${name}.`);
  return make(size);
}
