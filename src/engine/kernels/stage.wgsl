// What the kernels of one stage of the flow share (follow-layout.ts): tensor and relax read it. Flows are array<vec2<f32>> in pixels of the dream, from a pixel
// of this frame's picture to where the last frame had the same.
struct Stage {
  image: vec4<u32>,   // offset, width, height of the level that is compared, and how many of its pixels along a side make one of the grid
  grid: vec2<u32>,    // width, height of the flow that is made
  start: vec2<u32>,   // and of the one that is known so far; 0, 0: none is
  pixel: f32,         // side of an image's pixel, in pixels of the dream
  start_pixel: f32,   // side of a pixel of the known flow
}

// The known flow at a place in pixels of the dream, bilinear, edges repeated.
fn known_at(place: vec2<f32>) -> vec2<f32> {
  if (stage.start.x == 0u) { return vec2<f32>(0.0); }
  let last = vec2<i32>(stage.start) - 1;
  let at = clamp(place / stage.start_pixel - 0.5, vec2<f32>(0.0), vec2<f32>(last));
  let low = vec2<i32>(at);
  let high = min(low + 1, last);
  let t = at - vec2<f32>(low);
  let row = i32(stage.start.x);
  let above = mix(known[low.y * row + low.x], known[low.y * row + high.x], t.x);
  let below = mix(known[high.y * row + low.x], known[high.y * row + high.x], t.x);
  return mix(above, below, t.y);
}
