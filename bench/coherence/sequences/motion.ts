/** An affine map of the plane: (x, y) becomes (a·x + b·y + x0, c·x + d·y + y0). */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly x0: number;
  readonly y0: number;
}

/** Where in its texture the pixel at a point lies at a time, in frames at 30 a second. */
export type Motion = (time: number) => Affine;

/** The texture moves by this many pixels a frame. */
export const pan =
  (x: number, y: number): Motion =>
  (time) => ({ a: 1, b: 0, c: 0, d: 1, x0: -x * time, y0: -y * time });

/** What a turn and a growth of the texture around a point are, seen from the pixels. */
function around(x: number, y: number, growth: number, degrees: number): Affine {
  const angle = (-degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle) / growth, Math.sin(angle) / growth];
  return { a: cos, b: -sin, c: sin, d: cos, x0: x - cos * x + sin * y, y0: y - sin * x - cos * y };
}

/** Frames that it grows for before it shrinks as long: further in, the texture would have no fine structure left. */
const GROWS = 24;

/** The texture grows around (x, y) by a factor a frame, and back. */
export const zoom =
  (x: number, y: number, factor: number): Motion =>
  (time) =>
    around(x, y, factor ** swing(time, GROWS), 0);

/** The texture turns around (x, y), clockwise. */
export const rotation =
  (x: number, y: number, degrees: number): Motion =>
  (time) =>
    around(x, y, 1, degrees * time);

/** To and fro at an even speed: 0 at 0, `half` at `half`, 0 at twice that, and so on. */
export const swing = (time: number, half: number): number => half - Math.abs((((time % (2 * half)) + 2 * half) % (2 * half)) - half);

export const applied = ({ a, b, c, d, x0, y0 }: Affine, x: number, y: number): readonly [x: number, y: number] => [
  a * x + b * y + x0,
  c * x + d * y + y0,
];

/** `then` after `first`. */
function after(then: Affine, first: Affine): Affine {
  const [x0, y0] = applied(then, first.x0, first.y0);
  return {
    a: then.a * first.a + then.b * first.c,
    b: then.a * first.b + then.b * first.d,
    c: then.c * first.a + then.d * first.c,
    d: then.c * first.b + then.d * first.d,
    x0,
    y0,
  };
}

function inverse({ a, b, c, d, x0, y0 }: Affine): Affine {
  const det = a * d - b * c;
  const linear = { a: d / det, b: -b / det, c: -c / det, d: a / det };
  return { ...linear, x0: -(linear.a * x0 + linear.b * y0), y0: -(linear.c * x0 + linear.d * y0) };
}

/** Where the pixels of one time were at an earlier one. */
export const between = (motion: Motion, time: number, earlier: number): Affine => after(inverse(motion(earlier)), motion(time));
