import { EngineError } from '../errors.ts';
import type { Size } from '../octaves.ts';
import type { Limits } from '../plan/limits.ts';

/** The most pixels of a picture on the GPU: 8192 × 8192. */
const MOST_PIXELS = 2 ** 26;

/** Bytes a pixel of one of its buffers. */
const BUFFER_BYTES = 16;

export const pixelsOf = ({ width, height }: Size): number => width * height;

/** Why a picture of this size cannot lie on this GPU, in words; `null` where it can. */
export function tooLarge(size: Size, limits: Limits): string | null {
  const pixels = pixelsOf(size);
  const name = `${String(size.width)}×${String(size.height)}`;
  if (pixels > MOST_PIXELS) {
    return `${name} are ${megapixels(pixels)} megapixels; a still takes at most ${megapixels(MOST_PIXELS)} (8192×8192).`;
  }
  const most = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
  const needed = BUFFER_BYTES * pixels;
  if (needed <= most) return null;
  return `${name} pixels need ${megabytes(needed)} MB in one buffer; this GPU takes at most ${String(Math.floor(most / 1e6))} MB.`;
}

/**
 * That a still cannot be made from `base`, as its picture of `size` is too large for this GPU, and what would work.
 * @param why what {@link tooLarge} says
 */
export function sizeTooLarge(base: Size, size: Size, limits: Limits, why: string): EngineError {
  const most = Math.min(MOST_PIXELS, Math.floor(Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize) / BUFFER_BYTES));
  const factor = Math.sqrt(most / pixelsOf(size));
  const [width, height] = [Math.floor(base.width * factor), Math.floor(base.height * factor)];
  return new EngineError(
    'size-too-large',
    `This picture is too large for a still: ${why} Make it ${String(width)}×${String(height)} or smaller.`,
  );
}

/** For people, rounded up. */
export const megabytes = (bytes: number): string => Math.ceil(bytes / 1e6).toString();

const megapixels = (pixels: number): string => (pixels / 1e6).toFixed(0);
