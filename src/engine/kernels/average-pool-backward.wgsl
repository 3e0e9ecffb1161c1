// The gradient of average pooling with respect to its input. Each window divides by its own count of valid pixels,
// at the borders too (tfjs divides by the whole window there, which is wrong).
//
//   result[y, x, c] (+)= [activation[y, x, c] > 0] · Σ over the windows that hold (y, x) of source[window, c] / count(window)
//
// A thread sums one quad of channels of one input pixel. Run by the plan, backward.

override ACCUMULATE: bool = false;
override MASK: bool = false;

@group(0) @binding(1) var<storage, read> source: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> activation: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> result: array<vec4<f32>>;

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
      let corner = vec2<i32>(y, x) * geometry.stride - geometry.pad;
      let valid = min(corner + geometry.kernel, geometry.result) - max(corner, vec2<i32>(0));
      sum += source[u32(y * geometry.source.y + x) * geometry.source_pitch + geometry.source_offset + quad] / f32(valid.x * valid.y);
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
