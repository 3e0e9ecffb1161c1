// The live picture's luma, and its pyramid of halves, in one dispatch:
//   level 0: Y = 127.5 · (1 + 0.2126 R + 0.7152 G + 0.0722 B), in [0, 255], softened by (1 6 1)/8 both ways: a little less noise, hardly less detail
//   level k(p) = mean of level k-1 at 2p, 2p + (1, 0), 2p + (0, 1), 2p + (1, 1); sizes are halved upward, what lies outside repeats the edge
// live is array<vec4<f32>> of dream size, in [-1, 1]; luma holds the levels one after the other (pyramid.wgsl), at most six.
// Run by luma.ts: a workgroup makes 32 × 32 pixels of level 0, a thread four of them, and what lies above.
@group(0) @binding(0) var<uniform> pyramid: Pyramid;
@group(0) @binding(1) var<storage, read> live: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> luma: array<f32>;

var<workgroup> means: array<f32, 256>;

fn bare(at: vec2<i32>, size: vec2<i32>) -> f32 {
  let q = clamp(at, vec2<i32>(0), size - 1);
  return 127.5 + 127.5 * dot(live[q.y * size.x + q.x].rgb, vec3<f32>(0.2126, 0.7152, 0.0722));
}

fn across(at: vec2<i32>, size: vec2<i32>) -> f32 {
  return 0.75 * bare(at, size) + 0.125 * (bare(at - vec2<i32>(1, 0), size) + bare(at + vec2<i32>(1, 0), size));
}

fn soft(at: vec2<i32>, size: vec2<i32>) -> f32 {
  let q = clamp(at, vec2<i32>(0), size - 1);
  return 0.75 * across(q, size) + 0.125 * (across(q - vec2<i32>(0, 1), size) + across(q + vec2<i32>(0, 1), size));
}

fn keep(level: vec4<u32>, at: vec2<u32>, value: f32) {
  if (all(at < level.yz)) { luma[level.x + at.y * level.y + at.x] = value; }
}

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_id) own: vec3<u32>) {
  let size = vec2<i32>(pyramid.levels[0].yz);
  var sum = 0.0;
  for (var k = 0u; k < 4u; k++) {
    let at = 2u * id.xy + vec2<u32>(k & 1u, k >> 1u);
    let value = soft(vec2<i32>(at), size);
    keep(pyramid.levels[0], at, value);
    sum += value;
  }
  let slot = own.y * 16u + own.x;
  means[slot] = 0.25 * sum;
  keep(pyramid.levels[1], id.xy, 0.25 * sum);
  for (var k = 2u; k < pyramid.count; k++) {
    workgroupBarrier();
    let reach = 1u << (k - 2u);
    if (all((own.xy & vec2<u32>(2u * reach - 1u)) == vec2<u32>(0u))) {
      // The last of an odd number has no neighbour: it counts twice.
      let child = id.xy >> vec2<u32>(k - 2u);
      let right = select(0u, reach, child.x + 1u < pyramid.levels[k - 1u].y);
      let below = select(0u, 16u * reach, child.y + 1u < pyramid.levels[k - 1u].z);
      let mean = 0.25 * (means[slot] + means[slot + right] + means[slot + below] + means[slot + right + below]);
      means[slot] = mean;
      keep(pyramid.levels[k], id.xy >> vec2<u32>(k - 1u), mean);
    }
  }
}
