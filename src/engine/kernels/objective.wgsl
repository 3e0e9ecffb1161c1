// One layer's share of the objective, and the seed of its gradient. Most kinds of term are a pair of numbers a channel, a neuron one at one pixel:
//
//   value      = Σ_pixels Σ_c linear[p, c] · a[p, c] + quadratic[c] / 2 · a[p, c]²
//   result[p, c] (+)= linear[p, c] + quadratic[c] · a[p, c]
//   linear[p, c] = linear[c] + Σ weight of the neurons of channel c that look at pixel p
//
// A layer's coefficients: linear and quadratic, a quad for every quad of channels each; (width and height of the input, number of neurons, 0); neurons
// (x, y, stored channel, weight). Each workgroup writes the sum of the quads it strode over to sums[memory + its index]. write.wgsl masks and adds;
// placing.wgsl finds a neuron's pixel. Run by the plan between forward and backward.

@group(0) @binding(3) var<storage, read> coefficients: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read_write> sums: array<f32>;

var<workgroup> value_sums: array<f32, 64>;

// What neurons add to the linear coefficients of a quad.
fn neurons(j: u32, pixel: u32, quad: u32) -> vec4<f32> {
  let first = jobs[j].weights + 2u * jobs[j].result_quads;
  let about = coefficients[first];
  var linear = vec4<f32>(0.0);
  for (var n = 1u; n <= u32(about.z); n++) {
    let neuron = coefficients[first + n];
    if (u32(neuron.z) / 4u == quad && pixel_at(j, neuron.xy, about.xy) == pixel) {
      linear += select(vec4<f32>(0.0), vec4<f32>(neuron.w), vec4<u32>(0u, 1u, 2u, 3u) == vec4<u32>(u32(neuron.z) % 4u));
    }
  }
  return linear;
}

fn objective(j: u32, own: u32, thread: u32) {
  let quads = jobs[j].result_quads;
  let count = u32(jobs[j].result.x * jobs[j].result.y) * quads;
  var sum = 0.0;
  for (var index = own * 64u + thread; index < count; index += jobs[j].groups * 64u) {
    let pixel = index / quads;
    let quad = index % quads;
    let a = load_source(jobs[j].sources[0].place + pixel * jobs[j].sources[0].pitch + quad);
    let linear = coefficients[jobs[j].weights + quad] + neurons(j, pixel, quad);
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
