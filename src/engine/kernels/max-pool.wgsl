// Max pooling, and which tap won.
//
//   result[y, x, c] = max over taps (i, j) inside the picture of source[y·S + i − P, x·S + j − P, c]
//   winner[y, x, c] = the index i · width + j of the FIRST maximum in row-major order, one byte a channel
//
// A thread makes one quad of channels of one pixel. Run by the plan, forward.

@group(0) @binding(1) var<storage, read> source: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> result: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> winner: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let index = id.x + id.y * groups.x * 64u;
  let pixel = i32(index / geometry.result_quads);
  let quad = index % geometry.result_quads;
  if (pixel >= geometry.result.x * geometry.result.y) {
    return;
  }
  let first = vec2<i32>(pixel / geometry.result.y, pixel % geometry.result.y) * geometry.stride - geometry.pad;
  var best = vec4<f32>(-3.4028234e38);
  var taps = vec4<u32>(0u);
  var found = false;
  for (var i = 0; i < geometry.kernel.x; i++) {
    for (var j = 0; j < geometry.kernel.y; j++) {
      let at = first + vec2<i32>(i, j);
      if (all(at >= vec2<i32>(0)) && all(at < geometry.source)) {
        let value = source[u32(at.x * geometry.source.y + at.y) * geometry.source_pitch + geometry.source_offset + quad];
        let wins = (value > best) | vec4<bool>(!found);
        best = select(best, value, wins);
        taps = select(taps, vec4<u32>(u32(i * geometry.kernel.y + j)), wins);
        found = true;
      }
    }
  }
  result[u32(pixel) * geometry.result_pitch + geometry.result_offset + quad] = best;
  winner[index] = taps.x | (taps.y << 8u) | (taps.z << 16u) | (taps.w << 24u);
}
