// output(p) = clip(live(p) + intensity · Δ(p) / 2, 0, 1): the sharp live picture with Δ over it, at output size.
// live and output are rgba8unorm textures in [0, 1]; Δ is array<vec4<f32>> of dream size in the units of [-1, 1], hence the half, sampled
// bicubically (cubic.wgsl, edges repeated) at pixel centres. Run by present.ts, one thread an output pixel; Frame is frame.wgsl.
@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var live: texture_2d<f32>;
@group(0) @binding(2) var<storage, read> detail: array<vec4<f32>>;
@group(0) @binding(3) var output: texture_storage_2d<rgba8unorm, write>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= frame.output)) { return; }
  let at = (vec2<f32>(id.xy) + 0.5) * vec2<f32>(frame.dream) / vec2<f32>(frame.output) - 0.5;
  let base = vec2<i32>(floor(at));
  let across = cubic(at.x - f32(base.x));
  let down = cubic(at.y - f32(base.y));
  let last = vec2<i32>(frame.dream) - 1;
  var added = vec3<f32>(0.0);
  for (var j = 0; j < 4; j++) {
    let y = clamp(base.y + j - 1, 0, last.y);
    for (var i = 0; i < 4; i++) {
      let x = clamp(base.x + i - 1, 0, last.x);
      added += down[j] * across[i] * detail[y * (last.x + 1) + x].rgb;
    }
  }
  let picture = textureLoad(live, id.xy, 0).rgb + 0.5 * frame.intensity * added;
  textureStore(output, id.xy, vec4<f32>(clamp(picture, vec3<f32>(0.0), vec3<f32>(1.0)), 1.0));
}
