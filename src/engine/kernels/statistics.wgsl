// moments = (mean, population standard deviation) of all 3·W·H values of the gradient, array<vec4<f32>> of octave size whose w counts nothing.
//   std = sqrt(E[g²] - E[g]²), as TensorFlow's DeepDream tutorial takes it
// `gather`: 64 workgroups, each sums g and g² of its share into partials. `settle`: one workgroup adds those up.
// Run by statistics.ts; Step is turn.wgsl.
@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> gradient: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> partials: array<vec2<f32>, 64>;
@group(0) @binding(3) var<storage, read_write> moments: vec2<f32>;

var<workgroup> sums: array<vec2<f32>, 64>;

fn total(lane: u32, mine: vec2<f32>) -> vec2<f32> {
  sums[lane] = mine;
  workgroupBarrier();
  for (var half = 32u; half > 0u; half /= 2u) {
    if (lane < half) { sums[lane] += sums[lane + half]; }
    workgroupBarrier();
  }
  return sums[0];
}

@compute @workgroup_size(64)
fn gather(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let pixels = step.octave.x * step.octave.y;
  var sum = vec2<f32>(0.0);
  for (var i = group.x * 64u + lane; i < pixels; i += 4096u) {
    let g = gradient[i].rgb;
    sum += vec2<f32>(g.r + g.g + g.b, dot(g, g));
  }
  let whole = total(lane, sum);
  if (lane == 0u) { partials[group.x] = whole; }
}

@compute @workgroup_size(64)
fn settle(@builtin(local_invocation_index) lane: u32) {
  let mean = total(lane, partials[lane]) / f32(3u * step.octave.x * step.octave.y);
  if (lane == 0u) { moments = vec2<f32>(mean.x, sqrt(max(mean.y - mean.x * mean.x, 0.0))); }
}
