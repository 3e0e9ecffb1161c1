/** The float16 nearest to a float32, ties to even, as its sixteen bits; beyond its range infinity. */
export function toHalf(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 0xff;
  const fraction = bits & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (fraction === 0 ? 0 : 0x200);
  const half = exponent - 112;
  if (half >= 31) return sign | 0x7c00;
  // Below 2^-14 the numbers are evenly spaced; below half of the smallest there is only zero.
  if (half < -10) return sign;
  const [mantissa, shift] = half <= 0 ? [fraction | 0x800000, 14 - half] : [(half << 23) | fraction, 13];
  return sign + roundedShift(mantissa, shift);
}

/** The float32 of a float16's sixteen bits. */
export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** A number as float16 would hold it. */
export const roundToHalf = (value: number): number => fromHalf(toHalf(value));

function roundedShift(value: number, shift: number): number {
  const kept = value >>> shift;
  const rest = value & ((1 << shift) - 1);
  const middle = 1 << (shift - 1);
  return kept + (rest > middle || (rest === middle && (kept & 1) === 1) ? 1 : 0);
}
