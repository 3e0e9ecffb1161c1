// The gradient with respect to the picture, f32 whatever the arena holds, and the sums that its mean, deviation and mean absolute value are made of:
//   sums[4 + 3 · group], sums[5 + 3 · group], sums[6 + 3 · group] = Σ g, Σ g², Σ |g| over the three colours of the pixels that the workgroup wrote
// The objective's seeds are scaled for float16's sake; sums[0] undoes it.

@group(0) @binding(5) var<storage, read_write> picture_gradient: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read_write> sums: array<f32>;

var<private> own_sums: vec3<f32>;
var<workgroup> picture_sums: array<vec3<f32>, 64>;

fn load_result(j: u32, place: u32) -> vec4<f32> {
  return picture_gradient[place] / sums[0];
}

fn store_result(j: u32, place: u32, value: vec4<f32>) {
  let g = value.rgb * sums[0];
  picture_gradient[place] = vec4<f32>(g, 0.0);
  own_sums += vec3<f32>(g.r + g.g + g.b, dot(g, g), abs(g.r) + abs(g.g) + abs(g.b));
}

fn finish(j: u32, group: u32, thread: u32) {
  picture_sums[thread] = own_sums;
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) {
      picture_sums[thread] += picture_sums[thread + half];
    }
  }
  if (thread == 0u) {
    sums[4u + 3u * group] = picture_sums[0].x;
    sums[5u + 3u * group] = picture_sums[0].y;
    sums[6u + 3u * group] = picture_sums[0].z;
  }
}
