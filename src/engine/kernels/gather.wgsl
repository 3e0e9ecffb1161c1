// Adds up the shares of a split convolution, in order, and writes the sum as the convolution would have.
//
//   result[pixel, quad] = Σ_share source[share · pixels + pixel, quad]
//
// A workgroup takes eight pixels × eight quads. Run by the plan, after a convolution whose sum is split.

var<workgroup> gather_tile: array<atomic<u32>, 8>;

fn gather(j: u32, own: u32, thread: u32) {
  let pixels = u32(jobs[j].result.x * jobs[j].result.y);
  let tiles_m = (pixels + 7u) / 8u;
  let pixel = own % tiles_m * 8u + thread / 8u;
  let quad = own / tiles_m * 8u + thread % 8u;
  let s = segment_of(j, quad);
  if (pixel < pixels && s != NOWHERE) {
    var sum = vec4<f32>(0.0);
    for (var share = 0u; share < jobs[j].count; share++) {
      sum += load_source(jobs[j].sources[0].place + (share * pixels + pixel) * jobs[j].sources[0].pitch + quad);
    }
    let value = write(j, s, pixel, quad, sum);
    atomicOr(&gather_tile[thread / 8u], signs(value) << (thread % 8u * 4u));
  }
  workgroupBarrier();
  if ((jobs[j].flags & BACKWARD) == 0u && pixel < pixels && thread % 8u == 0u) {
    keep_signs(j, pixel, quad, atomicLoad(&gather_tile[thread / 8u]));
  }
  finish(j, own, thread);
}
