import type { Motion } from '../../../src/engine/carry/motion.ts';
import type { Size } from '../../../src/engine/octaves.ts';

/** The frame kernels once more, plainly: float64, one loop, no cleverness. Pictures have four values a pixel, row-major. */
export type Picture = ArrayLike<number>;

/** A picture made pixel by pixel. */
export function draw({ width, height }: Size, colour: (x: number, y: number, channel: number) => number): number[] {
  return Array.from({ length: 4 * width * height }, (_, index) => {
    const [pixel, channel] = [Math.floor(index / 4), index % 4];
    return channel === 3 ? 0 : colour(pixel % width, Math.floor(pixel / width), channel);
  });
}

/** A value of a picture whose edges are repeated. */
export const at = (picture: Picture, { width, height }: Size, x: number, y: number, channel: number): number =>
  picture[4 * (clamp(y, 0, height - 1) * width + clamp(x, 0, width - 1)) + channel] ?? NaN;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

const wrap = (value: number, length: number): number => ((value % length) + length) % length;

/** The mean over [low, high) of a step function with a step a pixel. */
function areaMean(lowX: number, highX: number, lowY: number, highY: number, value: (x: number, y: number) => number): number {
  let [sum, weights] = [0, 0];
  for (let y = Math.floor(lowY); y < highY; y++) {
    for (let x = Math.floor(lowX); x < highX; x++) {
      const weight = (Math.min(highX, x + 1) - Math.max(lowX, x)) * (Math.min(highY, y + 1) - Math.max(lowY, y));
      sum += weight * value(x, y);
      weights += weight;
    }
  }
  return sum / weights;
}

export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The import, in [0, 1]: `bytes` of `source` → `size`, of the crop (in fractions). */
export function importTwin(bytes: ArrayLike<number>, source: Size, size: Size, crop: Crop, mirror: boolean): number[] {
  const scale = [(crop.width * source.width) / size.width, (crop.height * source.height) / size.height] as const;
  const reach = [Math.max(1, scale[0]) / 2, Math.max(1, scale[1]) / 2] as const;
  const edge = (value: number, start: number, length: number, side: number) =>
    clamp(value, Math.floor(start * side), Math.ceil((start + length) * side) - 1);
  return draw(size, (x, y, channel) => {
    const cx = crop.x * source.width + ((mirror ? size.width - 1 - x : x) + 0.5) * scale[0];
    const cy = crop.y * source.height + (y + 0.5) * scale[1];
    return areaMean(
      cx - reach[0],
      cx + reach[0],
      cy - reach[1],
      cy + reach[1],
      (qx, qy) =>
        at(bytes, source, edge(qx, crop.x, crop.width, source.width), edge(qy, crop.y, crop.height, source.height), channel) / 255,
    );
  });
}

/** live + Δ at the octave's size. */
export function shrinkTwin(live: Picture, detail: Picture, dream: Size, octave: Size): number[] {
  const [sx, sy] = [dream.width / octave.width, dream.height / octave.height];
  return draw(octave, (x, y, channel) =>
    areaMean(x * sx, (x + 1) * sx, y * sy, (y + 1) * sy, (qx, qy) => at(live, dream, qx, qy, channel) + at(detail, dream, qx, qy, channel)),
  );
}

/** Keys' cubic convolution kernel, a = -1/2. */
function cubic(distance: number): number {
  const d = Math.abs(distance);
  if (d < 1) return 1.5 * d ** 3 - 2.5 * d ** 2 + 1;
  return d < 2 ? -0.5 * d ** 3 + 2.5 * d ** 2 - 4 * d + 2 : 0;
}

/** A picture resampled bicubically. */
export function growTwin(picture: Picture, from: Size, to: Size): number[] {
  return draw(to, (x, y, channel) => {
    const [cx, cy] = [((x + 0.5) * from.width) / to.width - 0.5, ((y + 0.5) * from.height) / to.height - 0.5];
    let sum = 0;
    for (let qy = Math.floor(cy) - 1; qy <= Math.floor(cy) + 2; qy++) {
      for (let qx = Math.floor(cx) - 1; qx <= Math.floor(cx) + 2; qx++)
        sum += cubic(cx - qx) * cubic(cy - qy) * at(picture, from, qx, qy, channel);
    }
    return sum;
  });
}

