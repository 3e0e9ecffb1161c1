// resample.wgsl's source: rows from `first` on of an 8-bit RGBA picture, a word a pixel; byte b is (2b - 255) / 255.
@group(0) @binding(1) var<storage, read> strip: array<u32>;

fn load(at: vec2<u32>) -> vec3<f32> {
  let word = strip[(at.y - resample.first) * resample.source.x + at.x];
  let bytes = vec3<u32>(word, word >> 8u, word >> 16u) & vec3<u32>(255u);
  return (2.0 * vec3<f32>(bytes) - 255.0) / 255.0;
}
