import type { Picture8, StillRecipe } from '../../engine/index.ts';
import { CodedError, messageOf } from '../coded-error.ts';
import { RECIPE_KEYWORD } from '../settings/png-text.ts';
import { recipeFromText } from '../settings/recipe-text.ts';
import { textInside } from '../text-inside.ts';
import type { CaughtFrame } from './frame-catch.ts';

/** The longest side of what is shown of a picture, in pixels: enough for any window. */
export const SHOWN_SIDE = 2048;

/** More pixels than this no browser gives a canvas. */
const MOST_PIXELS = 16_384 * 16_384;

/** Transparent pixels are dreamt as if they lay on this. */
const GROUND = '#ffffff';

/**
 * Reads a picture upright, as its EXIF orientation says, in sRGB.
 * @throws CodedError `file-undecodable`, `file-truncated` or `file-damaged`
 */
export async function readPicture(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image', colorSpaceConversion: 'default' });
  } catch (cause) {
    const known = await whatBegins(file);
    if (known === 'cut short') throw new CodedError('file-truncated', 'The file ends before its picture does.', { cause });
    if (known === 'whole') throw new CodedError('file-damaged', 'The file begins and ends as a picture, but cannot be decoded.', { cause });
    throw new CodedError('file-undecodable', 'This browser cannot read the picture.', { cause });
  }
}

/** The file of a source that is a picture; `null` for a video. @param file a file or an absolute address @throws CodedError `file-unreachable` */
export async function pictureAt(file: Blob | string): Promise<Blob | null> {
  if (file instanceof Blob) return file.type.startsWith('video/') ? null : file;
  const response = await fetch(file).catch((cause: unknown) => {
    throw new CodedError('file-unreachable', 'Its address does not answer any more.', { cause });
  });
  const type = response.headers.get('content-type') ?? '';
  if (response.ok && type.startsWith('image/')) return await response.blob();
  await response.body?.cancel();
  return null;
}

/** The recipe that a still of ours has inside. */
export interface Brought {
  /** `null` where there is none, or none that can be read: the picture is a picture all the same. */
  readonly recipe: StillRecipe | null;
  /** Why what is inside cannot be read. */
  readonly trouble?: string;
}

/** Reads the recipe that a still of ours has inside. */
export async function brought(file: Blob): Promise<Brought> {
  try {
    const text = await textInside(file, RECIPE_KEYWORD);
    return { recipe: text === null ? null : recipeFromText(text) };
  } catch (error) {
    return { recipe: null, trouble: messageOf(error) };
  }
}

/** A frozen frame as a picture, mirrored where it is shown so. Closes the frame. */
export function freeze({ frame, mirror }: CaughtFrame): ImageBitmap {
  try {
    const { displayWidth: width, displayHeight: height } = frame;
    const canvas = new OffscreenCanvas(width, height);
    const context = contextOf(canvas);
    if (mirror) context.setTransform(-1, 0, 0, 1, width, 0);
    context.drawImage(frame, 0, 0, width, height);
    return canvas.transferToImageBitmap();
  } finally {
    frame.close();
  }
}

/** A copy of the bitmap whose long side is at most `longest`. */
export async function smaller(bitmap: ImageBitmap, longest: number): Promise<ImageBitmap> {
  const scale = longest / Math.max(bitmap.width, bitmap.height);
  if (scale >= 1) return await createImageBitmap(bitmap);
  return await createImageBitmap(bitmap, {
    resizeWidth: Math.max(1, Math.round(bitmap.width * scale)),
    resizeHeight: Math.max(1, Math.round(bitmap.height * scale)),
    resizeQuality: 'high',
  });
}

/** The pixels of a bitmap. @throws CodedError `picture-too-large` where the browser has no room for them */
export function pixelsOf(bitmap: ImageBitmap): Picture8 {
  const { width, height } = bitmap;
  const refusal = `It has ${String(width)} × ${String(height)} pixels.`;
  if (width * height > MOST_PIXELS) throw new CodedError('picture-too-large', refusal);
  try {
    const context = contextOf(new OffscreenCanvas(width, height));
    context.fillStyle = GROUND;
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, width, height, { colorSpace: 'srgb' });
    return { width, height, data };
  } catch (cause) {
    throw new CodedError('picture-too-large', refusal, { cause });
  }
}

/** To show: at most `SHOWN_SIDE` on a side. */
export async function shownOf({ data, width, height }: Picture8): Promise<ImageBitmap> {
  const whole = await createImageBitmap(new ImageData(data, width, height));
  if (Math.max(width, height) <= SHOWN_SIDE) return whole;
  try {
    return await smaller(whole, SHOWN_SIDE);
  } finally {
    whole.close();
  }
}

/** A PNG of every pixel. */
export async function pngOf({ data, width, height }: Picture8): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  contextOf(canvas).putImageData(new ImageData(data, width, height), 0, 0);
  return await canvas.convertToBlob({ type: 'image/png' });
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { colorSpace: 'srgb', willReadFrequently: true });
  if (context === null) throw new CodedError('picture-too-large', 'The browser gives no canvas for it.');
  return context;
}

/** Whether a file begins as a JPEG, PNG or WebP, and then ends as one. */
async function whatBegins(file: Blob): Promise<'cut short' | 'whole' | null> {
  const head = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  const whole = await endsAsItBegan(file, head);
  if (whole === null) return null;
  return whole ? 'whole' : 'cut short';
}

async function endsAsItBegan(file: Blob, head: Uint8Array<ArrayBuffer>): Promise<boolean | null> {
  if (head[0] === 0xff && head[1] === 0xd8) return await holds(file, [0xff, 0xd9]);
  if (head[0] === 0x89 && head[1] === 0x50) return await holds(file, [0x49, 0x45, 0x4e, 0x44]);
  return isRiff(head) ? new DataView(head.buffer).getUint32(4, true) + 8 <= file.size : null;
}

/** WebP's container, which says how long it is. */
function isRiff(head: Uint8Array): boolean {
  return head.length === 12 && String.fromCharCode(...head.subarray(0, 4)) === 'RIFF';
}

/** How much of a file's end may follow its picture, in bytes: phones append a film or a depth map there, which has an end of its own. */
const TAIL = 1 << 16;

async function holds(file: Blob, mark: readonly number[]): Promise<boolean> {
  const tail = new Uint8Array(await file.slice(Math.max(0, file.size - TAIL)).arrayBuffer());
  return tail.some((_, at) => mark.every((byte, index) => tail[at + index] === byte));
}
