import type { Precision } from '../kernels/compose.ts';
import type { Size } from '../octaves.ts';
import type { Blueprint } from '../plan/blueprint.ts';
import { planBytes } from '../plan/plan.ts';

/** What pictures are brought to the GPU and back through, a few rows at a time: so many bytes, unless a row or two need more. */
const STRIP_BYTES = 4 * 2 ** 20;

/** Bytes of all that is small and does not grow: uniforms, sums, stagings of single numbers. */
export const SMALL_BYTES = 2 ** 17;

/** Bytes of a pixel on the GPU: the picture and its gradient, vec4<f32> each. */
export const PIXEL_BYTES = 32;

/** What a still needs besides its plans. */
export interface StillMemory {
  /** Bytes of the strip that rows go through, twice: once for the GPU to write and once to read it from. */
  readonly strip: number;
  /** Bytes of a preview, twice too. */
  readonly preview: number;
}

/** What is shrunk on its way to the GPU, and how high it is there at least. */
export interface Shrunk {
  readonly from: Size;
  readonly height: number;
}

/** Rows of pictures go through the strip: filters want some around those that they make. */
export function memoryFor(pictures: readonly Shrunk[], preview: Size | null): StillMemory {
  const strips = pictures.map(({ from, height }) => 4 * from.width * (Math.ceil(from.height / height) + 6));
  return { strip: 4 * Math.ceil(Math.max(STRIP_BYTES, ...strips) / 4), preview: preview ? 4 * preview.width * preview.height : 0 };
}

/** Bytes of a plan at work: what belongs to it alone and what it runs in, but for the weights. */
export const workBytes = (blueprint: Blueprint): number => planBytes(blueprint) + blueprint.arenaBytes + blueprint.bitsBytes;

/** Bytes of the weights that these plans share: each layout of each convolution's once. */
export function weightBytes(blueprints: readonly Blueprint[], precision: Precision): number {
  const quadBytes = precision === 'f16' ? 8 : 16;
  const sizes = new Map<string, number>();
  for (const { weights } of blueprints.flatMap(({ steps }) => steps)) {
    sizes.set(
      weights.map(({ key }) => key).join(', '),
      weights.reduce((sum, { quads }) => sum + quads * quadBytes, 0),
    );
  }
  return Array.from(sizes.values()).reduce((sum, bytes) => sum + bytes, 0);
}
