import type { Picture } from '../../src/engine/plan/gradient.ts';

/**
 * Somebody else who computes the gradient that we compute: the same weights, picture, layers and objective, on WebGPU, in a device of its own.
 * Knows no page: the same files run in Node on Dawn, where the caller has put WebGPU on `globalThis` and on `navigator`.
 */
export interface Peer {
  readonly name: string;
  /** The gradient with respect to a picture of the size that the peer was made for, read back: [height][width][RGB]. */
  gradient(picture: Picture): Promise<Float32Array>;
  /** Hands one gradient, of the picture it was made with, to the GPU, whole and without reading it back. */
  queue(): void;
  /** Resolves when everything queued is computed. */
  done(): Promise<unknown>;
  destroy(): void;
}
