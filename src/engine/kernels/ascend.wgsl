// lo(p) ← clip(lo(p) + size · gradient((p + roll) mod octave) / (std + 1e-8), -1, 1): one ascent step; the gradient is read back through the roll.
// lo and gradient are array<vec4<f32>> of octave size, moments is (mean, std). Run by ascend.ts, one thread a pixel; Step is turn.wgsl.
@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> gradient: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> moments: vec2<f32>;
@group(0) @binding(3) var<storage, read_write> lo: array<vec4<f32>>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= step.octave)) { return; }
  let size = vec2<i32>(step.octave);
  let q = ((vec2<i32>(id.xy) + step.roll) % size + size) % size;
  let i = id.y * step.octave.x + id.x;
  let climbed = lo[i].rgb + step.size * gradient[q.y * size.x + q.x].rgb / (moments.y + 1e-8);
  lo[i] = vec4<f32>(clamp(climbed, vec3<f32>(-1.0), vec3<f32>(1.0)), 0.0);
}
