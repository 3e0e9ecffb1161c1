import type { Size } from '../octaves.ts';

/**
 * The size of octave `exponent`: trunc(side · scale^exponent) a side, in float32 as TensorFlow's tutorial computes it, so that no octave comes out a pixel
 * smaller.
 */
export function octaveSize(base: Size, scale: number, exponent: number): Size {
  const factor = Math.fround(scale ** exponent);
  const side = (length: number): number => Math.trunc(Math.fround(length * factor));
  return { width: side(base.width), height: side(base.height) };
}

/** A tile along one axis: where it begins, and the pixels [from, to) whose gradient is taken from it. */
export interface Span {
  readonly start: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Tiles of one length that cover `side` pixels: the last one ends at the edge and overlaps its neighbour; where two overlap, each keeps the half that is
 * farther from its own edge.
 */
export function spansOf(side: number, tile: number): readonly Span[] {
  const count = Math.ceil(side / tile);
  const start = (index: number): number => (index === count - 1 ? side - tile : index * tile);
  const border = (index: number): number => {
    if (index === 0) return 0;
    return index === count ? side : Math.floor((start(index - 1) + tile + start(index)) / 2);
  };
  return Array.from({ length: count }, (_, index) => ({ start: start(index), from: border(index), to: border(index + 1) }));
}

/** A block along one axis: it is `length` pixels long from `start` on, border included; [from, to) is its own. */
export interface Block extends Span {
  readonly length: number;
}

/** Blocks that cover `side` pixels, `own` of them each, with a border of `halo` as far as the picture goes. */
export function blocksOf(side: number, own: number, halo: number): readonly Block[] {
  return Array.from({ length: Math.ceil(side / own) }, (_, index) => {
    const [from, to] = [index * own, Math.min(side, (index + 1) * own)];
    const start = Math.max(0, from - halo);
    return { start, length: Math.min(side, to + halo) - start, from, to };
  });
}

/** @throws RangeError where there is none */
export function spanAt<S extends Span>(spans: readonly S[], index: number): S {
  const span = spans[index];
  if (!span) throw new RangeError(`Expected an index below ${String(spans.length)}, got ${String(index)}.`);
  return span;
}
