import { draw } from './draw.ts';
import { swing } from './motion.ts';
import { timeOf } from './sequence.ts';
import type { Sequence, SequenceSize } from './sequence.ts';
import { cloudTexture } from './texture.ts';

/** Pixels a frame at 30 frames a second. */
const SPEED = 2;
/** Of the picture's height. */
const RADIUS = 0.22;
/** Pixels beside the disc's edge that are neither it nor the ground. */
const EDGE = 1;

export interface Disc extends Sequence {
  /** 1 for every pixel that lies wholly on the disc in frame `t`. */
  covered(t: number): Uint8Array;
}

/** A disc of clouds that crosses other clouds, which lie still, to and fro. What it uncovers is known. */
export function disc(size: SequenceSize, seed: number): Disc {
  const [ground, own] = [cloudTexture(seed), cloudTexture(seed + 1)];
  const { width, height } = size;
  const radius = RADIUS * height;
  const way = width - 2 * radius;
  const middle = (t: number): number => radius + SPEED * swing(timeOf(t, size.rate), way / SPEED);
  const from = (t: number, x: number, y: number): number => Math.hypot(x - middle(t), y - (height - 1) / 2);
  const each = (value: (x: number, y: number) => boolean): Uint8Array =>
    Uint8Array.from({ length: width * height }, (_, pixel) => Number(value(pixel % width, Math.floor(pixel / width))));
  const shift = (t: number): number => middle(t - 1) - middle(t);
  return {
    name: 'disc',
    ...size,
    textured: true,
    frame: (t) =>
      draw(size, (x, y, into) => {
        if (from(t, x, y) < radius) own(x - middle(t), y, into);
        else ground(x, y, into);
      }),
    flow(t) {
      const flow = new Float32Array(2 * width * height);
      for (let pixel = 0; pixel < width * height; pixel++)
        if (from(t, pixel % width, Math.floor(pixel / width)) < radius) flow[2 * pixel] = shift(t);
      return flow;
    },
    visible: (t) =>
      each((x, y) => {
        if (from(t, x, y) <= radius - EDGE) return x + shift(t) >= 0 && x + shift(t) <= width - 1;
        return from(t, x, y) >= radius + EDGE && from(t - 1, x, y) >= radius + EDGE;
      }),
    covered: (t) => each((x, y) => from(t, x, y) <= radius - EDGE),
  };
}
