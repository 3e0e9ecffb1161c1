// What the kernels of a turn share: shrink, roll, statistics, ascend and keep read it, by dynamic offset.
// Written once a turn by turn.ts, one slot of 256 bytes a step.
struct Step {
  octave: vec2<u32>,    // width, height of the octave that is climbed
  dream: vec2<u32>,     // width, height of live and Δ
  roll: vec2<i32>,      // how far the picture is rolled for this step, in pixels
  size: f32,            // step size in units of the [-1, 1] picture
}
