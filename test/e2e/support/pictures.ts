import type { Page } from '@playwright/test';
import { PNG } from 'pngjs';

/** A picture as RGBA bytes, row-major. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Reads a PNG. */
export function decode(png: Buffer): Picture {
  return PNG.sync.read(png);
}

/** What a person sees of the dream itself, without the controls and messages over it. */
export async function stagePicture(page: Page): Promise<Picture> {
  const overlays = ['dock', 'whisper', 'failure', 'welcome', 'panel'].map((name) => `dream-${name}`).join(', ');
  return decode(await page.screenshot({ style: `${overlays}, .waiting { visibility: hidden !important; }` }));
}

/** The mean of the three colours, 0 to 255. */
export function brightness({ data }: Picture): number {
  return mean(data.length, (index) => data[index] ?? NaN);
}

/** The standard deviation of the three colours, 0 to 127.5: 0 is one grey all over. */
export function spread(picture: Picture): number {
  const middle = brightness(picture);
  return Math.sqrt(mean(picture.data.length, (index) => ((picture.data[index] ?? NaN) - middle) ** 2));
}

/** The mean absolute difference of the three colours, 0 to 255. @throws RangeError for pictures of unlike sizes */
export function difference(a: Picture, b: Picture): number {
  if (a.width !== b.width || a.height !== b.height) {
    throw new RangeError(
      `Expected pictures of one size, got ${String(a.width)}×${String(a.height)} and ${String(b.width)}×${String(b.height)}.`,
    );
  }
  return mean(a.data.length, (index) => Math.abs((a.data[index] ?? NaN) - (b.data[index] ?? NaN)));
}

/** The mean over the indices of all colours; alpha is left out. */
function mean(length: number, value: (index: number) => number): number {
  let sum = 0;
  for (let index = 0; index < length; index++) if (index % 4 !== 3) sum += value(index);
  return sum / (length * 0.75);
}
