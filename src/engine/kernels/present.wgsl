// output(p) = clip(live(p) + intensity · Δ(p) / 2, 0, 1): the sharp live picture with Δ over it, at output size. Where colours are to stay those of the
// live picture, luma alone is added, Y = 0.2126 R + 0.7152 G + 0.0722 B, the same to each of the three, and no more than all of them have room for:
// differences of colours stay as they are. The weights are Rec. 709's, as its primaries are sRGB's, which all that is shown here is coded in.
// live and output are rgba8unorm textures in [0, 1]; Δ is array<vec4<f32>> of dream size in the units of [-1, 1], hence the half, sampled
// bicubically (cubic.wgsl, edges repeated) at pixel centres: first across, then down, 8 taps a pixel instead of 16.
// `widen`: wide = Δ at output width and dream height, one thread a pixel of it. `main`: one thread an output pixel.
// Run by present.ts; Frame is frame.wgsl.
@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<storage, read> detail: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> wide: array<vec4<f32>>;
@group(0) @binding(3) var live: texture_2d<f32>;
@group(0) @binding(4) var output: texture_storage_2d<rgba8unorm, write>;

@compute @workgroup_size(8, 8)
fn widen(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= frame.output.x || id.y >= frame.dream.y) { return; }
  let at = (f32(id.x) + 0.5) * f32(frame.dream.x) / f32(frame.output.x) - 0.5;
  let base = i32(floor(at));
  let weights = cubic(at - f32(base));
  let last = i32(frame.dream.x) - 1;
  let row = id.y * frame.dream.x;
  var sum = vec4<f32>(0.0);
  for (var i = 0; i < 4; i++) {
    sum += weights[i] * detail[row + u32(clamp(base + i - 1, 0, last))];
  }
  wide[id.y * frame.output.x + id.x] = sum;
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= frame.output)) { return; }
  let at = (f32(id.y) + 0.5) * f32(frame.dream.y) / f32(frame.output.y) - 0.5;
  let base = i32(floor(at));
  let weights = cubic(at - f32(base));
  let last = i32(frame.dream.y) - 1;
  var added = vec3<f32>(0.0);
  for (var j = 0; j < 4; j++) {
    added += weights[j] * wide[u32(clamp(base + j - 1, 0, last)) * frame.output.x + id.x].rgb;
  }
  let source = textureLoad(live, id.xy, 0).rgb;
  var picture = source + 0.5 * frame.intensity * added;
  if (frame.colours == 1u) {
    let luma = 0.5 * frame.intensity * dot(added, vec3<f32>(0.2126, 0.7152, 0.0722));
    let least = min(source.r, min(source.g, source.b));
    let most = max(source.r, max(source.g, source.b));
    picture = source + clamp(luma, -least, 1.0 - most);
  }
  textureStore(output, id.xy, vec4<f32>(clamp(picture, vec3<f32>(0.0), vec3<f32>(1.0)), 1.0));
}
