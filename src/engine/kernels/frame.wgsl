// What the kernels of one shown frame share: import, decay, warp, present and those that follow
// the picture's motion read it. Written once a frame by frame.ts, 112 bytes.
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
  seconds: f32,         // since the last frame
  strong: f32,          // what mismatch, in steps of a byte, lets Δ go
  weak: f32,            // and what keeps it going where it does already
  restless: f32,        // how fast Δ wanders where nothing moves, in pixels of the dream a second
  time: f32,            // of the wandering, in seconds
  hold: f32,            // share of Δ's low frequencies that is taken away
  follows: u32,         // the flags below
}

const TURN = 1u;        // which of two buffers is this frame's, and the other the last one's
const KNOWN = 2u;       // there is a last frame
const UNDER_WAY = 4u;   // a turn is, since the last frame or longer
const BOTH_WAYS = 8u;   // the flow is checked by the one back
const LET_GO = 16u;     // all of Δ is to go
