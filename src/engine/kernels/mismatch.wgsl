// How badly the flow explains the picture, in steps of a byte of luma, on the grid of half the dream's size:
//   m = dilate(open(d · clamp(2 d / (SLACK · √(B * |∇Y|²)) - 1, 0, 1))), d = |B * (Y(p) - Y'(p + flow(p)))|, B = the binomial (1 4 6 4 1)/16 both ways;
//   and 1000 where the two ways disagree, if that is asked for. A flow that is a fraction of a pixel off is wrong by that part of the gradient: what half of SLACK
//   explains, in pixels of this grid, counts as nothing, and what all of it does not explain counts in full.
// Y is this frame's luma, Y' the last frame's, bicubic. B averages a sensor's noise away before anything is compared; opening (least, then most of 3 × 3) removes
// what is narrower than three pixels, as noise and edges half a pixel off are; dilation (most of 3 × 3) reaches over the rim of what moved away.
// The ways agree unless |w + ŵ|² ≥ 0.01 (|w|² + |ŵ|²) + 0.5, w the flow in pixels of the dream, ŵ the flow back from where it leads (Ruder 2016).
// counts[turn] += pixels whose mismatch is above frame.strong. What comes from beyond the outermost pixels has no mismatch: there is nothing to compare it with.
// Run by mismatch.ts, 16 × 16 threads for as many pixels; Frame is frame.wgsl, Pyramid pyramid.wgsl.
@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<uniform> pyramid: Pyramid;
@group(0) @binding(2) var<storage, read> now: array<f32>;
@group(0) @binding(3) var<storage, read> last: array<f32>;
@group(0) @binding(4) var<storage, read> flow: array<vec2<f32>>;
@group(0) @binding(5) var<storage, read> back: array<vec2<f32>>;
@group(0) @binding(6) var<storage, read_write> mismatch: array<f32>;
@group(0) @binding(7) var<storage, read_write> counts: array<atomic<u32>, 2>;

const REACH = 5;
const SIDE = 26;
const DISAGREEMENT = 1000.0;
const SLACK = 0.2;

var<workgroup> first: array<f32, 676>;
var<workgroup> second: array<f32, 676>;
var<workgroup> slopes: array<f32, 676>;
var<workgroup> found: atomic<u32>;

fn size() -> vec2<i32> {
  return vec2<i32>(pyramid.levels[1].yz);
}

fn place_of(p: vec2<i32>) -> i32 {
  let q = clamp(p, vec2<i32>(0), size() - 1);
  return q.y * size().x + q.x;
}

fn last_at(at: vec2<f32>) -> f32 {
  let base = vec2<i32>(floor(at));
  let across = cubic(at.x - f32(base.x));
  let down = cubic(at.y - f32(base.y));
  var sum = 0.0;
  for (var j = 0; j < 4; j++) {
    for (var i = 0; i < 4; i++) {
      sum += down[j] * across[i] * last[i32(pyramid.levels[1].x) + place_of(base + vec2<i32>(i - 1, j - 1))];
    }
  }
  return sum;
}

fn difference(p: vec2<i32>) -> f32 {
  let k = place_of(p);
  let at = vec2<f32>(clamp(p, vec2<i32>(0), size() - 1)) + 0.5 * flow[k];
  if (any(at < vec2<f32>(0.0)) || any(at > vec2<f32>(size()) - 1.0)) { return 0.0; }
  return now[i32(pyramid.levels[1].x) + k] - last_at(at);
}

// The square of the gradient of this frame's luma.
fn slope(p: vec2<i32>) -> f32 {
  let start = i32(pyramid.levels[1].x);
  let x = now[start + place_of(p + vec2<i32>(1, 0))] - now[start + place_of(p - vec2<i32>(1, 0))];
  let y = now[start + place_of(p + vec2<i32>(0, 1))] - now[start + place_of(p - vec2<i32>(0, 1))];
  return 0.25 * (x * x + y * y);
}

fn disagrees(p: vec2<i32>) -> bool {
  let there = flow[place_of(p)];
  let at = clamp(vec2<f32>(p) + 0.5 * there, vec2<f32>(0.0), vec2<f32>(size()) - 1.0);
  let low = vec2<i32>(at);
  let t = at - vec2<f32>(low);
  let above = mix(back[place_of(low)], back[place_of(low + vec2<i32>(1, 0))], t.x);
  let below = mix(back[place_of(low + vec2<i32>(0, 1))], back[place_of(low + vec2<i32>(1, 1))], t.x);
  let here = mix(above, below, t.y);
  return dot(there + here, there + here) >= 0.01 * (dot(there, there) + dot(here, here)) + 0.5;
}

const BINOMIAL = array<f32, 5>(0.0625, 0.25, 0.375, 0.25, 0.0625);

// Whether the local pixel i has `margin` neighbours in the tile.
fn within(i: i32, margin: i32) -> bool {
  let at = vec2<i32>(i % SIDE, i / SIDE);
  return all(at >= vec2<i32>(margin)) && all(at < vec2<i32>(SIDE - margin));
}

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let origin = 16 * vec2<i32>(group.xy) - REACH;
  for (var i = i32(thread); i < SIDE * SIDE; i += 256) {
    let p = origin + vec2<i32>(i % SIDE, i / SIDE);
    first[i] = difference(p);
    slopes[i] = slope(p);
  }
  workgroupBarrier();
  for (var i = i32(thread); i < SIDE * SIDE; i += 256) {
    if (within(i, 2)) {
      var sum = 0.0;
      var energy = 0.0;
      for (var k = 0; k < 25; k++) {
        let weight = BINOMIAL[k % 5] * BINOMIAL[k / 5];
        sum += weight * first[i + (k / 5 - 2) * SIDE + k % 5 - 2];
        energy += weight * slopes[i + (k / 5 - 2) * SIDE + k % 5 - 2];
      }
      let p = origin + vec2<i32>(i % SIDE, i / SIDE);
      let unexplained = abs(sum) * clamp(2.0 * abs(sum) / max(SLACK * sqrt(energy), 1e-6) - 1.0, 0.0, 1.0);
      let apart = (frame.follows & BOTH_WAYS) != 0u && disagrees(clamp(p, vec2<i32>(0), size() - 1));
      second[i] = select(unexplained, DISAGREEMENT, apart);
    }
  }
  workgroupBarrier();
  for (var i = i32(thread); i < SIDE * SIDE; i += 256) {
    if (within(i, 3)) {
      var least = second[i];
      for (var k = 0; k < 9; k++) { least = min(least, second[i + (k / 3 - 1) * SIDE + k % 3 - 1]); }
      first[i] = least;
    }
  }
  workgroupBarrier();
  for (var i = i32(thread); i < SIDE * SIDE; i += 256) {
    let p = origin + vec2<i32>(i % SIDE, i / SIDE);
    if (within(i, REACH) && all(p < size())) {
      // Both dilations at once: most of 5 × 5.
      var most = first[i];
      for (var k = 0; k < 25; k++) { most = max(most, first[i + (k / 5 - 2) * SIDE + k % 5 - 2]); }
      mismatch[place_of(p)] = most;
      if (most > frame.strong) { atomicAdd(&found, 1u); }
    }
  }
  workgroupBarrier();
  if (thread == 0u) { atomicAdd(&counts[frame.follows & TURN], atomicLoad(&found)); }
}
