/** Text inside PNG files: one iTXt chunk a keyword (PNG 3rd edition, 11.3.3.4), uncompressed UTF-8. All other chunks stay as they are. */

/** The keyword that Pareidolia's recipes have. */
export const RECIPE_KEYWORD = 'pareidolia';

/** Bytes that are not the PNG they should be. */
export class PngError extends Error {
  /** Whether the file is none, or a text inside it is damaged. */
  readonly of: 'file' | 'text';

  constructor(message: string, of: PngError['of'] = 'text') {
    super(message);
    this.name = 'PngError';
    this.of = of;
  }
}

/** A chunk lies at `start`: length (4 bytes), type (4), data, CRC (4) of type and data; the next one begins at `end`. */
interface Chunk {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Length, type and CRC. */
const FRAME = 12;

/**
 * The same PNG with `text` under `keyword`, in place of what was there under it.
 * @param keyword 1 to 79 printable ASCII characters
 * @throws PngError where the bytes are not a whole PNG
 */
export function writePngText(png: Uint8Array, keyword: string, text: string): Uint8Array<ArrayBuffer> {
  const chunks = readChunks(png);
  const kept = chunks.filter((chunk) => chunk.type !== 'iTXt' || keywordOf(png, chunk) !== keyword);
  const parts = kept.flatMap((chunk) => {
    const bytes = png.subarray(chunk.start, chunk.end);
    return chunk.type === 'IEND' ? [textChunk(keyword, text), bytes] : [bytes];
  });
  return joined([png.subarray(0, SIGNATURE.length), ...parts]);
}

/** The text under `keyword`, `null` where there is none. @throws PngError where the bytes are not a whole PNG, or the text is damaged or compressed */
export function readPngText(png: Uint8Array, keyword: string): string | null {
  const chunk = readChunks(png).find((each) => each.type === 'iTXt' && keywordOf(png, each) === keyword);
  if (chunk === undefined) return null;
  const body = png.subarray(chunk.start + 4, chunk.end - 4);
  if (viewOf(png).getUint32(chunk.end - 4) !== crc32(body)) {
    throw new PngError(`Expected the text “${keyword}” of the PNG as it was written, but its checksum differs: the file is damaged.`);
  }
  const data = body.subarray(4);
  const flags = keyword.length + 1;
  if (data[flags] !== 0) {
    throw new PngError(
      `Expected the text “${keyword}” of the PNG uncompressed, but another program compressed it. Take the original file.`,
    );
  }
  // After the two flags: the language and the keyword in that language, both empty as we write them, each ended by a zero.
  const language = data.indexOf(0, flags + 2);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  if (translated < 0)
    throw new PngError(`Expected the text “${keyword}” of the PNG to have its parts, but it ends before: the file is damaged.`);
  return new TextDecoder().decode(data.subarray(translated + 1));
}

function readChunks(png: Uint8Array): readonly Chunk[] {
  if (SIGNATURE.some((byte, index) => png[index] !== byte))
    throw new PngError('Expected a PNG picture, but the file does not begin like one.', 'file');
  const view = viewOf(png);
  const chunks: Chunk[] = [];
  let start = SIGNATURE.length;
  while (chunks.at(-1)?.type !== 'IEND') {
    const end = start + FRAME <= png.length ? start + FRAME + view.getUint32(start) : Infinity;
    if (end > png.length)
      throw new PngError('Expected a whole PNG picture, but the file ends before the picture does. Fetch it again.', 'file');
    chunks.push({ type: latin(png.subarray(start + 4, start + 8)), start, end });
    start = end;
  }
  return chunks;
}

function keywordOf(png: Uint8Array, chunk: Chunk): string {
  // No keyword is longer.
  const data = png.subarray(chunk.start + 8, chunk.end - 4).subarray(0, 80);
  return latin(data.subarray(0, Math.max(0, data.indexOf(0))));
}

function textChunk(keyword: string, text: string): Uint8Array {
  if (!/^[\x20-\x7e]{1,79}$/.test(keyword)) throw new PngError(`Expected a keyword of 1 to 79 printable characters, got “${keyword}”.`);
  const encoder = new TextEncoder();
  // Keyword, its end, no compression (2 bytes), no language, no translated keyword.
  const data = joined([encoder.encode(keyword), new Uint8Array(5), encoder.encode(text)]);
  const chunk = joined([new Uint8Array(4), encoder.encode('iTXt'), data, new Uint8Array(4)]);
  const view = viewOf(chunk);
  view.setUint32(0, data.length);
  view.setUint32(chunk.length - 4, crc32(chunk.subarray(4, -4)));
  return chunk;
}

/** CRC-32 as PNG's annex D computes it: polynomial 0xedb88320, reflected. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
