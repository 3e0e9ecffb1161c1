import { halfOf } from '../../../src/engine/carry/follow-layout.ts';
import { FrameUniform } from '../../../src/engine/kernels/frame.ts';
import type { FollowValues, FrameValues } from '../../../src/engine/kernels/frame.ts';
import type { Size } from '../../../src/engine/octaves.ts';
import { cellAt, fill } from './flow-twins-grid.ts';
import type { Grid } from './flow-twins-grid.ts';

/** A frame like any other: there is a last one, and a turn is under way. */
export const usualFollow: FollowValues = {
  seconds: 0.05,
  strong: 4,
  weak: 2,
  restless: 0,
  time: 3.5,
  hold: 0,
  turn: 0,
  known: true,
  underWay: true,
  bothWays: false,
  letGo: false,
};

/** What a frame that is followed tells its kernels, but for these changes. */
export const followFrame = (dream: Size, follow: Partial<FollowValues>, changes: Partial<FrameValues> = {}): FrameValues => ({
  crop: [0, 0, 1, 1],
  dream,
  output: dream,
  mirror: false,
  decay: 1,
  intensity: 1,
  originalColours: false,
  motion: null,
  ...changes,
  follow: { ...usualFollow, ...follow },
});

/** A uniform of these values. */
export function frameBuffer(device: GPUDevice, values: FrameValues): GPUBuffer {
  const frame = new FrameUniform(device);
  frame.write(values);
  return frame.buffer;
}

/** A field (follow.wgsl) of these flows, two values a cell, and doubts. */
export function fieldOf(dream: Size, flow: Grid, doubt: (x: number, y: number) => number): Float32Array<ArrayBuffer> {
  const half = halfOf(dream);
  const flowAt = (x: number, y: number, axis: number) => cellAt(flow, half, 2, x, y, axis);
  return Float32Array.from(fill(half, 4, (x, y, channel) => [flowAt(x, y, 0), flowAt(x, y, 1), doubt(x, y)][channel] ?? 0));
}
