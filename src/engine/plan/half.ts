/** float16 values as their sixteen bits: each the nearest to its float32, ties to even, beyond the range infinity. */
export function toHalves(values: Float32Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let index = 0; index < words.length; index++) halves[index] = halfOf(words[index] ?? 0);
  return halves;
}

/** Float32 values as float16 would hold them. */
export function roundToHalves(values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  return Float32Array.from(toHalves(values), floatOf);
}

/** From a float32's bits to a float16's. */
function halfOf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 0xff;
  const fraction = bits & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (fraction === 0 ? 0 : 0x200);
  const half = exponent - 112;
  if (half >= 31) return sign | 0x7c00;
  // Below half of the smallest there is only zero.
  if (half < -10) return sign;
  // Below 2^-14 the numbers are evenly spaced. What rounding carries over goes into the exponent, as it should.
  return sign + (half <= 0 ? rounded(fraction | 0x800000, 14 - half) : rounded((half << 23) | fraction, 13));
}

function rounded(value: number, shift: number): number {
  const kept = value >>> shift;
  const rest = value & ((1 << shift) - 1);
  const middle = 1 << (shift - 1);
  return kept + (rest > middle || (rest === middle && (kept & 1) === 1) ? 1 : 0);
}

/** The value of a float16's bits. */
function floatOf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
