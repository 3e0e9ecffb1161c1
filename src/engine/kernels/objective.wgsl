// One layer's share of the objective, and the seed of its gradient. Every kind of term is a pair of numbers a channel:
//
//   value      = Σ_pixels Σ_c linear[c] · a[p, c] + quadratic[c] / 2 · a[p, c]²
//   result[p, c] (+)= [a[p, c] > 0] · (linear[c] + quadratic[c] · a[p, c])
//
// Each workgroup writes the sum of the quads it strode over to partials[first_partial + its index]. Run by the plan between forward and backward.

override ACCUMULATE: bool = false;
override MASK: bool = false;

struct Geometry {
  size: vec2<i32>, // height, width
  quads: u32, // of channels in use
  pitch: u32, // quads a pixel
  offset: u32, // quads before the first in use
  first_partial: u32,
}

@group(0) @binding(0) var<uniform> geometry: Geometry;
@group(0) @binding(1) var<storage, read> activation: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> coefficients: array<vec4<f32>>; // linear, then quadratic
@group(0) @binding(3) var<storage, read_write> partials: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<vec4<f32>>;

var<workgroup> sums: array<f32, 256>;

@compute @workgroup_size(256)
fn main(
  @builtin(global_invocation_id) id: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
) {
  let count = u32(geometry.size.x * geometry.size.y) * geometry.quads;
  var sum = 0.0;
  for (var index = id.x; index < count; index += groups.x * 256u) {
    let quad = index % geometry.quads;
    let place = index / geometry.quads * geometry.pitch + geometry.offset + quad;
    let a = activation[place];
    let linear = coefficients[quad];
    let quadratic = coefficients[geometry.quads + quad];
    sum += dot(linear, a) + 0.5 * dot(quadratic * a, a);
    var seed = linear + quadratic * a;
    if (MASK) {
      seed = select(vec4<f32>(0.0), seed, a > vec4<f32>(0.0));
    }
    if (ACCUMULATE) {
      seed += result[place];
    }
    result[place] = seed;
  }
  sums[thread] = sum;
  for (var width = 128u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (thread < width) {
      sums[thread] += sums[thread + width];
    }
  }
  if (thread == 0u) {
    partials[geometry.first_partial + group.x] = sums[0];
  }
}
