// Which of three numbers are finite, by their bits: a compiler may assume that arithmetic never meets any other. Used by decay, warp, hold and keep.
fn finite(v: vec3<f32>) -> vec3<bool> {
  return (bitcast<vec3<u32>>(v) & vec3<u32>(0x7f800000u)) != vec3<u32>(0x7f800000u);
}
