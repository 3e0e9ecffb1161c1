import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PNG } from 'pngjs';
import type { Detail } from '../../src/engine/index.ts';
import { byte } from './sequences/draw.ts';
import type { Size } from './size.ts';

/** RGBA bytes. */
export interface Bitmap extends Size {
  readonly data: Uint8Array;
}

/** The raw frame with Δ on it. */
export function dreamOf(pixels: Uint8Array, { width, height, data }: Detail): Bitmap {
  const dream = Uint8Array.from(pixels, (value, index) => (index % 4 === 3 ? 255 : byte(value + 127.5 * (data[index] ?? 0))));
  return { width, height, data: dream };
}

/** Side by side. All of one height. */
export function besides(bitmaps: readonly Bitmap[]): Bitmap {
  const width = bitmaps.reduce((sum, bitmap) => sum + bitmap.width, 0);
  const height = Math.max(0, ...bitmaps.map((bitmap) => bitmap.height));
  const data = new Uint8Array(4 * width * height);
  let left = 0;
  for (const bitmap of bitmaps) {
    for (let y = 0; y < bitmap.height; y++) {
      data.set(bitmap.data.subarray(4 * y * bitmap.width, 4 * (y + 1) * bitmap.width), 4 * (y * width + left));
    }
    left += bitmap.width;
  }
  return { width, height, data };
}

/** One below the other, narrower ones filled up with black. */
export function stacked(bitmaps: readonly Bitmap[]): Bitmap {
  const width = Math.max(0, ...bitmaps.map((bitmap) => bitmap.width));
  const filled = bitmaps.map((bitmap) => {
    const rest = { width: width - bitmap.width, height: bitmap.height };
    return besides([
      bitmap,
      { ...rest, data: new Uint8Array(4 * rest.width * rest.height).map((_, index) => (index % 4 === 3 ? 255 : 0)) },
    ]);
  });
  const data = new Uint8Array(filled.reduce((sum, bitmap) => sum + bitmap.data.length, 0));
  let at = 0;
  for (const bitmap of filled) {
    data.set(bitmap.data, at);
    at += bitmap.data.length;
  }
  return { width, height: filled.reduce((sum, bitmap) => sum + bitmap.height, 0), data };
}

export function encoded({ width, height, data }: Bitmap): Buffer {
  const png = new PNG({ width, height });
  png.data = Buffer.from(data);
  return PNG.sync.write(png);
}

export function decoded(bytes: Buffer): Bitmap {
  const { width, height, data } = PNG.sync.read(bytes);
  return { width, height, data };
}

/** Writes a PNG, and the folder it is in. */
export async function savePng(path: string, bitmap: Bitmap): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, encoded(bitmap));
}
