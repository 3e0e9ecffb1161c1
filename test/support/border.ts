import type { PoolNode } from '../../src/engine/network/graph.ts';
import { slide } from '../../src/engine/network/shapes.ts';

/** One axis of a pool. */
export interface Border {
  /** How many pixels of border its windows see before and after the picture. */
  readonly pad: [before: number, after: number];
  /** How many pixels of the picture each window holds. */
  readonly valid: readonly number[];
}

/** What a pool's windows see along one axis of `size` pixels: 0 is height, 1 is width. */
export function borderOf({ kernel, stride, padding }: PoolNode, size: number, axis: 0 | 1): Border {
  const { before, size: results } = slide(size, kernel[axis], stride[axis], padding);
  const after = Math.max(0, (results - 1) * stride[axis] + kernel[axis] - size - before);
  const valid = Array.from({ length: results }, (_, index) => {
    const first = index * stride[axis] - before;
    return Math.min(size, first + kernel[axis]) - Math.max(0, first);
  });
  return { pad: [before, after], valid };
}
