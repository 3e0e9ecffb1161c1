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

// Where the centre of a result's pixel lies between the source's: `t` in [0, 1) behind pixel `base`.
struct Place {
  base: i32,
  t: f32,
}

// (id + 1/2) · source / result - 1/2, in whole numbers as far as they reach: in float32 it would be a hundred-thousandth of a pixel off.
fn place_of(id: u32, source: u32, result: u32) -> Place {
  if (f32(source) * f32(result) > 1e9) {
    let at = (f32(id) + 0.5) * (f32(source) / f32(result)) - 0.5;
    return Place(i32(floor(at)), at - floor(at));
  }
  let steps = (2u * id + 1u) * source + result;
  return Place(i32(steps / (2u * result)) - 1, f32(steps % (2u * result)) / f32(2u * result));
}

fn bilinear(x: Place, y: Place) -> vec3<f32> {
  let above = mix(load_clamped(x.base, y.base), load_clamped(x.base + 1, y.base), x.t);
  let below = mix(load_clamped(x.base, y.base + 1), load_clamped(x.base + 1, y.base + 1), x.t);
  return mix(above, below, y.t);
}

fn bicubic(x: Place, y: Place) -> vec3<f32> {
  let across = cubic(x.t);
  let down = cubic(y.t);
  var sum = vec3<f32>(0.0);
  for (var j = 0; j < 4; j++) {
    for (var i = 0; i < 4; i++) {
      sum += down[j] * across[i] * load_clamped(x.base + i - 1, y.base + j - 1);
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
  let x = place_of(pixel.x, resample.source.x, resample.result.x);
  let y = place_of(pixel.y, resample.source.y, resample.result.y);
  if (resample.smoothly == 0u) { return bilinear(x, y); }
  if (resample.source.x > resample.result.x) { return mean(vec2<f32>(pixel) * scale, (vec2<f32>(pixel) + 1.0) * scale); }
  return bicubic(x, y);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let pixel = vec2<u32>(id.x, id.y + resample.rows.x);
  if (pixel.x >= resample.result.x || pixel.y >= resample.rows.y) { return; }
  store(pixel, resampled(pixel));
}
