// Δ ← decay · Δ, in place, and 0 where that is not finite: a NaN would never fade. Δ is array<vec4<f32>> of dream size.
// Run by decay.ts, one thread a pixel; Frame is frame.wgsl, finite is finite.wgsl.
@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<storage, read_write> detail: array<vec4<f32>>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= frame.dream)) { return; }
  let i = id.y * frame.dream.x + id.x;
  let faded = frame.decay * detail[i].rgb;
  detail[i] = vec4<f32>(select(vec3<f32>(0.0), faded, finite(faded)), 0.0);
}
