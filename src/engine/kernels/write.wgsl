// How every kernel writes its results. Forward, what is rectified keeps a mask of one bit a channel (which were above zero), a word for eight
// quads of a pixel; backward, a gradient is zeroed where its mask says so, and added to what is there where it is not the first.
//
//   forward:   result[pixel, quad] = relu(value), mask[pixel] bit = [value > 0]
//   backward:  result[pixel, quad] (+)= mask[pixel] bit · value

// The segment that holds a quad of the job's; NOWHERE for one that is only padding.
fn segment_of(j: u32, quad: u32) -> u32 {
  for (var s = 0u; s < 8u; s++) {
    if (quad >= jobs[j].results[s].first && quad < jobs[j].results[s].first + jobs[j].results[s].quads) {
      return s;
    }
  }
  return NOWHERE;
}

// What of `value` passes the rectifier: backward only.
fn masked(j: u32, s: u32, pixel: u32, quad: u32, value: vec4<f32>) -> vec4<f32> {
  if (jobs[j].results[s].bits == NOWHERE) {
    return value;
  }
  let own = quad - jobs[j].results[s].first;
  let word = bits[jobs[j].results[s].bits + pixel * jobs[j].results[s].bits_pitch + own / 8u] >> (own % 8u * 4u);
  return select(vec4<f32>(0.0), value, (vec4<u32>(word) & vec4<u32>(1u, 2u, 4u, 8u)) != vec4<u32>(0u));
}

// Writes a quad; returns what was written, rectified.
fn write(j: u32, s: u32, pixel: u32, quad: u32, value: vec4<f32>) -> vec4<f32> {
  let place = jobs[j].results[s].place + pixel * jobs[j].results[s].pitch + quad - jobs[j].results[s].first;
  var result = value;
  if ((jobs[j].flags & BACKWARD) != 0u) {
    result = masked(j, s, pixel, quad, value);
  } else if (jobs[j].results[s].bits != NOWHERE) {
    result = max(value, vec4<f32>(0.0));
  }
  if ((jobs[j].flags & ACCUMULATE) != 0u) {
    result += load_result(j, place);
  }
  store_result(j, place, result);
  return result;
}

// Four bits of a mask word.
fn signs(value: vec4<f32>) -> u32 {
  return dot(select(vec4<u32>(0u), vec4<u32>(1u, 2u, 4u, 8u), value > vec4<f32>(0.0)), vec4<u32>(1u));
}

// Keeps a word of the mask: of the eight quads from `quad` on.
fn keep_signs(j: u32, pixel: u32, quad: u32, word: u32) {
  let s = segment_of(j, quad);
  if (s != NOWHERE && jobs[j].results[s].bits != NOWHERE) {
    bits[jobs[j].results[s].bits + pixel * jobs[j].results[s].bits_pitch + (quad - jobs[j].results[s].first) / 8u] = word;
  }
}
