import { type Period, fractal, gradientNoise, heapNoise, mix } from './noise.ts';

/** A tile of numbers about [0, 1], row-major; both sides are powers of two, and it repeats both ways. */
export interface Field {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** Heaped clouds: soft noise swollen by heaps, bent by other noise so that no lattice shows. */
export function heapedField(seed: number, width: number, height: number): Field {
  const period: Period = { x: 6, y: 3 };
  return fieldOf(width, height, period, (x, y) => {
    const bendX = 0.3 * fractal(gradientNoise, x + 1.7, y, period, 2, seed + 101);
    const bendY = 0.3 * fractal(gradientNoise, x, y + 3.1, period, 2, seed + 202);
    const bentX = x + bendX;
    const bentY = y + bendY;
    const soft = 0.5 + 0.5 * fractal(gradientNoise, bentX, bentY, period, 5, seed);
    const heaps = fractal(heapNoise, bentX * 2, bentY * 2, { x: period.x * 2, y: period.y * 2 }, 4, seed + 303);
    return mix(soft, heaps, 0.55);
  });
}

/** Wisps: finer, drawn out along the wind. They eat into the heaps and make them change as they drift. */
export function wispField(seed: number, width: number, height: number): Field {
  const period: Period = { x: 4, y: 6 };
  return fieldOf(width, height, period, (x, y) => {
    const bendX = 0.35 * fractal(gradientNoise, x + 5.3, y + 1.9, period, 2, seed + 404);
    const bendY = 0.2 * fractal(gradientNoise, x + 2.7, y + 4.1, period, 2, seed + 505);
    return 0.5 + 0.5 * fractal(gradientNoise, x + bendX, y + bendY, period, 6, seed + 606);
  });
}

function fieldOf(width: number, height: number, period: Period, at: (x: number, y: number) => number): Field {
  const values = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      values[row * width + column] = at((column / width) * period.x, (row / height) * period.y);
    }
  }
  return { width, height, values };
}
