import { inside } from '../size.ts';
import { draw } from './draw.ts';
import { applied, between } from './motion.ts';
import type { Motion } from './motion.ts';
import { timeOf } from './sequence.ts';
import type { Sequence, SequenceSize } from './sequence.ts';
import { cloudTexture } from './texture.ts';

/** Clouds that all move alike. */
export function moving(name: string, size: SequenceSize, seed: number, motion: Motion): Sequence {
  const texture = cloudTexture(seed);
  const past = (t: number) => between(motion, timeOf(t, size.rate), timeOf(t - 1, size.rate));
  const { width, height } = size;
  return {
    name,
    ...size,
    textured: true,
    frame(t) {
      const place = motion(timeOf(t, size.rate));
      return draw(size, (x, y, into) => {
        const [u, v] = applied(place, x, y);
        texture(u, v, into);
      });
    },
    flow(t) {
      const back = past(t);
      const flow = new Float32Array(2 * width * height);
      for (let pixel = 0; pixel < width * height; pixel++) {
        const [x, y] = [pixel % width, Math.floor(pixel / width)];
        const [u, v] = applied(back, x, y);
        flow.set([u - x, v - y], 2 * pixel);
      }
      return flow;
    },
    visible(t) {
      const back = past(t);
      return Uint8Array.from({ length: width * height }, (_, pixel) =>
        Number(inside(size, ...applied(back, pixel % width, Math.floor(pixel / width)))),
      );
    },
  };
}
