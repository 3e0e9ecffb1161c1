import { mkdir, mkdtemp, open, readFile, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { PNG } from 'pngjs';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PictureError, readPicture, writePicture } from '../../../src/node/picture-file.ts';
import { readPngText } from '../../../src/streams/settings/png-text.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pictures-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** 6 × 4: left half red, right half blue. */
function halves(): Sharp {
  const pixels = Uint8Array.from({ length: 6 * 4 * 3 }, (_, index) => {
    const isLeft = Math.floor(index / 3) % 6 < 3;
    return [isLeft ? 240 : 16, 32, isLeft ? 16 : 240][index % 3] ?? 0;
  });
  return sharp(pixels, { raw: { width: 6, height: 4, channels: 3 } });
}

async function saved(name: string, picture: Sharp): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, await picture.toBuffer());
  return path;
}

/** Of a pixel, red, green, blue and alpha. */
async function pixel(path: string, [x, y]: readonly [number, number]): Promise<readonly number[]> {
  const { width, data } = await readPicture(path);
  return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
}

const red = [240, 32, 16, 255];
const blue = [16, 32, 240, 255];

/** Lossy formats, and colours through a profile, come back near. */
function expectNear(found: readonly number[], wanted: readonly number[], most: number): void {
  for (const [index, value] of wanted.entries()) expect(Math.abs((found[index] ?? Number.NaN) - value)).toBeLessThanOrEqual(most);
}

describe('a picture file, read', () => {
  test.each([
    ['PNG', 'a.png', () => halves().png(), 0],
    ['PNG of 16 bits', '16.png', () => halves().toColourspace('rgb16').png(), 0],
    ['PNG with a palette', 'palette.png', () => halves().png({ palette: true }), 1],
    ['lossless WebP', 'a.webp', () => halves().webp({ lossless: true }), 0],
    ['lossless AVIF', 'a.avif', () => halves().avif({ lossless: true }), 1],
    ['JPEG', 'a.jpg', () => halves().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }), 4],
  ])('%s, has its pixels', async (_, name, make, most) => {
    const path = await saved(name, make());
    expect(await readPicture(path)).toMatchObject({ width: 6, height: 4 });
    expectNear(await pixel(path, [0, 0]), red, most);
    expectNear(await pixel(path, [5, 3]), blue, most);
  });

  test('grey, is red, green and blue alike', async () => {
    const path = await saved('grey.png', halves().greyscale().png());
    const [first, second, third, alpha] = await pixel(path, [0, 0]);
    expect([second, third, alpha]).toEqual([first, first, 255]);
  });

  // 6: its top is to the right of how it lies in the file, so it is turned a quarter clockwise; 2: mirrored.
  test.each([
    { orientation: 6, width: 4, height: 6, redAt: [0, 0], blueAt: [0, 5] },
    { orientation: 8, width: 4, height: 6, redAt: [0, 5], blueAt: [0, 0] },
    { orientation: 3, width: 6, height: 4, redAt: [5, 0], blueAt: [0, 0] },
    { orientation: 2, width: 6, height: 4, redAt: [5, 0], blueAt: [0, 0] },
  ] as const)('EXIF orientation $orientation, is honoured', async ({ orientation, width, height, redAt, blueAt }) => {
    const path = await saved(
      `turned-${String(orientation)}.jpg`,
      halves().withMetadata({ orientation }).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }),
    );
    expect(await readPicture(path)).toMatchObject({ width, height });
    expectNear(await pixel(path, redAt), red, 4);
    expectNear(await pixel(path, blueAt), blue, 4);
  });

  test('a wide colour space, becomes sRGB', async () => {
    const path = await saved('p3.png', halves().withIccProfile('p3').png());
    const stored = [...PNG.sync.read(await readFile(path)).data.subarray(0, 3)];
    expect(Math.abs((stored[0] ?? 0) - 240)).toBeGreaterThan(10);
    expectNear(await pixel(path, [0, 0]), red, 3);
  });

  test('what is transparent, lies on white', async () => {
    const path = await saved(
      'clear.png',
      sharp({ create: { width: 2, height: 2, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } }).png(),
    );
    expect(await pixel(path, [0, 0])).toEqual([255, 255, 255, 255]);
  });

  test.each([
    [3, 3, 2],
    [6, 6, 4],
    [100, 6, 4],
    [1, 1, 1],
  ])('a long side of %i, is kept to and never enlarged', async (most, width, height) => {
    const path = await saved('a.png', halves().png());
    expect(await readPicture(path, most)).toMatchObject({ width, height });
  });
});

