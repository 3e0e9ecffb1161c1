import type { Size } from '../size.ts';
import { blurred } from './blur.ts';
import { linearSampler } from './sample.ts';

/** A grey picture in bytes' units. */
export interface Grey extends Size {
  readonly data: Float64Array;
}

/** The luma (Rec. 601) of RGBA bytes. */
export function greyOf(pixels: Uint8Array, { width, height }: Size): Grey {
  const data = Float64Array.from({ length: width * height }, (_, pixel) => {
    const [red = 0, green = 0, blue = 0] = [pixels[4 * pixel], pixels[4 * pixel + 1], pixels[4 * pixel + 2]];
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
  return { width, height, data };
}

/** A picture and its halves, largest first, none shorter than `least` pixels. */
export function pyramid(picture: Grey, least: number): readonly Grey[] {
  const levels = [picture];
  for (let last = picture; Math.min(last.width, last.height) >= 2 * least;) {
    last = halved(last);
    levels.push(last);
  }
  return levels;
}

/** The mean of two by two pixels each; an odd last row or column is left out. */
function halved({ width, height, data }: Grey): Grey {
  const [halfWidth, halfHeight] = [width >> 1, height >> 1];
  const half = new Float64Array(halfWidth * halfHeight);
  for (let pixel = 0; pixel < half.length; pixel++) {
    const first = 2 * Math.floor(pixel / halfWidth) * width + 2 * (pixel % halfWidth);
    half[pixel] = ((data[first] ?? 0) + (data[first + 1] ?? 0) + (data[first + width] ?? 0) + (data[first + width + 1] ?? 0)) / 4;
  }
  return { width: halfWidth, height: halfHeight, data: half };
}

/** A flow at another size, its lengths in that size's pixels; where it gets smaller, by what `smoothFlow` left of it. */
export function resizedFlow(flow: Float64Array, from: Size, to: Size): Float64Array {
  const [x, y] = [from.width / to.width, from.height / to.height];
  const flowAt = linearSampler({ ...from, channels: 2, data: flow });
  const resized = new Float64Array(2 * to.width * to.height);
  const sample = new Float64Array(2);
  for (let pixel = 0; pixel < to.width * to.height; pixel++) {
    flowAt(((pixel % to.width) + 0.5) * x - 0.5, (Math.floor(pixel / to.width) + 0.5) * y - 0.5, sample);
    resized[2 * pixel] = (sample[0] ?? 0) / x;
    resized[2 * pixel + 1] = (sample[1] ?? 0) / y;
  }
  return resized;
}

/** Each direction of a flow under a Gaussian, in which only the picture's own pixels count. */
export function smoothFlow(flow: Float64Array, size: Size, deviation: number): Float64Array {
  const shares = blurred(new Float64Array(size.width * size.height).fill(1), size, deviation);
  const smooth = new Float64Array(flow.length);
  for (let direction = 0; direction < 2; direction++) {
    const plane = blurred(
      Float64Array.from(shares, (_, pixel) => flow[2 * pixel + direction] ?? 0),
      size,
      deviation,
    );
    plane.forEach((value, pixel) => (smooth[2 * pixel + direction] = value / (shares[pixel] ?? 1)));
  }
  return smooth;
}
