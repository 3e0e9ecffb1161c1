// Two ways to another size, both with pixel centres at one half; pictures are array<vec4<f32>>, row-major. Run by resize.ts, one thread a pixel.
// `shrink`: lo = before = live + Δ averaged over each octave pixel's exact footprint; input = the same, rolled around the torus for the first step, so
// that no pixel always meets the same corner of the network's grid. Step is turn.wgsl.
// `grow`: a picture of size `from` resampled bicubically (Catmull-Rom, edges repeated) to size `to`.
@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> live: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> detail: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> lo: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> before: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read_write> input: array<vec4<f32>>;

@compute @workgroup_size(8, 8)
fn shrink(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= step.octave)) { return; }
  let scale = vec2<f32>(step.dream) / vec2<f32>(step.octave);
  let low = vec2<f32>(id.xy) * scale;
  let high = low + scale;
  let first = vec2<u32>(low);
  let end = min(vec2<u32>(ceil(high)), step.dream);
  var sum = vec4<f32>(0.0);
  var weights = 0.0;
  for (var y = first.y; y < end.y; y++) {
    let height = min(high.y, f32(y + 1u)) - max(low.y, f32(y));
    for (var x = first.x; x < end.x; x++) {
      let weight = height * (min(high.x, f32(x + 1u)) - max(low.x, f32(x)));
      let i = y * step.dream.x + x;
      sum += weight * (live[i] + detail[i]);
      weights += weight;
    }
  }
  let i = id.y * step.octave.x + id.x;
  let mean = sum / weights;
  lo[i] = mean;
  before[i] = mean;
  let place = rolled_in(step.octave, id.xy, step.roll);
  input[place] = vec4<f32>(mean.rgb, told(place, step.roll));
}

struct Sizes {
  source: vec2<u32>,
  result: vec2<u32>,
}
@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> picture: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> resized: array<vec4<f32>>;

@compute @workgroup_size(8, 8)
fn grow(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= sizes.result)) { return; }
  let at = (vec2<f32>(id.xy) + 0.5) * vec2<f32>(sizes.source) / vec2<f32>(sizes.result) - 0.5;
  let base = vec2<i32>(floor(at));
  let across = cubic(at.x - f32(base.x));
  let down = cubic(at.y - f32(base.y));
  let last = vec2<i32>(sizes.source) - 1;
  var sum = vec4<f32>(0.0);
  for (var j = 0; j < 4; j++) {
    let y = clamp(base.y + j - 1, 0, last.y);
    for (var i = 0; i < 4; i++) {
      let x = clamp(base.x + i - 1, 0, last.x);
      sum += down[j] * across[i] * picture[y * (last.x + 1) + x];
    }
  }
  resized[id.y * sizes.result.x + id.x] = sum;
}
