// The network's input, f32 whatever the arena holds.

@group(0) @binding(4) var<storage, read> picture: array<vec4<f32>>;

fn load_source(place: u32) -> vec4<f32> {
  return picture[place];
}
