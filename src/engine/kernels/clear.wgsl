// Zeros, where a gradient is first written in part only.
//
//   memory[i] = 0, i < result_quads
//
// Run by the plan, backward.

fn clear(j: u32, own: u32, thread: u32) {
  let index = own * 64u + thread;
  if (index < jobs[j].result_quads) {
    store_result(j, jobs[j].results[0].place + index, vec4<f32>(0.0));
  }
}
