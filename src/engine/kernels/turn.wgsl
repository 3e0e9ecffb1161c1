// What the kernels of a turn share: shrink, ascend, keep and those of the ascent rule read it, by dynamic offset.
// Written once a turn by turn.ts, one slot of 256 bytes a step.
struct Step {
  octave: vec2<u32>,    // width, height of the octave that is climbed
  dream: vec2<u32>,     // width, height of live and Δ
  roll: vec2<i32>,      // how far the picture is rolled for this step, in pixels
  next: vec2<i32>,      // and for the step after it
  size: f32,            // step size in units of the [-1, 1] picture
  divisor: u32,         // what the gradient is divided by: 0 its deviation, 1 its mean absolute value, 2 the root of its mean square
  smoothing: f32,       // σ in pixels
  variation: f32,       // share of a step that pulls toward less total variation
  own: vec4<u32>,       // x, y, width, height of what counts in the gradient's statistics: the rest of the octave is a region's border
  first: u32,           // 1: the statistics begin anew
}

// Where a pixel of the octave lies once the picture is rolled around the torus.
fn rolled_in(octave: vec2<u32>, pixel: vec2<u32>, roll: vec2<i32>) -> u32 {
  let size = vec2<i32>(octave);
  let q = ((vec2<i32>(pixel) + roll) % size + size) % size;
  return u32(q.y * size.x + q.x);
}

// What a gradient of these statistics (value, mean, deviation, mean absolute value) is divided by.
fn divisor_of(settled: vec4<f32>, kind: u32) -> f32 {
  if (kind == 1u) { return settled.w + 1e-8; }
  if (kind == 2u) { return sqrt(settled.y * settled.y + settled.z * settled.z) + 1e-8; }
  return settled.z + 1e-8;
}

// What a pixel of the network's input has in its fourth channel: the first two tell the objective how far the picture is rolled (placing.wgsl).
fn told(index: u32, roll: vec2<i32>) -> f32 {
  return select(0.0, f32(select(roll.x, roll.y, index == 1u)), index < 2u);
}
