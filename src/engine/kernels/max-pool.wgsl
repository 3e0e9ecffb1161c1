// Max pooling, and which tap won.
//
//   result[y, x, c] = max over taps (i, j) inside the picture of source[y·S + i − P, x·S + j − P, c]
//   winner[y, x, c] = the index i · width + j of the FIRST maximum in row-major order: four bits a channel, two quads a word;
//                     with WIDE (windows of more than 16 pixels) eight bits, one quad a word
//
// A quad a thread (quads.wgsl). Run by the plan, forward.

struct Best {
  value: vec4<f32>,
  tap: vec4<u32>,
}

var<workgroup> winner_tile: array<u32, 64>;

fn best_of(j: u32, pixel: i32, quad: u32) -> Best {
  let first = vec2<i32>(pixel / jobs[j].result.y, pixel % jobs[j].result.y) * jobs[j].stride - jobs[j].pad;
  var best = Best(vec4<f32>(-3.4028234e38), vec4<u32>(0u));
  var found = false;
  for (var y = 0; y < jobs[j].kernel.x; y++) {
    for (var x = 0; x < jobs[j].kernel.y; x++) {
      let at = first + vec2<i32>(y, x);
      if (all(at >= vec2<i32>(0)) && all(at < jobs[j].source)) {
        let value = load_source(jobs[j].sources[0].place + u32(at.x * jobs[j].source.y + at.y) * jobs[j].sources[0].pitch + quad);
        let wins = (value > best.value) | vec4<bool>(!found);
        best.value = select(best.value, value, wins);
        best.tap = select(best.tap, vec4<u32>(u32(y * jobs[j].kernel.y + x)), wins);
        found = true;
      }
    }
  }
  return best;
}

fn max_pool(j: u32, own: u32, thread: u32) {
  let place = place_of(j, own, thread);
  let inside = place.segment != NOWHERE;
  let wide = (jobs[j].flags & WIDE) != 0u;
  winner_tile[thread] = 0u;
  if (inside) {
    let best = best_of(j, i32(place.pixel), place.quad);
    _ = write(j, place.segment, place.pixel, place.quad, best.value);
    winner_tile[thread] = dot(best.tap << select(vec4<u32>(0u, 4u, 8u, 12u), vec4<u32>(0u, 8u, 16u, 24u), wide), vec4<u32>(1u));
  }
  workgroupBarrier();
  if (inside && wide) {
    bits[jobs[j].memory + place.pixel * jobs[j].result_quads + place.quad] = winner_tile[thread];
  } else if (inside && place.quad % 2u == 0u) {
    let words = (jobs[j].result_quads + 1u) / 2u;
    bits[jobs[j].memory + place.pixel * words + place.quad / 2u] = winner_tile[thread] | (winner_tile[thread + 1u] << 16u);
  }
  finish(j, own, thread);
}
