// The gradient of average pooling with respect to its input. Each window divides by its own count of valid pixels,
// at the borders too (tfjs divides by the whole window there, which is wrong).
//
//   result[y, x, c] = Σ over the windows that hold (y, x) of source[window, c] / count(window)
//
// A gather, a quad of one input pixel a thread (quads.wgsl). write.wgsl masks and adds. Run by the plan, backward.

fn average_gradient(j: u32, pixel: u32, quad: u32) -> vec4<f32> {
  let windows = windows_over(j, pixel);
  var sum = vec4<f32>(0.0);
  for (var y = windows.first.x; y <= windows.last.x; y++) {
    for (var x = windows.first.y; x <= windows.last.y; x++) {
      let corner = vec2<i32>(y, x) * jobs[j].stride - jobs[j].pad;
      let valid = min(corner + jobs[j].kernel, jobs[j].result) - max(corner, vec2<i32>(0));
      let place = jobs[j].sources[0].place + u32(y * jobs[j].source.y + x) * jobs[j].sources[0].pitch + quad;
      sum += load_source(place) / f32(valid.x * valid.y);
    }
  }
  return sum;
}

fn average_pool_backward(j: u32, own: u32, thread: u32) {
  let place = place_of(j, own, thread);
  if (place.segment != NOWHERE) {
    _ = write(j, place.segment, place.pixel, place.quad, average_gradient(j, place.pixel, place.quad));
  }
  finish(j, own, thread);
}
