// One tile of a picture that is rolled around the torus: cut out for the plan, and its gradient put back.
//   gather:   input[q] = picture[(start + q - roll) mod octave]
//   scatter:  gradient[(start + q - roll) mod octave] = found[q] where start + q lies in [first, end); values[index] = the plan's objective
// Pictures and gradients are array<vec4<f32>>, row-major: input and found of the tile's size, picture and gradient of the octave's. Run by tile.ts, one
// thread a pixel of the tile. rolled_in is turn.wgsl's.
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
@group(0) @binding(2) var<storage, read_write> input: array<vec4<f32>>;

@compute @workgroup_size(8, 8)
fn gather(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= tile.size)) { return; }
  input[id.y * tile.size.x + id.x] = vec4<f32>(picture[rolled_in(tile.octave, tile.start + id.xy, tile.unroll)].rgb, 0.0);
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
