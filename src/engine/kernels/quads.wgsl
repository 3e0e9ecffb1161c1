// For kernels that make a quad a thread: a workgroup takes eight pixels × eight quads, so that it has whole words of a rectifier's mask.

struct Place {
  pixel: u32, // of the result
  quad: u32, // of the job's
  segment: u32, // NOWHERE where there is nothing to make
}

var<workgroup> sign_tile: array<atomic<u32>, 8>; // a word a pixel

fn place_of(j: u32, own: u32, thread: u32) -> Place {
  let pixels = u32(jobs[j].result.x * jobs[j].result.y);
  let tiles = (pixels + 7u) / 8u;
  let pixel = own % tiles * 8u + thread / 8u;
  let quad = own / tiles * 8u + thread % 8u;
  return Place(pixel, quad, select(NOWHERE, segment_of(j, quad), pixel < pixels));
}

// Forward: writes a quad, and notes which of it were above zero.
fn write_noting(j: u32, thread: u32, place: Place, value: vec4<f32>) {
  let written = write(j, place.segment, place.pixel, place.quad, value);
  atomicOr(&sign_tile[thread / 8u], signs(written) << (thread % 8u * 4u));
}

// After a barrier: keeps what was noted.
fn keep_noted(j: u32, thread: u32, place: Place) {
  if (thread % 8u == 0u && place.pixel < u32(jobs[j].result.x * jobs[j].result.y)) {
    keep_signs(j, place.pixel, place.quad, atomicLoad(&sign_tile[thread / 8u]));
  }
}
