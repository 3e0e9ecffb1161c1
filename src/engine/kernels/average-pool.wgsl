// Average pooling over the valid pixels of each window; with a 1 × 1 window a copy, and with RELU a rectifier.
//
//   result[y, x, c] = relu(1 / count · Σ over taps (i, j) inside the picture of source[y·S + i − P, x·S + j − P, c])
//
// A thread makes one quad of channels of one pixel. Run by the plan, forward.

override RELU: bool = false;

@group(0) @binding(1) var<storage, read> source: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> result: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let index = id.x + id.y * groups.x * 64u;
  let pixel = i32(index / geometry.result_quads);
  let quad = index % geometry.result_quads;
  if (pixel >= geometry.result.x * geometry.result.y) {
    return;
  }
  let corner = vec2<i32>(pixel / geometry.result.y, pixel % geometry.result.y) * geometry.stride - geometry.pad;
  let first = max(corner, vec2<i32>(0));
  let last = min(corner + geometry.kernel, geometry.source);
  var sum = vec4<f32>(0.0);
  for (var y = first.x; y < last.x; y++) {
    for (var x = first.y; x < last.y; x++) {
      sum += source[u32(y * geometry.source.y + x) * geometry.source_pitch + geometry.source_offset + quad];
    }
  }
  let valid = last - first;
  var value = sum / f32(valid.x * valid.y);
  if (RELU) {
    value = max(value, vec4<f32>(0.0));
  }
  result[u32(pixel) * geometry.result_pitch + geometry.result_offset + quad] = value;
}
