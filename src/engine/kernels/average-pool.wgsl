// Average pooling over the valid pixels of each window; with a 1 × 1 window a copy. write.wgsl rectifies.
//
//   result[y, x, c] = 1 / count · Σ over taps (i, j) inside the picture of source[y·S + i − P, x·S + j − P, c]
//
// A workgroup takes eight pixels × eight quads. Run by the plan, forward.

var<workgroup> average_tile: array<atomic<u32>, 8>;

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
  let pixels = u32(jobs[j].result.x * jobs[j].result.y);
  let tiles_m = (pixels + 7u) / 8u;
  let pixel = own % tiles_m * 8u + thread / 8u;
  let quad = own / tiles_m * 8u + thread % 8u;
  let s = segment_of(j, quad);
  if (pixel < pixels && s != NOWHERE) {
    let value = write(j, s, pixel, quad, average(j, i32(pixel), quad));
    atomicOr(&average_tile[thread / 8u], signs(value) << (thread % 8u * 4u));
  }
  workgroupBarrier();
  if (pixel < pixels && thread % 8u == 0u) {
    keep_signs(j, pixel, quad, atomicLoad(&average_tile[thread / 8u]));
  }
  finish(j, own, thread);
}
