// input(p) = lo((p - roll) mod octave): the picture rolled around the torus before each step, so that no pixel of it always meets the same
// corner of the network's grid. Both are array<vec4<f32>> of octave size. Run by roll.ts, one thread a pixel; Step is turn.wgsl.
@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> lo: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> input: array<vec4<f32>>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= step.octave)) { return; }
  let size = vec2<i32>(step.octave);
  let q = ((vec2<i32>(id.xy) - step.roll) % size + size) % size;
  input[id.y * step.octave.x + id.x] = vec4<f32>(lo[q.y * size.x + q.x].rgb, 0.0);
}
