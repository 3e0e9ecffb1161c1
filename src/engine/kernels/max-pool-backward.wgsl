// The gradient of max pooling with respect to its input.
//
//   result[y, x, c] = Σ over the windows that hold (y, x) of source[window, c] where winner[window, c] is this tap
//
// A gather: each thread sums one quad of channels of one input pixel, so the order of the sum is fixed. write.wgsl masks and adds. Run by the
// plan, backward.

fn winners(j: u32, window: u32, quad: u32) -> vec4<u32> {
  if ((jobs[j].flags & WIDE) != 0u) {
    return (vec4<u32>(bits[jobs[j].memory + window * jobs[j].source_quads + quad]) >> vec4<u32>(0u, 8u, 16u, 24u)) & vec4<u32>(0xffu);
  }
  let word = bits[jobs[j].memory + window * ((jobs[j].source_quads + 1u) / 2u) + quad / 2u] >> (quad % 2u * 16u);
  return (vec4<u32>(word) >> vec4<u32>(0u, 4u, 8u, 12u)) & vec4<u32>(0xfu);
}

fn max_gradient(j: u32, pixel: i32, quad: u32) -> vec4<f32> {
  let at = vec2<i32>(pixel / jobs[j].result.y, pixel % jobs[j].result.y) + jobs[j].pad;
  let first = max((at - jobs[j].kernel + jobs[j].stride) / jobs[j].stride, vec2<i32>(0));
  let last = min(at / jobs[j].stride, jobs[j].source - 1);
  var sum = vec4<f32>(0.0);
  for (var y = first.x; y <= last.x; y++) {
    for (var x = first.y; x <= last.y; x++) {
      let window = u32(y * jobs[j].source.y + x);
      let tap = at - vec2<i32>(y, x) * jobs[j].stride;
      let value = load_source(jobs[j].sources[0].place + window * jobs[j].sources[0].pitch + quad);
      sum += select(vec4<f32>(0.0), value, winners(j, window, quad) == vec4<u32>(u32(tap.x * jobs[j].kernel.y + tap.y)));
    }
  }
  return sum;
}

fn max_pool_backward(j: u32, own: u32, thread: u32) {
  let pixels = u32(jobs[j].result.x * jobs[j].result.y);
  let tiles_m = (pixels + 7u) / 8u;
  let pixel = own % tiles_m * 8u + thread / 8u;
  let quad = own / tiles_m * 8u + thread % 8u;
  let s = segment_of(j, quad);
  if (pixel < pixels && s != NOWHERE) {
    _ = write(j, s, pixel, quad, max_gradient(j, i32(pixel), quad));
  }
  finish(j, own, thread);
}
