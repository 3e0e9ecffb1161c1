import { seededRandom } from '../../../src/engine/jitter.ts';
import { byte } from './draw.ts';
import type { Sequence } from './sequence.ts';

/** Deviation of a webcam's noise, in bytes. */
const NOISE = 3;

/** The first frame of a sequence for ever, under a sensor's noise: fresh in every frame and channel, seeded. */
export function noisyStill(name: string, of: Sequence, seed: number): Sequence {
  const still = of.frame(0);
  const { width, height } = of;
  return {
    ...of,
    name,
    textured: false,
    frame(t) {
      const random = seededRandom(seed * 1_000_003 + t);
      const pixels = still.slice();
      for (let index = 0; index < pixels.length; index++)
        if (index % 4 !== 3) pixels[index] = byte((still[index] ?? 0) + NOISE * normal(random));
      return pixels;
    },
    flow: () => new Float32Array(2 * width * height),
    visible: () => new Uint8Array(width * height).fill(1),
  };
}

/** One sequence up to frame `at`, and from there another: nothing of the last frame is in sight any more. */
export function cut(name: string, before: Sequence, after: Sequence, at: number): Sequence {
  const { width, height } = before;
  const chosen = (t: number): Sequence => (t < at ? before : after);
  return {
    ...before,
    name,
    textured: false,
    frame: (t) => chosen(t).frame(t),
    flow: (t) => chosen(t).flow(t),
    visible: (t) => (t === at ? new Uint8Array(width * height) : chosen(t).visible(t)),
  };
}

/** By Box and Muller. */
const normal = (random: () => number): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
