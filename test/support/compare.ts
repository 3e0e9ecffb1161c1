/** Cosine of the angle between two vectors: 1 when they point the same way. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** ‖actual − expected‖ ÷ ‖expected‖ */
export function relativeL2(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const difference = Float64Array.from(
    { length: expected.length },
    (_, index) => (actual[index] ?? Number.NaN) - (expected[index] ?? Number.NaN),
  );
  return Math.sqrt(dot(difference, difference) / dot(expected, expected));
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`Expected two vectors of one length, got ${String(a.length)} and ${String(b.length)}.`);
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? Number.NaN) * (b[index] ?? Number.NaN);
  return sum;
}
