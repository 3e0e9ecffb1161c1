// How far Δ has moved since the turn began, in pixels of the dream, and how much of the turn is lost there, for keep.wgsl: moved is array<vec4<f32>> of half the
// dream's size (follow.wgsl), read bilinearly.
@group(0) @binding(5) var<storage, read> moved: array<vec4<f32>>;

fn since(p: vec2<u32>) -> vec3<f32> {
  let size = (step.dream + 1u) / 2u;
  let at = clamp(0.5 * vec2<f32>(p) - 0.25, vec2<f32>(0.0), vec2<f32>(size) - 1.0);
  let low = vec2<u32>(at);
  let high = min(low + 1u, size - 1u);
  let t = at - vec2<f32>(low);
  let above = mix(moved[low.y * size.x + low.x], moved[low.y * size.x + high.x], t.x);
  let below = mix(moved[high.y * size.x + low.x], moved[high.y * size.x + high.x], t.x);
  return mix(above, below, t.y).xyz;
}
