// What a gradient comes to, by one workgroup, in a fixed order: the objective from its partial sums, mean, population standard deviation and mean
// absolute value of the gradient from theirs (picture-result.wgsl), the deviation as TensorFlow's DeepDream tutorial takes it.
//
//   value = sums[0] · Σ sums[memory …], mean = E[g], deviation = sqrt(E[g²] − E[g]²), size = E[|g|] over the 3 · height · width values
//
// Run by the plan, last.

@group(0) @binding(6) var<storage, read_write> sums: array<f32>;
@group(0) @binding(7) var<storage, read_write> settled: vec4<f32>; // value, mean, deviation, mean absolute value

var<workgroup> settle_sums: array<vec4<f32>, 64>;

fn settle(j: u32, own: u32, thread: u32) {
  var total = vec4<f32>(0.0);
  for (var index = thread; index < jobs[j].source_quads; index += 64u) {
    let first = 4u + 3u * index;
    total += vec4<f32>(0.0, sums[first], sums[first + 1u], sums[first + 2u]);
  }
  for (var index = thread; index < jobs[j].count; index += 64u) {
    total.x += sums[jobs[j].memory + index];
  }
  settle_sums[thread] = total;
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) {
      settle_sums[thread] += settle_sums[thread + half];
    }
  }
  if (thread == 0u) {
    let values = 3.0 * f32(jobs[j].result.x * jobs[j].result.y);
    let mean = settle_sums[0].y / values;
    let deviation = sqrt(max(settle_sums[0].z / values - mean * mean, 0.0));
    settled = vec4<f32>(sums[0] * settle_sums[0].x, mean, deviation, settle_sums[0].w / values);
  }
}
