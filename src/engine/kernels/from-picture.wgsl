// resample.wgsl's source: a whole picture, array<vec4<f32>>, row-major.
@group(0) @binding(1) var<storage, read> picture: array<vec4<f32>>;

fn load(at: vec2<u32>) -> vec3<f32> {
  return picture[at.y * resample.source.x + at.x].rgb;
}
