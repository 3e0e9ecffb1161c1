import { describe, expect, test } from 'vitest';
import { RECIPE_KEYWORD, writePngText } from '../../../src/streams/settings/png-text.ts';
import { brought, pixelsOf, readPicture, shownOf } from '../../../src/streams/worker/still-picture.ts';

async function encoded(width: number, height: number, type: string): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.fillRect(0, 0, width / 2, height);
  const blob = await canvas.convertToBlob({ type });
  return new Uint8Array(await blob.arrayBuffer());
}

/** An APP1 segment with nothing but an orientation: little-endian TIFF, one entry, tag 0x0112, one SHORT. */
function exif(orientation: number): readonly number[] {
  const tiff = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
  return [0xff, 0xe1, 0, 2 + 6 + tiff.length, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
}

describe('a still’s picture', () => {
  test('one that lies on its side by its EXIF, is read upright', async () => {
    const jpeg = await encoded(40, 20, 'image/jpeg');
    const turned = new Blob([jpeg.subarray(0, 2), Uint8Array.from(exif(6)), jpeg.subarray(2)], { type: 'image/jpeg' });
    const upright = await readPicture(turned);
    expect([upright.width, upright.height]).toEqual([20, 40]);
  });

  test('one cut short, one damaged and one that is none, are told apart', async () => {
    const png = await encoded(40, 20, 'image/png');
    const damaged = png.slice().fill(7, 30, png.length - 12);
    await expect(readPicture(new Blob([png.subarray(0, png.length - 20)]))).rejects.toMatchObject({ code: 'file-truncated' });
    await expect(readPicture(new Blob([damaged]))).rejects.toMatchObject({ code: 'file-damaged' });
    await expect(readPicture(new Blob(['words']))).rejects.toMatchObject({ code: 'file-undecodable' });
  });

  test('a single pixel and a long strip, keep their sizes; what is clear lies on white', async () => {
    const dot = pixelsOf(await readPicture(new Blob([await encoded(1, 1, 'image/png')])));
    expect([dot.width, dot.height, dot.data.length]).toEqual([1, 1, 4]);
    const strip = pixelsOf(await readPicture(new Blob([await encoded(3000, 300, 'image/png')])));
    expect([...strip.data.subarray(0, 4), ...strip.data.subarray(-4)]).toEqual([0, 0, 0, 255, 255, 255, 255, 255]);
    const shown = await shownOf(strip);
    expect([shown.width, shown.height]).toEqual([2048, 205]);
  });

  test('a recipe inside that cannot be read, is told; none is none', async () => {
    const png = await encoded(4, 4, 'image/png');
    const damaged = new Blob([writePngText(png, RECIPE_KEYWORD, '{ "steps": ')], { type: 'image/png' });
    const { recipe, trouble } = await brought(damaged);
    expect(recipe).toBeNull();
    expect(trouble).toContain('Expected a recipe');
    expect(await brought(new Blob([png], { type: 'image/png' }))).toEqual({ recipe: null });
  });
});
