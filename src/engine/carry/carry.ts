import { encodeDispatch } from '../kernels/dispatch.ts';
import type { Dispatch } from '../kernels/dispatch.ts';

/** What becomes of Δ from one frame to the next, in place: between the import of the new live picture and its presentation. */
export interface Carry {
  record(pass: GPUComputePassEncoder): void;
}

/** Δ stays where it is and fades. */
export function fadingCarry(decay: Dispatch): Carry {
  return {
    record(pass) {
      encodeDispatch(pass, decay);
    },
  };
}

/** What is left of Δ after `seconds`: 2^(-seconds / halfLife). */
export function decayOver(seconds: number, halfLife: number): number {
  return 2 ** (-seconds / halfLife);
}
