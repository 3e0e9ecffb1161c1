// The output texture onto a canvas of the same size, pixel for pixel: one triangle that covers it. Run by screen.ts in a render pass.
@group(0) @binding(0) var output: texture_2d<f32>;

@vertex
fn cover(@builtin(vertex_index) corner: u32) -> @builtin(position) vec4<f32> {
  return vec4<f32>(f32(corner & 1u) * 4.0 - 1.0, f32(corner >> 1u) * 4.0 - 1.0, 0.0, 1.0);
}

@fragment
fn copy(@builtin(position) at: vec4<f32>) -> @location(0) vec4<f32> {
  return vec4<f32>(textureLoad(output, vec2<i32>(at.xy), 0).rgb, 1.0);
}
