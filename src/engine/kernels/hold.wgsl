// Means of Δ, block by block: what it has of low frequencies. means(B) = mean of Δ over the pixels of block B, 16 × 16 of them; what is not finite counts as 0.
// Δ is array<vec4<f32>> of dream size, means array<vec4<f32>> of a sixteenth of it, upward. warp.wgsl takes a share of them away.
// Run by hold.ts, a workgroup of 64 threads a block; Frame is frame.wgsl, finite is finite.wgsl.
@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<storage, read> detail: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> means: array<vec4<f32>>;

const BLOCK = 16u;

var<workgroup> sums: array<vec4<f32>, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let low = BLOCK * group.xy;
  let high = min(low + BLOCK, frame.dream);
  var sum = vec4<f32>(0.0);
  for (var i = thread; i < BLOCK * BLOCK; i += 64u) {
    let at = low + vec2<u32>(i % BLOCK, i / BLOCK);
    if (any(at >= high)) { continue; }
    let value = detail[at.y * frame.dream.x + at.x].rgb;
    sum += vec4<f32>(select(vec3<f32>(0.0), value, finite(value)), 1.0);
  }
  sums[thread] = sum;
  for (var reach = 32u; reach > 0u; reach /= 2u) {
    workgroupBarrier();
    if (thread < reach) { sums[thread] += sums[thread + reach]; }
  }
  if (thread == 0u) {
    means[group.y * ((frame.dream.x + BLOCK - 1u) / BLOCK) + group.x] = vec4<f32>(sums[0].rgb / sums[0].w, 0.0);
  }
}
