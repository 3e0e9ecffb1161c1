// Δ(p) ← clip(live + Δ + up(lo - before)(p + since(p)), -1, 1) - live: what a turn climbed joins Δ, where it has moved since the turn began (moved.wgsl), if it has, and as
// far as it is not lost.
// up is bicubic (cubic.wgsl), edges repeated; never up(lo) itself: resampling blur must not enter Δ. Written as a clamp of Δ to [-1 - live, 1 - live], the same
// without rounding. A climb that is not finite (finite.wgsl) is not kept, nor one from outside of the picture.
// live, Δ: array<vec4<f32>> of dream size; lo, before: of octave size. Run by keep.ts, one thread a dream pixel; Step is turn.wgsl.
@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> live: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> before: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> lo: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> detail: array<vec4<f32>>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= step.dream)) { return; }
  let gone = since(id.xy);
  let at = (vec2<f32>(id.xy) + gone.xy + 0.5) * vec2<f32>(step.octave) / vec2<f32>(step.dream) - 0.5;
  let base = vec2<i32>(floor(at));
  let across = cubic(at.x - f32(base.x));
  let down = cubic(at.y - f32(base.y));
  let last = vec2<i32>(step.octave) - 1;
  var climbed = vec3<f32>(0.0);
  for (var j = 0; j < 4; j++) {
    let y = clamp(base.y + j - 1, 0, last.y);
    for (var i = 0; i < 4; i++) {
      let k = y * (last.x + 1) + clamp(base.x + i - 1, 0, last.x);
      climbed += down[j] * across[i] * (lo[k] - before[k]).rgb;
    }
  }
  let k = id.y * step.dream.x + id.x;
  let inside = all(at > vec2<f32>(-1.0)) && all(at < vec2<f32>(step.octave));
  let kept = select(vec3<f32>(0.0), (1.0 - gone.z) * climbed, finite(climbed) & vec3<bool>(inside));
  detail[k] = vec4<f32>(clamp(detail[k].rgb + kept, -1.0 - live[k].rgb, 1.0 - live[k].rgb), 0.0);
}