describe('what cannot be read', () => {
  test('a file that is not there, is named', async () => {
    await expect(readPicture(join(folder, 'none.png'))).rejects.toThrow(/Expected a picture at .*none\.png, .*no such file or folder\.$/);
  });

  test('a folder, is told', async () => {
    await expect(readPicture(folder)).rejects.toThrow(/it is a folder/);
  });

  test.each([
    ['text.jpg', 'hello', 'is none or is damaged'],
    ['empty.png', '', 'is none or is damaged'],
    ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', 'is SVG'],
  ])('%s, is no picture', async (name, content, came) => {
    const path = join(folder, name);
    await writeFile(path, content);
    await expect(readPicture(path)).rejects.toThrow(
      new PictureError(`Expected a JPEG, PNG, WebP or AVIF picture, but ${path} ${came}. Convert it, or take another.`),
    );
  });

  test.each([
    ['jpg', (picture: Sharp) => picture.jpeg()],
    ['png', (picture: Sharp) => picture.png()],
    ['avif', (picture: Sharp) => picture.avif()],
    ['webp', (picture: Sharp) => picture.webp()],
  ])('a %s cut off, is named and told', async (extension, encode) => {
    const noise = sharp({
      create: { width: 64, height: 64, channels: 3, background: 'grey', noise: { type: 'gaussian', mean: 128, sigma: 60 } },
    });
    const whole = await encode(noise).toBuffer();
    const path = join(folder, `cut.${extension}`);
    await writeFile(path, whole.subarray(0, Math.floor(whole.length * 0.7)));
    const error: unknown = await readPicture(path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PictureError);
    expect(String(error)).toMatch(/cut\.\w+ is (damaged or ends too early|none or is damaged)/);
  });

  test('100 megapixels, are too many to dream, and can be shrunk', async () => {
    const path = await saved(
      'big.png',
      sharp({ create: { width: 12500, height: 8000, channels: 3, background: 'teal' } }).png({ compressionLevel: 1 }),
    );
    await expect(readPicture(path)).rejects.toThrow(
      `Expected at most 67 megapixels to dream, but ${path} is 12500 × 8000 pixels (100 megapixels). Have it shrunk, for example by --size 4096.`,
    );
    expect(await readPicture(path, 100)).toMatchObject({ width: 100, height: 64 });
  });

  test('a billion pixels, are not decoded at all', async () => {
    // Only the header is read: width and height lie at bytes 16 and 20.
    const png = await halves().png().toBuffer();
    png.writeUInt32BE(40_000, 16);
    png.writeUInt32BE(25_000, 20);
    png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
    const path = join(folder, 'bomb.png');
    await writeFile(path, png);
    await expect(readPicture(path, 100)).rejects.toThrow(
      /at most 268 megapixels, but .*bomb\.png is 40000 × 25000 pixels \(1000 megapixels\)/,
    );
  });
});

describe('a picture file, written', () => {
  const picture = { width: 2, height: 1, data: Uint8ClampedArray.of(1, 2, 3, 255, 250, 251, 252, 255) };
  const text = { keyword: 'pareidolia', text: 'how' };

  test('pixels and text, come back exactly', async () => {
    const path = join(folder, 'written.png');
    await writePicture(path, picture, text, false);
    expect(await readPicture(path)).toEqual(picture);
    expect(readPngText(await readFile(path), 'pareidolia')).toBe('how');
  });

  test('a file that is there, is replaced only where that is wanted', async () => {
    const path = join(folder, 'there.png');
    await writeFile(path, 'mine');
    await expect(writePicture(path, picture, text, false)).rejects.toThrow(/it exists already \(--force replaces it\)/);
    expect(await readFile(path, 'utf8')).toBe('mine');
    await writePicture(path, picture, text, true);
    expect(await readPicture(path)).toEqual(picture);
  });

  test('a file that is replaced, is never written into, so that it stays whole until the new one is', async () => {
    const path = join(folder, 'kept.png');
    await writeFile(path, 'mine');
    const before = await open(path);
    await writePicture(path, picture, text, true);
    expect(await before.readFile('utf8')).toBe('mine');
    await before.close();
    expect(await readPicture(path)).toEqual(picture);
  });

  test('a link, stays one', async () => {
    await writeFile(join(folder, 'linked.png'), 'mine');
    await symlink(join(folder, 'linked.png'), join(folder, 'link.png'));
    await writePicture(join(folder, 'link.png'), picture, text, true);
    expect(await readlink(join(folder, 'link.png'))).toBe(join(folder, 'linked.png'));
    expect(await readPicture(join(folder, 'linked.png'))).toEqual(picture);
  });

  test.each([true, false])('what cannot be written, leaves nothing behind, where replacing is %s', async (replace) => {
    const path = join(folder, `folder-${String(replace)}`, 'in-the-way.png');
    await mkdir(path, { recursive: true });
    await expect(writePicture(path, picture, text, replace)).rejects.toThrow(
      /in-the-way\.png could not be written: it (is a folder|exists)/,
    );
    expect(await readdir(join(path, '..'))).toEqual(['in-the-way.png']);
  });

  test('a picture, leaves nothing beside it', async () => {
    await mkdir(join(folder, 'alone'));
    await writePicture(join(folder, 'alone', 'a.png'), picture, text, false);
    expect(await readdir(join(folder, 'alone'))).toEqual(['a.png']);
  });
});
