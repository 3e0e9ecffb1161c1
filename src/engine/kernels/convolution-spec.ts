import { access, maskAccesses, viewBytes } from './job.ts';
import type { Access, Job, Source, Target, Weights, Window } from './job.ts';

/** A convolution, or its gradient with respect to its input. Several of one source or of one target may be one. */
export interface Convolution {
  readonly label: string;
  readonly backward: boolean;
  /** Pictures of one size whose channels come one after the other; in backward the gradients of the outputs. */
  readonly sources: readonly Source[];
  /** Pictures of one size; their channels come one after the other, each from a multiple of 32 on. */
  readonly results: readonly Target[];
  readonly window: Window;
  /** [tap][k][n], then, forward, bias[n]; k and n as `sources` and `results` lay them out, padding zero. */
  readonly weights: Weights;
  /** Whether the results are added to what is there. Backward only. */
  readonly accumulate: boolean;
  /** Whether pictures are stored in float16: sums that are put by would lose too much. */
  readonly narrow: boolean;
  /** Multiply-adds of the convolution proper, padding not counted. */
  readonly macs: number;
}

/** A way to compute a convolution: its jobs, one after the other, or `null` where it is not for this one. */
export type Way = (convolution: Convolution) => readonly Job[] | null;

/** Quads of all parts together. */
export const quadsOf = (parts: readonly { readonly quads: number }[]): number => parts.reduce((sum, { quads }) => sum + quads, 0);

/** Height and width of pictures of one size. */
export const sizeOf = ([first]: readonly Source[]): readonly [number, number] => [first?.height ?? 0, first?.width ?? 0];

/** What a job that computes the convolution reads and writes. */
export function accessesOf(spec: Pick<Convolution, 'sources' | 'results' | 'backward'>): readonly Access[] {
  return [
    ...spec.sources.map((source) => access(source, false)),
    ...spec.results.map((result) => access(result, true)),
    ...maskAccesses(spec.results, !spec.backward),
  ];
}

/** Bytes of the pictures that such a job moves, as float32; each of `shares` writes all results. */
export function bytesOf(spec: Pick<Convolution, 'sources' | 'results' | 'accumulate'>, shares: number): number {
  const sum = (views: readonly Source[]): number => views.reduce((bytes, view) => bytes + viewBytes(view), 0);
  return sum(spec.sources) + sum(spec.results) * (spec.accumulate ? 2 : 1) * shares;
}
