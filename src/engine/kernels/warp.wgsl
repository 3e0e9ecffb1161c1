// Δ moves while it fades, and is 0 where that is not finite:
//   Δ(p) ← decay · left(p) · sharp(before - held(at))(at), at = M · (p + flow(p) - middle) + shift + middle
// flow, left and held are those of carried.wgsl where Δ follows the picture (how far it came, what doubt leaves of it, its low frequencies), and 0, 1, 0 elsewhere.
// sharp interpolates by the polynomials through eight pixels (Lagrange): resampled at every frame, a cubic would wear the fine lines of a dream away. It adds to no
// frequency at any shift, and keeps constants. What lies outside of the picture is 0: a dream does not smear in from its edges.
// before is Δ as it was; both are array<vec4<f32>> of dream size. Run by warp.ts, one thread a pixel; Frame is frame.wgsl.
struct Carried {
  flow: vec2<f32>,
  left: f32,
}

@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<storage, read> before: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> detail: array<vec4<f32>>;

const TAPS = 8;
const FIRST = -3;

// Weights of the pixels around a point that lies t in [0, 1) behind the one at -FIRST; at t = 0 that one's is exactly 1, and the others' 0.
fn sharp(t: f32) -> array<f32, TAPS> {
  var weights: array<f32, TAPS>;
  for (var i = 0; i < TAPS; i++) {
    var weight = 1.0;
    for (var k = 0; k < TAPS; k++) {
      if (k != i) { weight *= (t - f32(k + FIRST)) / f32(i - k); }
    }
    weights[i] = weight;
  }
  return weights;
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= frame.dream)) { return; }
  let middle = 0.5 * vec2<f32>(frame.dream) - 0.5;
  let own = carried(id.xy);
  let p = vec2<f32>(id.xy) + own.flow - middle;
  let at = vec2<f32>(dot(frame.motion.xy, p), dot(frame.motion.zw, p)) + frame.shift + middle;
  let base = vec2<i32>(floor(at));
  var across = sharp(at.x - f32(base.x));
  var down = sharp(at.y - f32(base.y));
  let size = vec2<i32>(frame.dream);
  let low = held(at);
  var sum = vec3<f32>(0.0);
  for (var j = 0; j < TAPS; j++) {
    for (var i = 0; i < TAPS; i++) {
      let q = base + vec2<i32>(i, j) + FIRST;
      if (all(q >= vec2<i32>(0)) && all(q < size)) {
        sum += down[j] * across[i] * (before[q.y * size.x + q.x].rgb - low);
      }
    }
  }
  let faded = frame.decay * own.left * sum;
  detail[id.y * frame.dream.x + id.x] = vec4<f32>(select(vec3<f32>(0.0), faded, finite(faded)), 0.0);
}
