// How a window slides from one picture over another; binding 0 of every kernel that has a window. All sizes are uniforms, so that
// one pipeline serves every layer and every picture; only what changes the code (backward, rectified, added, masked) is an override constant.

struct Geometry {
  source: vec2<i32>, // height, width
  result: vec2<i32>,
  kernel: vec2<i32>,
  stride: vec2<i32>,
  pad: vec2<i32>, // before the first row, the first column
  source_quads: u32, // quads of channels in use
  source_pitch: u32, // quads a pixel
  source_offset: u32, // quads before the first in use
  result_quads: u32,
  result_pitch: u32,
  result_offset: u32,
}

@group(0) @binding(0) var<uniform> geometry: Geometry;
