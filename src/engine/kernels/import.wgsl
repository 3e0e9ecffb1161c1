// The source's picture, cropped and mirrored, as the exact average over each pixel's footprint, never one tap: aliasing makes a dream boil.
//   out(p) = sum over source pixels q of |q ∩ footprint(p)| · source(q) / sum of |q ∩ footprint(p)|
// The footprint is the pixel's own share of the crop, at least one source pixel wide: where the source is smaller this is linear interpolation.
// `toBuffer` writes live (dream size, 2p - 1 in [-1, 1], w = 0), `toTexture` the picture at output size ([0, 1], opaque).
// Run by import.ts, one thread a pixel. It declares `source` (binding 1) and `load` for video frames and textures, and Frame (frame.wgsl).
@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(2) var<storage, read_write> live: array<vec4<f32>>;
@group(0) @binding(3) var target_picture: texture_storage_2d<rgba8unorm, write>;

fn average(p: vec2<u32>, size: vec2<u32>) -> vec3<f32> {
  let whole = vec2<f32>(textureDimensions(source));
  let origin = frame.crop.xy * whole;
  let scale = frame.crop.zw * whole / vec2<f32>(size);
  let x = select(p.x, size.x - 1u - p.x, frame.mirror == 1u);
  let centre = origin + (vec2<f32>(f32(x), f32(p.y)) + 0.5) * scale;
  let reach = 0.5 * max(scale, vec2<f32>(1.0));
  let low = centre - reach;
  let high = centre + reach;
  let first = vec2<i32>(floor(low));
  let end = vec2<i32>(ceil(high));
  let edge_low = vec2<i32>(floor(origin));
  let edge_high = vec2<i32>(ceil(origin + frame.crop.zw * whole)) - 1;
  var sum = vec3<f32>(0.0);
  var weights = 0.0;
  for (var qy = first.y; qy < end.y; qy++) {
    let height = min(high.y, f32(qy + 1)) - max(low.y, f32(qy));
    for (var qx = first.x; qx < end.x; qx++) {
      let weight = height * (min(high.x, f32(qx + 1)) - max(low.x, f32(qx)));
      sum += weight * load(clamp(vec2<i32>(qx, qy), edge_low, edge_high));
      weights += weight;
    }
  }
  return sum / weights;
}

@compute @workgroup_size(8, 8)
fn toBuffer(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= frame.dream)) { return; }
  live[id.y * frame.dream.x + id.x] = vec4<f32>(clamp(2.0 * average(id.xy, frame.dream) - 1.0, vec3<f32>(-1.0), vec3<f32>(1.0)), 0.0);
}

@compute @workgroup_size(8, 8)
fn toTexture(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= frame.output)) { return; }
  textureStore(target_picture, id.xy, vec4<f32>(average(id.xy, frame.output), 1.0));
}
