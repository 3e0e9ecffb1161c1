// A gradient's Laplacian pyramid (Burt and Adelson), as the TF1 notebook takes it, and the statistics of its bands. Level 0 is the gradient itself,
//   level k+1 (q) = Σ over |d| ≤ 2 of w(d.x) · w(d.y) · level k (2q + d),  w = (1, 4, 6, 4, 1) / 16
//   raised k+1 (p) = 4 · Σ over q of w(p - 2q) · level k+1 (q);  band k = level k - raised k+1, and the coarsest level is the last band
//   merged = band n / rms n;  merged ← raised merged + band k / rms k, for k = n - 1 … 0
// with edges repeated, where the notebook lets zeros in. With n = 0 there is one band: the gradient.
// `narrow`: the level after bands.level. `measure`: partials = Σ g, Σ g², Σ |g| over each band's share of step.own, 64 workgroups a band.
// `tally`: adds them up, and statistics = (0, mean, deviation, mean absolute value) of each band. `merge`: one step of the merging, into
// the pyramid or, at level 0, into merged. gradient and merged are array<vec4<f32>> of octave size, rolled as the plan's gradient is; levels 1 … n lie one
// after another in pyramid, what is merged of them behind. All of a region of a larger picture, where its corner's coordinates are whole multiples
// of 2^n. Run by bands.ts; Step is turn.wgsl.
struct Bands {
  level: u32,
  levels: u32, // n
}
@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<uniform> bands: Bands;
@group(0) @binding(2) var<storage, read> gradient: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> pyramid: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> statistics: array<vec4<f32>>; // of each band; from 8 on their totals: Σ g, Σ g², Σ |g|, how many
@group(0) @binding(5) var<storage, read_write> partials: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read_write> merged: array<vec4<f32>>;

const GROUPS = 64u;

fn size_of(level: u32) -> vec2<u32> {
  return (step.octave + ((1u << level) - 1u)) >> vec2<u32>(level);
}

// Where a level lies in the pyramid; that of level n + 1 is where all of them end.
fn place_of(level: u32) -> u32 {
  var place = 0u;
  for (var k = 1u; k < level; k++) {
    place += size_of(k).x * size_of(k).y;
  }
  return place;
}

fn load(level: u32, place: u32, p: vec2<i32>) -> vec3<f32> {
  let size = size_of(level);
  let q = vec2<u32>(clamp(p, vec2<i32>(0), vec2<i32>(size) - 1));
  if (level == 0u) { return gradient[rolled_in(step.octave, q, step.roll)].rgb; }
  return pyramid[place + q.y * size.x + q.x].rgb;
}

// What lies at `place`, of the size of the level after this one, at this one's pixel p.
fn raised(level: u32, place: u32, p: vec2<u32>) -> vec3<f32> {
  let even = vec3<f32>(0.125, 0.75, 0.125);
  let odd = vec3<f32>(0.0, 0.5, 0.5);
  let across = select(even, odd, (p.x & 1u) == 1u);
  let down = select(even, odd, (p.y & 1u) == 1u);
  var sum = vec3<f32>(0.0);
  for (var j = 0; j < 3; j++) {
    for (var i = 0; i < 3; i++) {
      sum += down[j] * across[i] * load(level + 1u, place, vec2<i32>(p / 2u) + vec2<i32>(i, j) - 1);
    }
  }
  return sum;
}

// Band `level` at p.
fn band(level: u32, p: vec2<u32>) -> vec3<f32> {
  let here = load(level, place_of(level), vec2<i32>(p));
  if (level == bands.levels) { return here; }
  return here - raised(level, place_of(level + 1u), p);
}

fn rms(level: u32) -> f32 {
  return max(length(statistics[level].yz), 1e-10);
}

@compute @workgroup_size(8, 8)
fn narrow(@builtin(global_invocation_id) id: vec3<u32>) {
  let size = size_of(bands.level + 1u);
  if (any(id.xy >= size)) { return; }
  let place = place_of(bands.level);
  let weights = array<f32, 5>(0.0625, 0.25, 0.375, 0.25, 0.0625);
  var sum = vec3<f32>(0.0);
  for (var j = 0; j < 5; j++) {
    for (var i = 0; i < 5; i++) {
      sum += weights[j] * weights[i] * load(bands.level, place, 2 * vec2<i32>(id.xy) + vec2<i32>(i, j) - 2);
    }
  }
  pyramid[place_of(bands.level + 1u) + id.y * size.x + id.x] = vec4<f32>(sum, 0.0);
}

// The first pixel of a band that counts, and how many do, across and down.
fn own_of(level: u32) -> vec4<u32> {
  let first = step.own.xy >> vec2<u32>(level);
  let end = (step.own.xy + step.own.zw + ((1u << level) - 1u)) >> vec2<u32>(level);
  return vec4<u32>(first, end - first);
}

var<workgroup> sums: array<vec3<f32>, 64>;

@compute @workgroup_size(64)
fn measure(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let level = group.y;
  let own = own_of(level);
  var total = vec3<f32>(0.0);
  for (var index = group.x * 64u + thread; index < own.z * own.w; index += GROUPS * 64u) {
    let g = band(level, own.xy + vec2<u32>(index % own.z, index / own.z));
    total += vec3<f32>(g.r + g.g + g.b, dot(g, g), abs(g.r) + abs(g.g) + abs(g.b));
  }
  sums[thread] = total;
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) {
      sums[thread] += sums[thread + half];
    }
  }
  if (thread == 0u) {
    partials[level * GROUPS + group.x] = vec4<f32>(sums[0], 0.0);
  }
}

@compute @workgroup_size(1)
fn tally(@builtin(workgroup_id) group: vec3<u32>) {
  let level = group.y;
  let own = own_of(level);
  var total = vec4<f32>(0.0, 0.0, 0.0, 3.0 * f32(own.z * own.w));
  for (var index = 0u; index < GROUPS; index++) {
    total += partials[level * GROUPS + index];
  }
  if (step.first == 0u) {
    total += statistics[8u + level];
  }
  let mean = total / total.w;
  statistics[8u + level] = total;
  statistics[level] = vec4<f32>(0.0, mean.x, sqrt(max(mean.y - mean.x * mean.x, 0.0)), mean.z);
}

@compute @workgroup_size(8, 8)
fn merge(@builtin(global_invocation_id) id: vec3<u32>) {
  let level = bands.level;
  let size = size_of(level);
  if (any(id.xy >= size)) { return; }
  let behind = place_of(bands.levels + 1u);
  var sum = band(level, id.xy) / rms(level);
  if (level + 1u == bands.levels) {
    sum += raised(level, place_of(bands.levels), id.xy) / rms(bands.levels);
  } else {
    sum += raised(level, behind + place_of(level + 1u), id.xy);
  }
  if (level == 0u) {
    merged[rolled_in(step.octave, id.xy, step.roll)] = vec4<f32>(sum, 0.0);
  } else {
    pyramid[behind + place_of(level) + id.y * size.x + id.x] = vec4<f32>(sum, 0.0);
  }
}
