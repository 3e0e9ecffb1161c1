// Catmull-Rom weights of the four pixels around a point that lies t in [0, 1) behind the second one (Keys 1981, a = -1/2).
// They sum to 1; at t = 0 they are exactly (0, 1, 0, 0). Used by resize, keep, present, tensor and mismatch.
fn cubic(t: f32) -> vec4<f32> {
  return 0.5 * vec4<f32>(
    t * (t * (2.0 - t) - 1.0),
    t * t * (3.0 * t - 5.0) + 2.0,
    t * (t * (4.0 - 3.0 * t) + 1.0),
    t * t * (t - 1.0),
  );
}
