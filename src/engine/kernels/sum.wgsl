// The sum of a short list of numbers by one workgroup, in a fixed order.
//
//   result[0] = Σ source[i], i < count
//
// Run by the plan: the objective from its layers' partial sums.

struct Geometry {
  count: u32,
}

@group(0) @binding(0) var<uniform> geometry: Geometry;
@group(0) @binding(1) var<storage, read> source: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

var<workgroup> sums: array<f32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) thread: u32) {
  var sum = 0.0;
  for (var index = thread; index < geometry.count; index += 64u) {
    sum += source[index];
  }
  sums[thread] = sum;
  for (var width = 32u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (thread < width) {
      sums[thread] += sums[thread + width];
    }
  }
  if (thread == 0u) {
    result[0] = sums[0];
  }
}
