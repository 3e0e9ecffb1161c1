import type { Feedback } from '../dream-params.ts';
import type { Size } from '../octaves.ts';

/** Where Δ comes from when it moves: a pixel at (x, y) from the middle takes what lay at (a·x + b·y + x0, c·x + d·y + y0), in pixels. */
export interface Motion {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly x0: number;
  readonly y0: number;
}

export const moves = ({ zoom, rotate, driftX, driftY }: Feedback): boolean => zoom !== 1 || rotate !== 0 || driftX !== 0 || driftY !== 0;

/** Below this 1 - e^-w loses more digits than its series leaves out. */
const SMALL = 1e-3;

/**
 * The motion of a feedback over `seconds`, the same in one step as in many: every point p, a complex number of pixels from the middle, flows with the
 * velocity A·p + u, where A = ln zoom + i · angle and u is the drift. So what lies at p came from e^(-A·t) · p - u · (1 - e^(-A·t)) / A.
 */
export function motionOver(seconds: number, feedback: Feedback, { width, height }: Size): Motion {
  const [growth, angle] = [Math.log(feedback.zoom) * seconds, (feedback.rotate * seconds * Math.PI) / 180];
  const shrink = Math.exp(-growth);
  const [cos, sin] = [shrink * Math.cos(angle), shrink * Math.sin(angle)];
  const [re, im] = mean(growth, angle, cos, sin);
  const [x, y] = [feedback.driftX * seconds * width, feedback.driftY * seconds * height];
  return { a: cos, b: sin, c: -sin, d: cos, x0: im * y - re * x, y0: -im * x - re * y };
}

/** (1 - e^-w) / w for w = growth + i · angle, of which e^-w = cos - i · sin. */
function mean(growth: number, angle: number, cos: number, sin: number): readonly [re: number, im: number] {
  const square = growth * growth + angle * angle;
  if (square < SMALL * SMALL) return [1 - growth / 2, -angle / 2];
  return [((1 - cos) * growth + sin * angle) / square, (sin * growth - (1 - cos) * angle) / square];
}
