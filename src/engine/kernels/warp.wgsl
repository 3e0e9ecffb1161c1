// Δ(p) ← decay · bicubic(before(M · (p - middle) + shift + middle)), and 0 where that is not finite: Δ moves while it fades. Bicubic is Catmull-Rom's
// (cubic.wgsl): it keeps the fine lines that are resampled at every frame, and never adds to any. What lies outside of the picture is 0: a dream does not
// smear in from its edges. before is Δ as it was; both are array<vec4<f32>> of dream size. Run by warp.ts, one thread a pixel; Frame is frame.wgsl.
@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<storage, read> before: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> detail: array<vec4<f32>>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= frame.dream)) { return; }
  let middle = 0.5 * vec2<f32>(frame.dream) - 0.5;
  let p = vec2<f32>(id.xy) - middle;
  let at = vec2<f32>(dot(frame.motion.xy, p), dot(frame.motion.zw, p)) + frame.shift + middle;
  let base = vec2<i32>(floor(at));
  let across = cubic(at.x - f32(base.x));
  let down = cubic(at.y - f32(base.y));
  let size = vec2<i32>(frame.dream);
  var sum = vec3<f32>(0.0);
  for (var j = 0; j < 4; j++) {
    for (var i = 0; i < 4; i++) {
      let q = base + vec2<i32>(i, j) - 1;
      if (all(q >= vec2<i32>(0)) && all(q < size)) {
        sum += down[j] * across[i] * before[q.y * size.x + q.x].rgb;
      }
    }
  }
  let faded = frame.decay * sum;
  detail[id.y * frame.dream.x + id.x] = vec4<f32>(select(vec3<f32>(0.0), faded, finite(faded)), 0.0);
}
