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

fn max_gradient(j: u32, pixel: u32, quad: u32) -> vec4<f32> {
  let windows = windows_over(j, pixel);
  var sum = vec4<f32>(0.0);
  for (var y = windows.first.x; y <= windows.last.x; y++) {
    for (var x = windows.first.y; x <= windows.last.y; x++) {
      let window = u32(y * jobs[j].source.y + x);
      let tap = windows.at - vec2<i32>(y, x) * jobs[j].stride;
      let value = load_source(jobs[j].sources[0].place + window * jobs[j].sources[0].pitch + quad);
      sum += select(vec4<f32>(0.0), value, winners(j, window, quad) == vec4<u32>(u32(tap.x * jobs[j].kernel.y + tap.y)));
    }
  }
  return sum;
}

fn max_pool_backward(j: u32, own: u32, thread: u32) {
  let place = place_of(j, own, thread);
  if (place.segment != NOWHERE) {
    _ = write(j, place.segment, place.pixel, place.quad, max_gradient(j, place.pixel, place.quad));
  }
  finish(j, own, thread);
}
