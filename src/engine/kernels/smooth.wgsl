// The mean of three Gaussians of a gradient g, of σ/2, σ and 2σ pixels (σ = step.smoothing), as pytorch-deepdream's cascade; edges are repeated:
//   smoothed(p) = 1/3 · Σ over s of Σ over |d| ≤ 6σ of w_s(d.x) · w_s(d.y) · g(p + d),  w_s(d) = exp(-d² / 2s²), scaled to sum 1
// `across` sums along rows into blurred, three planes of octave size; `down` along columns into smoothed. g and smoothed are array<vec4<f32>> of octave
// size, rolled as the plan's gradient is. Run by smooth.ts, one thread a pixel; Step is turn.wgsl.
@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> gradient: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> blurred: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> smoothed: array<vec4<f32>>;

fn reach() -> i32 {
  return i32(ceil(6.0 * step.smoothing));
}

// Of the three Gaussians, at a distance of d pixels.
fn weights(d: i32) -> vec3<f32> {
  return exp(-0.5 * f32(d * d) / (step.smoothing * step.smoothing) * vec3<f32>(4.0, 1.0, 0.25));
}

@compute @workgroup_size(8, 8)
fn across(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= step.octave)) { return; }
  let last = i32(step.octave.x) - 1;
  var sums = mat3x3<f32>();
  var total = vec3<f32>(0.0);
  for (var d = -reach(); d <= reach(); d++) {
    let x = u32(clamp(i32(id.x) + d, 0, last));
    let g = gradient[rolled_in(step.octave, vec2<u32>(x, id.y), step.roll)].rgb;
    let w = weights(d);
    sums += mat3x3<f32>(w.x * g, w.y * g, w.z * g);
    total += w;
  }
  let plane = step.octave.x * step.octave.y;
  let i = id.y * step.octave.x + id.x;
  for (var s = 0u; s < 3u; s++) {
    blurred[s * plane + i] = vec4<f32>(sums[s] / total[s], 0.0);
  }
}

@compute @workgroup_size(8, 8)
fn down(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= step.octave)) { return; }
  let last = i32(step.octave.y) - 1;
  let plane = step.octave.x * step.octave.y;
  var sums = mat3x3<f32>();
  var total = vec3<f32>(0.0);
  for (var d = -reach(); d <= reach(); d++) {
    let i = u32(clamp(i32(id.y) + d, 0, last)) * step.octave.x + id.x;
    let w = weights(d);
    sums += mat3x3<f32>(w.x * blurred[i].rgb, w.y * blurred[plane + i].rgb, w.z * blurred[2u * plane + i].rgb);
    total += w;
  }
  let mean = (sums[0] / total.x + sums[1] / total.y + sums[2] / total.z) / 3.0;
  smoothed[rolled_in(step.octave, id.xy, step.roll)] = vec4<f32>(mean, 0.0);
}
