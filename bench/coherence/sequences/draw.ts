import type { Size } from '../size.ts';
import type { Texture } from './texture.ts';

/** Points a pixel is averaged over, each way. */
const FINE = 3;

/** Draws a picture of colours given at every point (0 to 255): pixel (x, y) is their mean over the square from (x - ½, y - ½) to (x + ½, y + ½). RGBA. */
export function draw({ width, height }: Size, at: Texture): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(4 * width * height);
  const [colour, sum] = [new Float64Array(3), new Float64Array(3)];
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    sum.fill(0);
    for (let part = 0; part < FINE * FINE; part++) {
      at(x + offset(part % FINE), y + offset(Math.floor(part / FINE)), colour);
      for (let channel = 0; channel < 3; channel++) sum[channel] = (sum[channel] ?? 0) + (colour[channel] ?? 0);
    }
    for (let channel = 0; channel < 3; channel++) pixels[4 * pixel + channel] = byte((sum[channel] ?? 0) / (FINE * FINE));
    pixels[4 * pixel + 3] = 255;
  }
  return pixels;
}

const offset = (index: number): number => (index + 0.5) / FINE - 0.5;

export const byte = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));
