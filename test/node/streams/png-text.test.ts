import fc from 'fast-check';
import { PNG } from 'pngjs';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { PngError, readPngText, writePngText } from '../../../src/streams/settings/png-text.ts';

const picture = new Uint8Array(PNG.sync.write(new PNG({ width: 3, height: 2 })));

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

/** The chunks of a PNG, each with its checksum held to zlib's. */
function chunksOf(png: Uint8Array): readonly Chunk[] {
  const bytes = Buffer.from(png);
  const chunks: Chunk[] = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.push({ type: body.toString('latin1', 0, 4), data: body.subarray(4) });
    at += 12 + length;
  }
  return chunks;
}

/** Any text that UTF-8 can hold. */
const anyText = fc.string({ unit: 'grapheme', maxLength: 300 });

describe('text in a PNG', () => {
  test('any text, is read as it was written, and the picture stays', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const written = writePngText(picture, 'pareidolia', text);
        expect(readPngText(written, 'pareidolia')).toBe(text);
        expect(PNG.sync.read(Buffer.from(written)).data).toEqual(PNG.sync.read(Buffer.from(picture)).data);
      }),
    );
  });

  test('the chunk, is iTXt before the end, all others are untouched', () => {
    const before = chunksOf(picture);
    const after = chunksOf(writePngText(picture, 'pareidolia', 'träume'));
    expect(after.map(({ type }) => type)).toEqual([...before.slice(0, -1).map(({ type }) => type), 'iTXt', 'IEND']);
    expect(after.filter(({ type }) => type !== 'iTXt')).toEqual(before);
    expect(after.at(-2)?.data.toString('utf8')).toBe('pareidolia\0\0\0\0\0träume');
  });

  test('a second text, takes the place of the first under its keyword, and no other’s', () => {
    const one = writePngText(writePngText(picture, 'pareidolia', 'first'), 'other', 'stays');
    const two = writePngText(one, 'pareidolia', 'second');
    expect(readPngText(two, 'pareidolia')).toBe('second');
    expect(readPngText(two, 'other')).toBe('stays');
    expect(chunksOf(two)).toHaveLength(chunksOf(one).length);
  });

  test('a PNG without it, has none', () => {
    expect(readPngText(picture, 'pareidolia')).toBeNull();
    expect(readPngText(writePngText(picture, 'pareidoli', 'x'), 'pareidolia')).toBeNull();
  });

  test('bytes that lie inside a larger buffer, are read at their place', () => {
    const written = writePngText(picture, 'pareidolia', 'here');
    const inside = new Uint8Array(written.length + 7);
    inside.set(written, 7);
    expect(readPngText(inside.subarray(7), 'pareidolia')).toBe('here');
  });
});

describe('what is no PNG', () => {
  test.each([
    ['nothing', new Uint8Array()],
    ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70)],
  ])('%s, is told', (_, bytes) => {
    expect(() => readPngText(bytes, 'pareidolia')).toThrow(
      new PngError('Expected a PNG picture, but the file does not begin like one.', 'file'),
    );
    expect(() => writePngText(bytes, 'pareidolia', 'x')).toThrow(PngError);
  });

  test('a PNG cut off anywhere, is told', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: picture.length - 1 }), (length) => {
        expect(() => writePngText(picture.subarray(0, length), 'pareidolia', 'x')).toThrow(/ends before the picture does/);
      }),
    );
  });

  test('any bytes after the signature, give a text, none or a PngError', () => {
    const outcome = (bytes: Uint8Array): unknown => {
      try {
        return readPngText(Uint8Array.of(...picture.subarray(0, 8), ...bytes), 'pareidolia');
      } catch (error) {
        return error;
      }
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const found = outcome(bytes);
        expect(found === null || typeof found === 'string' || found instanceof PngError).toBe(true);
      }),
    );
  });

  test('a text with one byte changed, is damaged', () => {
    const written = writePngText(picture, 'pareidolia', 'recipe');
    written[Buffer.from(written).indexOf('recipe')] = 65;
    expect(() => readPngText(written, 'pareidolia')).toThrow(/checksum differs: the file is damaged/);
  });

  test('a text that another program compressed, is told', () => {
    const data = Buffer.from('iTXtpareidolia\0\x01\0\0\0xx', 'latin1');
    const frame = Buffer.alloc(8 + data.length);
    frame.writeUInt32BE(data.length - 4, 0);
    data.copy(frame, 4);
    frame.writeUInt32BE(crc32(data), 4 + data.length);
    const end = picture.length - 12;
    const compressed = Buffer.concat([picture.subarray(0, end), frame, picture.subarray(end)]);
    expect(() => readPngText(compressed, 'pareidolia')).toThrow(/another program compressed it/);
  });

  test.each(['', 'ü', 'a'.repeat(80)])('the keyword “%s”, is refused', (keyword) => {
    expect(() => writePngText(picture, keyword, 'x')).toThrow(/keyword of 1 to 79/);
  });
});
