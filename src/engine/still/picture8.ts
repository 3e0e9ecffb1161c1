/** A picture as files and canvases have it: `width` × `height` × RGBA, row-major, sRGB, 8 bit. Alpha is neither read nor dreamt: it comes back as 255. */
export interface Picture8 {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}
