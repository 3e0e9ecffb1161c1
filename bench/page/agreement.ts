import { cosine, relativeL2 } from '../../test/support/compare.ts';
import type { Agreement } from '../report.ts';

/** float32 beside float64 or beside another float32: what `test/oracles` is held to. */
const COSINE = 0.9999;
const RELATIVE_L2 = 5e-3;

export const agreement = (actual: ArrayLike<number>, expected: ArrayLike<number>): Agreement => ({
  cosine: cosine(actual, expected),
  relativeL2: relativeL2(actual, expected),
});

/** Whether the two are one and the same gradient, but for their rounding. */
export const agrees = ({ cosine, relativeL2 }: Agreement): boolean => cosine >= COSINE && relativeL2 <= RELATIVE_L2;

/** @throws Error when the two are not one and the same gradient: nothing is to be timed then */
export function expectAgreement(found: Agreement, what: string): void {
  if (agrees(found)) return;
  throw new Error(
    `Expected ${what} to agree (cosine ≥ ${String(COSINE)}, relative L2 ≤ ${String(RELATIVE_L2)}), got cosine ${String(found.cosine)}, ` +
      `relative L2 ${String(found.relativeL2)}. Nothing was timed: make the gradients right first.`,
  );
}
