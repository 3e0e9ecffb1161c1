// Average pooling over the valid pixels of each window; with a 1 × 1 window a copy. write.wgsl rectifies.
//
//   result[y, x, c] = 1 / count · Σ over taps (i, j) inside the picture of source[y·S + i − P, x·S + j − P, c]
//
// A quad a thread (quads.wgsl). Run by the plan, forward.

fn average(j: u32, pixel: i32, quad: u32) -> vec4<f32> {
  let corner = vec2<i32>(pixel / jobs[j].result.y, pixel % jobs[j].result.y) * jobs[j].stride - jobs[j].pad;
  let first = max(corner, vec2<i32>(0));
  let last = min(corner + jobs[j].kernel, jobs[j].source);
  var sum = vec4<f32>(0.0);
  for (var y = first.x; y < last.x; y++) {
    for (var x = first.y; x < last.y; x++) {
      sum += load_source(jobs[j].sources[0].place + u32(y * jobs[j].source.y + x) * jobs[j].sources[0].pitch + quad);
    }
  }
  let valid = last - first;
  return sum / f32(valid.x * valid.y);
}

fn average_pool(j: u32, own: u32, thread: u32) {
  let place = place_of(j, own, thread);
  if (place.segment != NOWHERE) {
    write_noting(j, thread, place, average(j, i32(place.pixel), place.quad));
  }
  workgroupBarrier();
  keep_noted(j, thread, place);
  finish(j, own, thread);
}
