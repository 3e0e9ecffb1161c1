// Where Δ came from, where it follows the picture, for warp.wgsl: there is a field (follow.wgsl), and means of Δ (hold.wgsl).
@group(0) @binding(3) var<storage, read> field: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> means: array<vec4<f32>>;

// What is doubted for a second is e^-RELEASE of what it was; doubt that falls from 1 to 0 in 0.25 s leaves e^(-RELEASE/8), an eighth.
const RELEASE = 16.0;
const BLOCK = 16.0;

fn carried(p: vec2<u32>) -> Carried {
  let size = (frame.dream + 1u) / 2u;
  let at = clamp(0.5 * vec2<f32>(p) - 0.25, vec2<f32>(0.0), vec2<f32>(size) - 1.0);
  let low = vec2<u32>(at);
  let high = min(low + 1u, size - 1u);
  let t = at - vec2<f32>(low);
  let above = mix(field[low.y * size.x + low.x], field[low.y * size.x + high.x], t.x);
  let below = mix(field[high.y * size.x + low.x], field[high.y * size.x + high.x], t.x);
  let found = mix(above, below, t.y);
  return Carried(found.xy, exp(-RELEASE * found.z * frame.seconds));
}

fn held(at: vec2<f32>) -> vec3<f32> {
  let size = (frame.dream + u32(BLOCK) - 1u) / u32(BLOCK);
  let block = clamp((at + 0.5) / BLOCK - 0.5, vec2<f32>(0.0), vec2<f32>(size) - 1.0);
  let low = vec2<u32>(block);
  let high = min(low + 1u, size - 1u);
  let t = block - vec2<f32>(low);
  let above = mix(means[low.y * size.x + low.x], means[low.y * size.x + high.x], t.x);
  let below = mix(means[high.y * size.x + low.x], means[high.y * size.x + high.x], t.x);
  return frame.hold * mix(above, below, t.y).rgb;
}
