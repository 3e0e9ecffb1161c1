/** A picture's size in whole pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What the sizes of a dream depend on besides the source's own size. */
export interface OctaveParams {
  readonly dreamSize: number;
  readonly octaves: number;
  readonly octaveScale: number;
  /** Which octave is the largest; 0, the dream size itself, unless given. */
  readonly octaveFirst?: number;
}

/**
 * The dream size: its long side is `longSide`, the short one follows the source's aspect.
 * Both are at least `minimumSide`, what the network needs.
 */
export function dreamSize(source: Size, longSide: number, minimumSide: number): Size {
  return scaled(source, longSide / Math.max(source.width, source.height), minimumSide);
}

/**
 * The sizes of the octaves, largest first: octave k is the dream size divided by scale^k, k from `octaveFirst` on.
 * Those whose short side is below `minimumSide` are left out, but for the first, which is no smaller than that.
 */
export function octaveSizes(source: Size, params: OctaveParams, minimumSide: number): readonly Size[] {
  const { octaves, octaveScale, octaveFirst = 0 } = params;
  const dream = dreamSize(source, params.dreamSize, minimumSide);
  const smaller = Array.from({ length: Math.max(0, octaves - 1) }, (_, k) => scaled(dream, octaveScale ** -(octaveFirst + k + 1), 1));
  const largest = scaled(dream, octaveScale ** -octaveFirst, minimumSide);
  return [largest, ...smaller.filter((size) => Math.min(size.width, size.height) >= minimumSide)];
}

/** The output size: the source's own, its long side at most `longSide`, both sides even. */
export function outputSize(source: Size, longSide: number): Size {
  const scale = Math.min(1, longSide / Math.max(source.width, source.height));
  return { width: even(source.width * scale), height: even(source.height * scale) };
}

export function sameSize(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

function scaled(size: Size, scale: number, minimum: number): Size {
  return { width: Math.max(minimum, Math.round(size.width * scale)), height: Math.max(minimum, Math.round(size.height * scale)) };
}

function even(length: number): number {
  return Math.max(2, 2 * Math.round(length / 2));
}
