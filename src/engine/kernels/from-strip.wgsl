// resample.wgsl's source: rows from `first` on of an 8-bit RGBA picture, a word a pixel; byte b is b / 127.5 - 1.
@group(0) @binding(1) var<storage, read> strip: array<u32>;

fn load(at: vec2<u32>) -> vec3<f32> {
  let word = strip[(at.y - resample.first) * resample.source.x + at.x];
  return vec3<f32>(vec3<u32>(word, word >> 8u, word >> 16u) & vec3<u32>(255u)) / 127.5 - 1.0;
}
