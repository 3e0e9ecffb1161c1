// resample.wgsl's result: result = keep · result + share · value, array<vec4<f32>>, w = 0, clipped if `clip` says so.
@group(0) @binding(2) var<storage, read_write> result: array<vec4<f32>>;

fn store(pixel: vec2<u32>, value: vec3<f32>) {
  let i = pixel.y * resample.result.x + pixel.x;
  var sum = resample.share * value;
  if (resample.keep != 0.0) { sum += resample.keep * result[i].rgb; }
  if (resample.clip != 0u) { sum = clamp(sum, vec3<f32>(-1.0), vec3<f32>(1.0)); }
  result[i] = vec4<f32>(sum, 0.0);
}
