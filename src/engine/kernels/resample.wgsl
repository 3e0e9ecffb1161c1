// A picture at another size, pixel centres at one half; run by resample.ts, one thread a pixel of the result's rows [rows.x, rows.y).
//   bilinear:  as tf.image.resize, without antialiasing
//   smooth:    the mean over a pixel's exact footprint where the picture shrinks, bicubic (cubic.wgsl) where it grows, edges repeated
// `load` (from-picture.wgsl, from-strip.wgsl) reads the source, `store` (to-picture.wgsl, to-strip.wgsl) writes the result.
struct Resample {
  source: vec2<u32>,    // width, height
  result: vec2<u32>,
  rows: vec2<u32>,
  first: u32,           // the row that a strip begins with
  smoothly: u32,        // 1 smooth, 0 bilinear
  keep: f32,            // result = keep · result + share · resampled
  share: f32,
  clip: u32,            // 1: to [-1, 1]
}
@group(0) @binding(0) var<uniform> resample: Resample;

fn load_clamped(x: i32, y: i32) -> vec3<f32> {
  let last = vec2<i32>(resample.source) - 1;
  return load(vec2<u32>(clamp(vec2<i32>(x, y), vec2<i32>(0), last)));
}

fn bilinear(at: vec2<f32>) -> vec3<f32> {
  let base = vec2<i32>(floor(at));
  let t = at - floor(at);
  let above = mix(load_clamped(base.x, base.y), load_clamped(base.x + 1, base.y), t.x);
  let below = mix(load_clamped(base.x, base.y + 1), load_clamped(base.x + 1, base.y + 1), t.x);
  return mix(above, below, t.y);
}

fn bicubic(at: vec2<f32>) -> vec3<f32> {
  let base = vec2<i32>(floor(at));
  let across = cubic(at.x - f32(base.x));
  let down = cubic(at.y - f32(base.y));
  var sum = vec3<f32>(0.0);
  for (var j = 0; j < 4; j++) {
    for (var i = 0; i < 4; i++) {
      sum += down[j] * across[i] * load_clamped(base.x + i - 1, base.y + j - 1);
    }
  }
  return sum;
}

fn mean(low: vec2<f32>, high: vec2<f32>) -> vec3<f32> {
  let end = min(vec2<u32>(ceil(high)), resample.source);
  var sum = vec4<f32>(0.0);
  for (var y = u32(low.y); y < end.y; y++) {
    let height = min(high.y, f32(y + 1u)) - max(low.y, f32(y));
    for (var x = u32(low.x); x < end.x; x++) {
      let weight = height * (min(high.x, f32(x + 1u)) - max(low.x, f32(x)));
      sum += weight * vec4<f32>(load(vec2<u32>(x, y)), 1.0);
    }
  }
  return sum.rgb / sum.w;
}

fn resampled(pixel: vec2<u32>) -> vec3<f32> {
  if (all(resample.source == resample.result)) { return load(pixel); }
  let scale = vec2<f32>(resample.source) / vec2<f32>(resample.result);
  let at = (vec2<f32>(pixel) + 0.5) * scale - 0.5;
  if (resample.smoothly == 0u) { return bilinear(at); }
  if (resample.source.x > resample.result.x) { return mean(vec2<f32>(pixel) * scale, (vec2<f32>(pixel) + 1.0) * scale); }
  return bicubic(at);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let pixel = vec2<u32>(id.x, id.y + resample.rows.x);
  if (pixel.x >= resample.result.x || pixel.y >= resample.rows.y) { return; }
  store(pixel, resampled(pixel));
}
