/** The box that the curve is drawn in. */
export const CURVE_WIDTH = 240;
export const CURVE_HEIGHT = 56;

/** Kept free above and below, for half the stroke. */
const EDGE = 2;

/** More points than this the eye does not tell apart. */
const MOST_POINTS = 240;

/**
 * The points of an SVG polyline through a curve: time to the right, values between the smallest and the largest upward. What is not finite is left out.
 * @param all how many values there will be; the curve fills as much of the width as there is of it
 */
export function curvePoints(values: readonly number[], all: number): string {
  const stride = Math.max(1, Math.ceil(values.length / MOST_POINTS));
  const points = values
    .map((value, index) => ({ value, index }))
    .filter(({ value, index }) => Number.isFinite(value) && keeps(index, stride, values));
  if (points.length < 2) return '';
  const [least, most] = points.reduce(([low, high], { value }) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  const range = most - least || 1;
  const last = Math.max(1, all - 1, values.length - 1);
  return points
    .map(({ value, index }) => {
      const x = (CURVE_WIDTH * index) / last;
      const y = CURVE_HEIGHT - EDGE - ((CURVE_HEIGHT - 2 * EDGE) * (value - least)) / range;
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
}

/** Every so manieth, and the newest. */
function keeps(index: number, stride: number, values: readonly number[]): boolean {
  return index % stride === 0 || index === values.length - 1;
}
