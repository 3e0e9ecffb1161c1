import { isLeftOut } from './report.ts';
import type { CaseReport, KernelTime, LeftOut, OursMeasured, Precision } from './report.ts';

/** @throws RangeError for no values */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError('Expected at least one value to take the median of.');
  return (lower + upper) / 2;
}

/** The fastest round: whatever disturbs a machine only makes it slower. */
export const fastest = (milliseconds: readonly number[]): number => Math.min(...milliseconds);

/** (slowest − fastest) ÷ fastest */
export const spread = (milliseconds: readonly number[]): number => Math.max(...milliseconds) / fastest(milliseconds) - 1;

/** `amount` in `milliseconds` as billions a second: GFLOP/s of FLOPs, GB/s of bytes. */
export const perSecond = (amount: number, milliseconds: number): number => amount / milliseconds / 1e6;

/** Ours at a precision, by the fastest of its variants, where one was measured. */
export function oursOf(result: CaseReport, precision: Precision): OursMeasured | LeftOut {
  const own = result.ours.filter((ours) => ours.precision === precision);
  const measured = own.flatMap((ours) => (isLeftOut(ours) ? [] : [ours]));
  const [best] = measured.sort((a, b) => fastest(a.milliseconds) - fastest(b.milliseconds));
  return best ?? own.find((ours) => isLeftOut(ours)) ?? { leftOut: 'not asked for' };
}

/** A peer at its best setting, or why there is none. */
export function bestOf({ peers, agreements }: CaseReport, name: string): number | LeftOut {
  const own = peers.filter((peer) => peer.name === name);
  const times = own.flatMap((peer) => (isLeftOut(peer) ? [] : peer.milliseconds));
  if (times.length > 0) return fastest(times);
  return [...own, ...agreements.filter((peer) => peer.name === name)].find((peer) => isLeftOut(peer)) ?? { leftOut: 'not asked for' };
}

/** How many times longer a peer at its best takes. */
export function ratioTo(result: CaseReport, name: string, precision: Precision): number | LeftOut {
  const ours = oursOf(result, precision);
  if (isLeftOut(ours)) return ours;
  const theirs = bestOf(result, name);
  return isLeftOut(theirs) ? theirs : theirs / fastest(ours.milliseconds);
}

/** Dispatches of one kind together, the slowest kind first. */
export interface KindTime extends Omit<KernelTime, 'label'> {
  readonly dispatches: number;
}

export function byKind(kernels: readonly KernelTime[]): readonly KindTime[] {
  const kinds = new Map<string, KindTime>();
  for (const { kind, milliseconds, flops, bytes } of kernels) {
    const sum = kinds.get(kind) ?? { kind, milliseconds: 0, flops: 0, bytes: 0, dispatches: 0 };
    kinds.set(kind, {
      kind,
      milliseconds: sum.milliseconds + milliseconds,
      flops: sum.flops + flops,
      bytes: sum.bytes + bytes,
      dispatches: sum.dispatches + 1,
    });
  }
  return [...kinds.values()].sort((a, b) => b.milliseconds - a.milliseconds);
}
