// Climbs toward the feature of the guide that a position's own has the largest dot product with (Google's DeepDream notebook). x: the layer's activations,
// y: the guide's features, guide.wgsl; of equal products the first counts.
//
//   value = Σ_p weight · max_q x(p) · y(q)
//   result[p] (+)= weight · y(q), the q of the maximum
//
// Every n-th q is looked at where there are more than 1024, n = ⌈positions / 1024⌉. A workgroup takes eight positions and 64 of the guide's at a time, one a
// thread, 32 quads of channels a slice. Coefficients: one quad (weight, –, –, –). Run by the plan after the objective.

@group(0) @binding(3) var<storage, read> coefficients: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read_write> sums: array<f32>;

var<workgroup> dot_x: array<vec4<f32>, 256>; // [position][quad of the slice]
var<workgroup> dot_best: array<vec4<f32>, 128>; // [half of the positions][thread], then of all threads in [half][0]
var<workgroup> dot_index: array<vec4<u32>, 128>;

fn guide_dot(j: u32, own: u32, thread: u32) {
  let quads = jobs[j].result_quads;
  let positions = u32(jobs[j].result.x * jobs[j].result.y);
  let features = jobs[j].sources[1].place + 1u;
  let every = (positions + 1023u) / 1024u;
  dot_best[thread] = vec4<f32>(-3e38);
  dot_best[64u + thread] = vec4<f32>(-3e38);
  for (var start = 0u; start < positions; start += 64u * every) {
    let candidate = start + thread * every;
    let at = features + min(candidate, positions - 1u);
    var sum0 = vec4<f32>(0.0);
    var sum1 = vec4<f32>(0.0);
    for (var slice = 0u; slice < quads; slice += 32u) {
      workgroupBarrier();
      for (var index = thread; index < 256u; index += 64u) {
        dot_x[index] = own_feature(j, own * 8u + index / 32u, slice + index % 32u);
      }
      workgroupBarrier();
      for (var q = 0u; q < min(32u, quads - slice); q++) {
        let y = guide[at + (slice + q) * positions];
        sum0 += y * mat4x4<f32>(dot_x[q], dot_x[q + 32u], dot_x[q + 64u], dot_x[q + 96u]);
        sum1 += y * mat4x4<f32>(dot_x[q + 128u], dot_x[q + 160u], dot_x[q + 192u], dot_x[q + 224u]);
      }
    }
    if (candidate < positions) {
      keep_better(thread, sum0, vec4<u32>(candidate));
      keep_better(64u + thread, sum1, vec4<u32>(candidate));
    }
  }
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) {
      keep_better(thread, dot_best[thread + half], dot_index[thread + half]);
      keep_better(64u + thread, dot_best[64u + thread + half], dot_index[64u + thread + half]);
    }
  }
  workgroupBarrier();
  let weight = coefficients[jobs[j].weights].x;
  var value = 0.0;
  for (var p = 0u; p < 8u && own * 8u + p < positions; p++) {
    value += weight * dot_best[p / 4u * 64u][p % 4u];
    for (var quad = thread; quad < quads; quad += 64u) {
      let s = segment_of(j, quad);
      if (s != NOWHERE) {
        _ = write(j, s, own * 8u + p, quad, weight * guide[features + quad * positions + dot_index[p / 4u * 64u][p % 4u]]);
      }
    }
  }
  if (thread == 0u) {
    sums[jobs[j].memory + own] = value;
  }
}

// Zero beyond the layer's positions and channels.
fn own_feature(j: u32, position: u32, quad: u32) -> vec4<f32> {
  if (position >= u32(jobs[j].result.x * jobs[j].result.y) || quad >= jobs[j].result_quads) {
    return vec4<f32>(0.0);
  }
  return load_source(jobs[j].sources[0].place + position * jobs[j].sources[0].pitch + quad);
}

// Four positions' largest products so far, and whose they are.
fn keep_better(spot: u32, value: vec4<f32>, index: vec4<u32>) {
  let best = dot_best[spot];
  let known = dot_index[spot];
  let better = (value > best) | ((value == best) & (index < known));
  dot_best[spot] = select(best, value, better);
  dot_index[spot] = select(known, index, better);
}
