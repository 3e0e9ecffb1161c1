// One layer's share of the objective, and the seed of its gradient. Every kind of term is a pair of numbers a channel:
//
//   value      = Σ_pixels Σ_c linear[c] · a[p, c] + quadratic[c] / 2 · a[p, c]²
//   result[p, c] (+)= linear[c] + quadratic[c] · a[p, c]
//
// Each workgroup writes the sum of the quads it strode over to sums[memory + its index]. write.wgsl masks and adds. Run by the plan between forward and backward.

@group(0) @binding(3) var<storage, read> coefficients: array<vec4<f32>>; // linear, then quadratic, of each layer
@group(0) @binding(6) var<storage, read_write> sums: array<f32>;

var<workgroup> value_sums: array<f32, 64>;

fn objective(j: u32, own: u32, thread: u32) {
  let quads = jobs[j].result_quads;
  let count = u32(jobs[j].result.x * jobs[j].result.y) * quads;
  var sum = 0.0;
  for (var index = own * 64u + thread; index < count; index += jobs[j].groups * 64u) {
    let pixel = index / quads;
    let quad = index % quads;
    let a = load_source(jobs[j].sources[0].place + pixel * jobs[j].sources[0].pitch + quad);
    let linear = coefficients[jobs[j].weights + quad];
    let quadratic = coefficients[jobs[j].weights + quads + quad];
    sum += dot(linear, a) + 0.5 * dot(quadratic * a, a);
    let s = segment_of(j, quad);
    if (s != NOWHERE) {
      _ = write(j, s, pixel, quad, linear + quadratic * a);
    }
  }
  value_sums[thread] = sum;
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) {
      value_sums[thread] += value_sums[thread + half];
    }
  }
  if (thread == 0u) {
    sums[jobs[j].memory + own] = value_sums[0];
  }
}
