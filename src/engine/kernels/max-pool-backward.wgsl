// The gradient of max pooling with respect to its input.
//
//   result[y, x, c] (+)= [activation[y, x, c] > 0] · Σ over the windows that hold (y, x) of source[window, c] where winner[window, c] is this tap
//
// A gather: each thread sums one quad of channels of one input pixel, so the order of the sum is fixed. Run by the plan, backward.

override ACCUMULATE: bool = false;
override MASK: bool = false;

@group(0) @binding(1) var<storage, read> source: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> winner: array<u32>;
@group(0) @binding(3) var<storage, read> activation: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> result: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let index = id.x + id.y * groups.x * 64u;
  let pixel = i32(index / geometry.result_quads);
  let quad = index % geometry.result_quads;
  if (pixel >= geometry.result.x * geometry.result.y) {
    return;
  }
  let at = vec2<i32>(pixel / geometry.result.y, pixel % geometry.result.y) + geometry.pad;
  let first = max((at - geometry.kernel + geometry.stride) / geometry.stride, vec2<i32>(0));
  let last = min(at / geometry.stride, geometry.source - 1);
  var sum = vec4<f32>(0.0);
  for (var y = first.x; y <= last.x; y++) {
    for (var x = first.y; x <= last.y; x++) {
      let window = u32(y * geometry.source.y + x);
      let tap = at - vec2<i32>(y, x) * geometry.stride;
      let packed = winner[window * geometry.result_quads + quad];
      let taps = (vec4<u32>(packed) >> vec4<u32>(0u, 8u, 16u, 24u)) & vec4<u32>(0xffu);
      let value = source[window * geometry.source_pitch + geometry.source_offset + quad];
      sum += select(vec4<f32>(0.0), value, taps == vec4<u32>(u32(tap.x * geometry.kernel.y + tap.y)));
    }
  }
  let place = u32(pixel) * geometry.result_pitch + geometry.result_offset + quad;
  if (MASK) {
    sum = select(vec4<f32>(0.0), sum, activation[place] > vec4<f32>(0.0));
  }
  if (ACCUMULATE) {
    sum += result[place];
  }
  result[place] = sum;
}
