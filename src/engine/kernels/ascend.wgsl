// lo(p) ← clip(lo(p) + size · gradient((p + roll) mod octave) / divisor, -1, 1): one ascent step; the gradient is read back through the roll.
// input((p + next) mod octave) = lo(p): the picture as the next step wants it.
// lo, gradient and input are array<vec4<f32>> of octave size, settled is (objective, mean, deviation,
// mean absolute value) of the gradient, whose divisor is turn.wgsl's. Run by ascend.ts, one thread a pixel; Step is turn.wgsl.
@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> gradient: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> settled: vec4<f32>;
@group(0) @binding(3) var<storage, read_write> lo: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> input: array<vec4<f32>>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= step.octave)) { return; }
  let i = id.y * step.octave.x + id.x;
  let climbed = lo[i].rgb + step.size * gradient[rolled_in(step.octave, id.xy, step.roll)].rgb / divisor_of(settled, step.divisor);
  let picture = vec4<f32>(clamp(climbed, vec3<f32>(-1.0), vec3<f32>(1.0)), 0.0);
  lo[i] = picture;
  let place = rolled_in(step.octave, id.xy, step.next);
  input[place] = vec4<f32>(picture.rgb, told(place, step.next));
}
