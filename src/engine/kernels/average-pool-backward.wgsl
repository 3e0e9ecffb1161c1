// The gradient of average pooling with respect to its input. Each window divides by its own count of valid pixels,
// at the borders too (tfjs divides by the whole window there, which is wrong).
//
//   result[y, x, c] = Σ over the windows that hold (y, x) of source[window, c] / count(window)
//
// A gather, a thread a quad of channels of one input pixel. write.wgsl masks and adds. Run by the plan, backward.

fn average_gradient(j: u32, pixel: i32, quad: u32) -> vec4<f32> {
  let at = vec2<i32>(pixel / jobs[j].result.y, pixel % jobs[j].result.y) + jobs[j].pad;
  let first = max((at - jobs[j].kernel + jobs[j].stride) / jobs[j].stride, vec2<i32>(0));
  let last = min(at / jobs[j].stride, jobs[j].source - 1);
  var sum = vec4<f32>(0.0);
  for (var y = first.x; y <= last.x; y++) {
    for (var x = first.y; x <= last.y; x++) {
      let corner = vec2<i32>(y, x) * jobs[j].stride - jobs[j].pad;
      let valid = min(corner + jobs[j].kernel, jobs[j].result) - max(corner, vec2<i32>(0));
      let place = jobs[j].sources[0].place + u32(y * jobs[j].source.y + x) * jobs[j].sources[0].pitch + quad;
      sum += load_source(place) / f32(valid.x * valid.y);
    }
  }
  return sum;
}

fn average_pool_backward(j: u32, own: u32, thread: u32) {
  let pixels = u32(jobs[j].result.x * jobs[j].result.y);
  let tiles_m = (pixels + 7u) / 8u;
  let pixel = own % tiles_m * 8u + thread / 8u;
  let quad = own / tiles_m * 8u + thread % 8u;
  let s = segment_of(j, quad);
  if (pixel < pixels && s != NOWHERE) {
    _ = write(j, s, pixel, quad, average_gradient(j, i32(pixel), quad));
  }
  finish(j, own, thread);
}
