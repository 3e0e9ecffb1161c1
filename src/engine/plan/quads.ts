/** A picture of three float32 values a pixel as the kernels read it: `vec4<f32>` a pixel, w = 0. */
export function toQuads(rgb: Float32Array): Float32Array<ArrayBuffer> {
  const quads = new Float32Array((rgb.length / 3) * 4);
  for (let pixel = 0; pixel < rgb.length / 3; pixel++) quads.set(rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  return quads;
}

/** The way back: w is left out. */
export function fromQuads(quads: Float32Array): Float32Array {
  const rgb = new Float32Array((quads.length / 4) * 3);
  for (let pixel = 0; pixel < quads.length / 4; pixel++) rgb.set(quads.subarray(pixel * 4, pixel * 4 + 3), pixel * 3);
  return rgb;
}