/** The network's input: the picture rolled, and how far in the fourth channel of its first two pixels. */
export function rollTwin(lo: Picture, size: Size, [rollX, rollY]: readonly [number, number]): number[] {
  const rolled = draw(size, (x, y, channel) => at(lo, size, wrap(x - rollX, size.width), wrap(y - rollY, size.height), channel));
  return rolled.with(3, rollX).with(7, rollY);
}

/** Mean and population standard deviation of the three colours. */
export function statisticsTwin(gradient: Picture): readonly [mean: number, std: number] {
  const values = Array.from(gradient).filter((_, index) => index % 4 !== 3);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)];
}

export function ascendTwin(
  lo: Picture,
  gradient: Picture,
  size: Size,
  [rollX, rollY]: readonly [number, number],
  step: number,
  std: number,
): number[] {
  return draw(size, (x, y, channel) => {
    const g = at(gradient, size, wrap(x + rollX, size.width), wrap(y + rollY, size.height), channel);
    return clamp(at(lo, size, x, y, channel) + (step * g) / (std + 1e-8), -1, 1);
  });
}

/** clip(live + Δ + up(lo - before)) - live. */
export function keepTwin(live: Picture, detail: Picture, lo: Picture, before: Picture, dream: Size, octave: Size): number[] {
  const climbed = growTwin(
    Array.from(lo, (value, index) => value - (before[index] ?? NaN)),
    octave,
    dream,
  );
  return draw(dream, (x, y, channel) => {
    const base = at(live, dream, x, y, channel);
    return clamp(base + at(detail, dream, x, y, channel) + at(climbed, dream, x, y, channel), -1, 1) - base;
  });
}

/** What the pixel at `node` counts at `place`, by the polynomials through the eight pixels around it (Lagrange). */
function lagrange(place: number, node: number): number {
  const nodes = [-3, -2, -1, 0, 1, 2, 3, 4].map((offset) => Math.floor(place) + offset);
  return nodes.reduce((weight, other) => (other === node ? weight : (weight * (place - other)) / (node - other)), 1);
}

/** A picture's value between its pixels, sharply; nothing from outside. */
export function sharpAt(picture: Picture, size: Size, cx: number, cy: number, channel: number): number {
  let sum = 0;
  for (let qy = Math.max(0, Math.floor(cy) - 3); qy <= Math.min(size.height - 1, Math.floor(cy) + 4); qy++) {
    for (let qx = Math.max(0, Math.floor(cx) - 3); qx <= Math.min(size.width - 1, Math.floor(cx) + 4); qx++)
      sum += lagrange(cx, qx) * lagrange(cy, qy) * at(picture, size, qx, qy, channel);
  }
  return sum;
}

/** Δ moved and faded: each pixel centre comes from M · (p - middle) + shift + middle, nothing from outside. */
export function warpTwin(detail: Picture, size: Size, { a, b, c, d, x0, y0 }: Motion, decay: number): number[] {
  const middle = [(size.width - 1) / 2, (size.height - 1) / 2] as const;
  return draw(size, (x, y, channel) => {
    const [px, py] = [x - middle[0], y - middle[1]];
    const [cx, cy] = [a * px + b * py + x0 + middle[0], c * px + d * py + y0 + middle[1]];
    return decay * sharpAt(detail, size, cx, cy, channel);
  });
}

/** The output in [0, 1] where colours stay the source's: as much of the luma as all three colours have room for. */
export function lumaTwin(liveBytes: ArrayLike<number>, detail: Picture, dream: Size, output: Size): number[] {
  const up = growTwin(detail, dream, output);
  return draw(output, (x, y, channel) => {
    const [source, added] = [liveBytes, up].map((picture) => [0, 1, 2].map((each) => at(picture, output, x, y, each)));
    const colours = (source ?? []).map((value) => value / 255);
    const [r = NaN, g = NaN, b = NaN] = added ?? [];
    const luma = (0.2126 * r + 0.7152 * g + 0.0722 * b) / 2;
    return (colours[channel] ?? NaN) + clamp(luma, -Math.min(...colours), 1 - Math.max(...colours));
  });
}

/** The output in [0, 1]. */
export function presentTwin(liveBytes: ArrayLike<number>, detail: Picture, dream: Size, output: Size, intensity: number): number[] {
  const up = growTwin(detail, dream, output);
  return draw(output, (x, y, channel) =>
    clamp(at(liveBytes, output, x, y, channel) / 255 + (intensity * at(up, output, x, y, channel)) / 2, 0, 1),
  );
}
