import { readFile } from 'node:fs/promises';
import { PNG } from 'pngjs';
import type { Picture } from '../../src/engine/index.ts';

/**
 * Reads a PNG as a network sees it: HWC, RGB, pixel p becomes −1 + p / 127.5; transparency is dropped.
 * @throws Error naming the file when it is absent or not a PNG
 */
export async function readPicture(path: string): Promise<Picture> {
  const { width, height, data } = await decode(path);
  const values = new Float32Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) values[pixel * 3 + channel] = -1 + (data[pixel * 4 + channel] ?? 0) / 127.5;
  }
  return { width, height, data: values };
}

async function decode(path: string): Promise<PNG> {
  const file = await readFile(path).catch((cause: unknown) => {
    throw new Error(`Expected a PNG picture at ${path}, but it cannot be read. Check the path.`, { cause });
  });
  try {
    return PNG.sync.read(file);
  } catch (cause) {
    throw new Error(`Expected a PNG picture, but ${path} is not one. Convert it to PNG first.`, { cause });
  }
}
