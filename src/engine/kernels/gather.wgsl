// Adds up the shares of a split convolution, in order, and writes the sum as the convolution would have.
//
//   result[pixel, quad] = Σ_share source[share · pixels + pixel, quad]
//
// A quad a thread (quads.wgsl). Run by the plan, after a convolution whose sum is split.

fn sum_of_shares(j: u32, pixel: u32, quad: u32) -> vec4<f32> {
  let pixels = u32(jobs[j].result.x * jobs[j].result.y);
  var sum = vec4<f32>(0.0);
  for (var share = 0u; share < jobs[j].count; share++) {
    sum += load_source(jobs[j].sources[0].place + (share * pixels + pixel) * jobs[j].sources[0].pitch + quad);
  }
  return sum;
}

fn gather(j: u32, own: u32, thread: u32) {
  let place = place_of(j, own, thread);
  if (place.segment != NOWHERE) {
    write_noting(j, thread, place, sum_of_shares(j, place.pixel, place.quad));
  }
  workgroupBarrier();
  if ((jobs[j].flags & BACKWARD) == 0u) {
    keep_noted(j, thread, place);
  }
  finish(j, own, thread);
}
