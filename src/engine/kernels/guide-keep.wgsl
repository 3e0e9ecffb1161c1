// Keeps a layer's activations, the guide being the network's input, as guide.wgsl lays them out. Run by the plan after the layer's forward.

fn guide_keep(j: u32, own: u32, thread: u32) {
  let positions = u32(jobs[j].result.x * jobs[j].result.y);
  let place = jobs[j].results[0].place;
  let count = positions * jobs[j].result_quads;
  for (var index = own * 64u + thread; index < count; index += jobs[j].groups * 64u) {
    guide[place + 1u + index] = load_source(jobs[j].sources[0].place + index % positions * jobs[j].sources[0].pitch + index / positions);
  }
  if (own == 0u && thread == 0u) {
    guide[place] = vec4<f32>(picture[0].w, picture[1].w, 0.0, 0.0);
  }
}
