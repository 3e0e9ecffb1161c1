import type { Weights } from './job.ts';

/** Where the weights of a 3 × 3 convolution lie: `[tap][k][n]`, then `bias[n]` if it has one. */
export interface TapWeights {
  readonly weights: Weights;
  readonly k: number;
  readonly n: number;
  /** Whether the taps are walked backwards, as the gradient with respect to the source does. */
  readonly mirrored: boolean;
}

/**
 * Weights for Winograd's F(2 × 2, 3 × 3): G g Gᵀ of every 3 × 3 kernel g, in double precision, as `[frequency of 16][k][n]`, bias behind as it was.
 * G = (1 0 0; ½ ½ ½; ½ −½ ½; 0 0 1).
 */
export function winogradWeights({ weights, k, n, mirrored }: TapWeights): Weights {
  const bias = weights.quads * 4 - 9 * k * n;
  const values = () => {
    const taps = weights.values();
    const all = new Float32Array(16 * k * n + bias);
    const kernel = new Float64Array(9);
    const rows = new Float64Array(12);
    for (let pair = 0; pair < k * n; pair++) {
      for (let tap = 0; tap < 9; tap++) kernel[mirrored ? 8 - tap : tap] = taps[tap * k * n + pair] ?? 0;
      for (let column = 0; column < 3; column++) transform(kernel, column, 3, rows, column, 3);
      for (let row = 0; row < 4; row++) transform(rows, row * 3, 1, all, row * 4 * k * n + pair, k * n);
    }
    all.set(taps.subarray(9 * k * n), 16 * k * n);
    return all;
  };
  return { key: `${weights.key}/winograd`, quads: (16 * k * n + bias) / 4, values };
}

type Numbers = Float32Array | Float64Array;

/** G times three numbers, four numbers: each `step` after the one before. */
function transform(from: Float64Array, first: number, step: number, to: Numbers, toFirst: number, toStep: number): void {
  const [a, b, c] = [from[first] ?? 0, from[first + step] ?? 0, from[first + 2 * step] ?? 0];
  to[toFirst] = a;
  to[toFirst + toStep] = (a + b + c) / 2;
  to[toFirst + 2 * toStep] = (a - b + c) / 2;
  to[toFirst + 3 * toStep] = c;
}
