import { randomUUID } from 'node:crypto';
import { readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Metadata, Sharp, SharpOptions } from 'sharp';
import type { Picture8 } from '../engine/index.ts';
import { writePngText } from '../streams/settings/png-text.ts';
import { optionalPackage } from './optional-package.ts';

/** The most pixels that are dreamt: 8192 × 8192. */
const MOST_PIXELS = 8192 ** 2;
/** The most that are decoded, to be shrunk then: what libvips itself takes. */
const MOST_DECODED = 16383 ** 2;

/** A picture that cannot be read or written: the message names the file, and says what was expected, what came and what to do. */
export class PictureError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PictureError';
  }
}

/**
 * Reads a JPEG, PNG, WebP or AVIF as a person sees it: upright as its EXIF says, in sRGB, transparent parts on white.
 * @param longSide a larger picture is shrunk to this long side, in pixels
 * @throws PictureError, or Error where sharp is missing
 */
export async function readPicture(path: string, longSide = Infinity): Promise<Picture8> {
  const file = await readFile(path).catch((cause: unknown) => {
    throw new PictureError(`Expected a picture at ${path}, but it cannot be read: ${reasonOf(cause)}.`, { cause });
  });
  const sharp = await loadSharp();
  const size = expectSize(path, await describe(path, () => sharp(file, { limitInputPixels: false }).metadata()), longSide);
  try {
    const upright = sharp(file, { failOn: 'truncated', limitInputPixels: MOST_DECODED }).autoOrient();
    const rgba = upright
      .resize({ ...size, fit: 'fill' })
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .ensureAlpha();
    const { data, info } = await rgba.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
  } catch (cause) {
    throw new PictureError(`Expected a whole picture, but ${path} is damaged or ends too early (${reasonOf(cause)}). Fetch it again.`, {
      cause,
    });
  }
}

/**
 * Writes a PNG with a text inside: whole, or not at all.
 * @param replace whether a file that is there may be replaced
 * @throws PictureError where it may not, or the file cannot be written
 */
export async function writePicture(
  path: string,
  picture: Picture8,
  text: { readonly keyword: string; readonly text: string },
  replace: boolean,
): Promise<void> {
  const sharp = await loadSharp();
  const { width, height, data } = picture;
  const png = await sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .png()
    .toBuffer();
  await writeWhole(path, writePngText(png, text.keyword, text.text), replace).catch((cause: unknown) => {
    throw new PictureError(`${path} could not be written: ${reasonOf(cause)}.`, { cause });
  });
}

/** Writes beside the path and renames then, so that a full disk or a power cut harms no file that is there. */
async function writeWhole(path: string, content: Uint8Array, replace: boolean): Promise<void> {
  // A rename would put a file in a link's place.
  const place = await realpath(path).catch(() => path);
  const part = join(dirname(place), `.pareidolia-${randomUUID()}.part`);
  try {
    await writeFile(part, content, { flag: 'wx', flush: true });
    // A rename replaces what came meanwhile: this takes the name, or fails where another has it.
    if (!replace) await writeFile(place, '', { flag: 'wx' });
    await rename(part, place);
  } finally {
    await rm(part, { force: true });
  }
}

async function loadSharp(): Promise<(input: Buffer | Uint8ClampedArray, options: SharpOptions) => Sharp> {
  const loaded = await optionalPackage('sharp', 'reads and writes pictures', () => import('sharp'));
  return loaded.default;
}

async function describe(path: string, read: () => Promise<Metadata>): Promise<Metadata> {
  // An empty file is refused at once, another one in time.
  const metadata = await Promise.resolve()
    .then(read)
    .catch((cause: unknown) => {
      throw notAPicture(path, 'is none or is damaged', cause);
    });
  const { format, compression } = metadata;
  if (format === 'heif' ? compression !== 'av1' : !['jpeg', 'png', 'webp'].includes(format)) {
    throw notAPicture(path, `is ${format === 'heif' ? 'HEIC' : format.toUpperCase()}`);
  }
  return metadata;
}

function notAPicture(path: string, came: string, cause?: unknown): PictureError {
  return new PictureError(`Expected a JPEG, PNG, WebP or AVIF picture, but ${path} ${came}. Convert it, or take another.`, { cause });
}

/** The size to dream at. @throws PictureError where it is too large */
function expectSize(
  path: string,
  { autoOrient: { width, height } }: Metadata,
  longSide: number,
): { readonly width: number; readonly height: number } {
  const share = Math.min(1, longSide / Math.max(width, height));
  const size = { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) };
  if (width * height <= MOST_DECODED && size.width * size.height <= MOST_PIXELS) return size;
  const came = `${path} is ${String(width)} × ${String(height)} pixels (${megapixels(width * height)})`;
  throw width * height > MOST_DECODED
    ? new PictureError(`Expected a picture of at most ${megapixels(MOST_DECODED)}, but ${came}. Make it smaller first.`)
    : new PictureError(`Expected at most ${megapixels(MOST_PIXELS)} to dream, but ${came}. Have it shrunk, for example by --size 4096.`);
}

const megapixels = (pixels: number): string => `${String(Math.round(pixels / 1e6))} megapixels`;

/** What the system or a library says went wrong, in one line. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT') return 'there is no such file or folder';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EEXIST') return 'it exists already (--force replaces it)';
  return cause.message.split('\n')[0] ?? cause.message;
}
