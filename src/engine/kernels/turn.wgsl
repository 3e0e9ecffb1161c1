// What the kernels of a turn share: shrink, ascend and keep read it, by dynamic offset.
// Written once a turn by turn.ts, one slot of 256 bytes a step.
struct Step {
  octave: vec2<u32>,    // width, height of the octave that is climbed
  dream: vec2<u32>,     // width, height of live and Δ
  roll: vec2<i32>,      // how far the picture is rolled for this step, in pixels
  next: vec2<i32>,      // and for the step after it
  size: f32,            // step size in units of the [-1, 1] picture
}

// Where a pixel of the octave lies once the picture is rolled around the torus.
fn rolled_in(octave: vec2<u32>, pixel: vec2<u32>, roll: vec2<i32>) -> u32 {
  let size = vec2<i32>(octave);
  let q = ((vec2<i32>(pixel) + roll) % size + size) % size;
  return u32(q.y * size.x + q.x);
}
