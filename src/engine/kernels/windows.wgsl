// For the gradients of pools: the windows that hold a pixel of the result, which is the pool's input.

struct Windows {
  at: vec2<i32>, // the pixel among what the windows slide over, padding counted
  first: vec2<i32>,
  last: vec2<i32>,
}

fn windows_over(j: u32, pixel: u32) -> Windows {
  let at = vec2<i32>(i32(pixel) / jobs[j].result.y, i32(pixel) % jobs[j].result.y) + jobs[j].pad;
  let first = max((at - jobs[j].kernel + jobs[j].stride) / jobs[j].stride, vec2<i32>(0));
  return Windows(at, first, min(at / jobs[j].stride, jobs[j].source - 1));
}
