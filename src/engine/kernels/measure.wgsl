// What a gradient that came together from tiles comes to, in a fixed order, as the plan's settle.wgsl says it of one tile. gradient is array<vec4<f32>>,
// `pixels` of it. Run by measure.ts: `measure` by at most 256 workgroups, then `conclude` by one.
//   sums[group] = Σ (g, g², |g|) over the three colours of the pixels that the group strode over
//   settled = (mean of the tiles' objectives, E[g], sqrt(E[g²] - E[g]²), E[|g|])
struct Measure {
  pixels: u32,
  groups: u32,
  tiles: u32,
}
@group(0) @binding(0) var<uniform> sizes: Measure;
@group(0) @binding(1) var<storage, read> gradient: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> sums: array<vec4<f32>>;

var<workgroup> shares: array<vec4<f32>, 64>;

// The sum of what the workgroup's threads hold; thread 0 has it.
fn gathered(thread: u32, own: vec4<f32>) -> vec4<f32> {
  shares[thread] = own;
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) {
      shares[thread] += shares[thread + half];
    }
  }
  return shares[thread];
}

@compute @workgroup_size(64)
fn measure(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  var own = vec4<f32>(0.0);
  for (var i = group.x * 64u + thread; i < sizes.pixels; i += sizes.groups * 64u) {
    let g = gradient[i].rgb;
    let size = abs(g);
    own += vec4<f32>(g.r + g.g + g.b, dot(g, g), size.r + size.g + size.b, 0.0);
  }
  let sum = gathered(thread, own);
  if (thread == 0u) { sums[group.x] = sum; }
}

@group(0) @binding(1) var<storage, read> values: array<f32>;
@group(0) @binding(2) var<storage, read> measured: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> settled: vec4<f32>;

@compute @workgroup_size(64)
fn conclude(@builtin(local_invocation_index) thread: u32) {
  var own = vec4<f32>(0.0);
  for (var i = thread; i < sizes.groups; i += 64u) { own += measured[i]; }
  for (var i = thread; i < sizes.tiles; i += 64u) { own.w += values[i]; }
  let sum = gathered(thread, own);
  if (thread == 0u) {
    let count = 3.0 * f32(sizes.pixels);
    let mean = sum.x / count;
    settled = vec4<f32>(sum.w / f32(sizes.tiles), mean, sqrt(max(sum.y / count - mean * mean, 0.0)), sum.z / count);
  }
}
