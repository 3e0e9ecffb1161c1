// direction(p) = gradient(p) / divisor - variation · ∂TV/∂lo(p): a step that also pulls the picture lo toward less total variation. TV is tf.image's,
// the sum of the absolute differences of neighbours across and down, rounded off at the bottom:
//   TV = Σ over neighbours of sqrt(d² + ε²), ε = max(0.1, 8 · size · variation) in units of the [-1, 1] picture; its derivative is within [-4, 4]
// What ε is at least keeps a pull from overshooting: the slope grows by at most 8 / ε a unit, on a checkerboard, so that a step takes it down to flat and
// no further.
// gradient and direction are array<vec4<f32>> of octave size, rolled; lo is not; settled is the gradient's statistics, whose divisor is turn.wgsl's.
// Run by variation.ts, one thread a pixel; Step is turn.wgsl.
@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> gradient: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> settled: vec4<f32>;
@group(0) @binding(3) var<storage, read> lo: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> direction: array<vec4<f32>>;

const SOFTNESS = 0.1;
const STEEPEST = 8.0;

fn slope(here: vec3<f32>, x: i32, y: i32, softness: f32) -> vec3<f32> {
  let last = vec2<i32>(step.octave) - 1;
  let d = here - lo[clamp(y, 0, last.y) * (last.x + 1) + clamp(x, 0, last.x)].rgb;
  return d / sqrt(d * d + softness * softness);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= step.octave)) { return; }
  let x = i32(id.x);
  let y = i32(id.y);
  let here = lo[id.y * step.octave.x + id.x].rgb;
  let softness = max(SOFTNESS, STEEPEST * step.size * step.variation);
  let rise = slope(here, x - 1, y, softness) + slope(here, x + 1, y, softness) + slope(here, x, y - 1, softness) + slope(here, x, y + 1, softness);
  let i = rolled_in(step.octave, id.xy, step.roll);
  direction[i] = vec4<f32>(gradient[i].rgb / divisor_of(settled, step.divisor) - step.variation * rise, 0.0);
}
