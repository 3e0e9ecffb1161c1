// resample.wgsl's result: its rows alone, as 8-bit RGBA, a word a pixel, opaque; the inverse of from-strip.wgsl, rounded and clipped.
@group(0) @binding(2) var<storage, read_write> packed: array<u32>;

fn store(pixel: vec2<u32>, value: vec3<f32>) {
  packed[(pixel.y - resample.rows.x) * resample.result.x + pixel.x] = pack4x8unorm(vec4<f32>(0.5 * value + 0.5, 1.0));
}
