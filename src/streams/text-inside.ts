import { PngError, readPngText } from './settings/png-text.ts';

/** The text that a picture of ours has inside under `keyword`; `null` where there is none, or it is no PNG. @throws PngError where the text is damaged */
export async function textInside(file: Blob, keyword: string): Promise<string | null> {
  if (file.type !== 'image/png') return null;
  try {
    return readPngText(new Uint8Array(await file.arrayBuffer()), keyword);
  } catch (error) {
    // By its name only: browsers show a JPEG called .png all the same.
    if (error instanceof PngError && error.of === 'file') return null;
    throw error;
  }
}
