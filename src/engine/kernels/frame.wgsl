// What the kernels of one shown frame share: import, decay, warp and present read it. Written once a frame by frame.ts, 80 bytes.
struct Frame {
  crop: vec4<f32>,      // x, y, width, height: the part of the source that is taken, in fractions of it
  dream: vec2<u32>,     // width, height of live and Δ
  output: vec2<u32>,    // width, height of the output
  mirror: u32,          // 1: left and right change places
  decay: f32,           // what is left of Δ since the last frame
  intensity: f32,       // how much of Δ is shown
  colours: u32,         // 1: they stay those of the live picture
  motion: vec4<f32>,    // M, row by row: where a pixel of Δ comes from when it moves, in pixels from the middle
  shift: vec2<f32>,     // and what is added to that
}
