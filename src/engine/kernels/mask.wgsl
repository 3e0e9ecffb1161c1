// The gradient of a rectifier, in place.
//
//   result[p, c] = [activation[p, c] > 0] · result[p, c]
//
// Run by the plan, backward, where what is written to a gradient could not be masked at once.

struct Geometry {
  size: vec2<i32>, // height, width
  quads: u32, // of channels in use
  pitch: u32, // quads a pixel
  offset: u32, // quads before the first in use
}

@group(0) @binding(0) var<uniform> geometry: Geometry;
@group(0) @binding(1) var<storage, read> activation: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> result: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let index = id.x + id.y * groups.x * 64u;
  if (index < u32(geometry.size.x * geometry.size.y) * geometry.quads) {
    let place = index / geometry.quads * geometry.pitch + geometry.offset + index % geometry.quads;
    result[place] = select(vec4<f32>(0.0), result[place], activation[place] > vec4<f32>(0.0));
  }
}
