// Zeros, where a gradient is first written in part only.
//
//   result[i] = 0
//
// Run by the plan, backward.

@group(0) @binding(1) var<storage, read_write> result: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let index = id.x + id.y * groups.x * 64u;
  if (index < arrayLength(&result)) {
    result[index] = vec4<f32>(0.0);
  }
}
