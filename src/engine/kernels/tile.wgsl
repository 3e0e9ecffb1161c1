// One tile of a picture that is rolled around the torus, or a block of one that is not: cut out, its gradient put back, and its part of a step.
//   gather:   cut[q] = picture[(start + q - roll) mod octave]; the fourth channel says where it lies (placing.wgsl)
//   scatter:  gradient[(start + q - roll) mod octave] = found[q] where start + q lies in [first, end); values[index] = the plan's objective
//   commit:   climbed[start + q] ← clip(climbed[start + q] + size · direction[q] / divisor, -1, 1) there; what is not finite (finite.wgsl) is not added
// Pictures and gradients are array<vec4<f32>>, row-major: cut, found and direction of the tile's size, the others of the octave's; divided is the
// direction's statistics. Run by tile.ts, one thread a pixel of the tile. Step, rolled_in and divisor_of are turn.wgsl's.
struct Tile {
  octave: vec2<u32>,
  size: vec2<u32>,
  start: vec2<u32>,     // in the rolled picture, as first and end
  first: vec2<u32>,
  end: vec2<u32>,
  unroll: vec2<i32>,    // -roll
  index: u32,
}
@group(0) @binding(0) var<uniform> tile: Tile;
@group(0) @binding(1) var<storage, read> picture: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> cut: array<vec4<f32>>;

@compute @workgroup_size(8, 8)
fn gather(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= tile.size)) { return; }
  let i = id.y * tile.size.x + id.x;
  let rolled = vec2<f32>(-tile.unroll) - vec2<f32>(tile.start);
  let place = select(0.0, vec4<f32>(rolled, vec2<f32>(tile.octave))[i & 3u], i < 4u);
  cut[i] = vec4<f32>(picture[rolled_in(tile.octave, tile.start + id.xy, tile.unroll)].rgb, place);
}

@group(0) @binding(1) var<storage, read> found: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> settled: vec4<f32>;
@group(0) @binding(3) var<storage, read_write> gradient: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> values: array<f32>;

@compute @workgroup_size(8, 8)
fn scatter(@builtin(global_invocation_id) id: vec3<u32>) {
  if (all(id.xy == vec2<u32>(0u))) { values[tile.index] = settled.x; }
  let pixel = tile.start + id.xy;
  if (any(id.xy >= tile.size) || any(pixel < tile.first) || any(pixel >= tile.end)) { return; }
  gradient[rolled_in(tile.octave, pixel, tile.unroll)] = found[id.y * tile.size.x + id.x];
}

@group(0) @binding(1) var<uniform> step: Step;
@group(0) @binding(2) var<storage, read> direction: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> divided: vec4<f32>;
@group(0) @binding(4) var<storage, read_write> climbed: array<vec4<f32>>;

@compute @workgroup_size(8, 8)
fn commit(@builtin(global_invocation_id) id: vec3<u32>) {
  let pixel = tile.start + id.xy;
  if (any(id.xy >= tile.size) || any(pixel < tile.first) || any(pixel >= tile.end)) { return; }
  let added = direction[id.y * tile.size.x + id.x].rgb / divisor_of(divided, step.divisor);
  let i = pixel.y * tile.octave.x + pixel.x;
  let kept = select(vec3<f32>(0.0), step.size * added, finite(added));
  climbed[i] = vec4<f32>(clamp(climbed[i].rgb + kept, vec3<f32>(-1.0), vec3<f32>(1.0)), 0.0);
}
