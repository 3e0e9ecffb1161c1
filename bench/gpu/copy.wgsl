// result = source, a vec4 a time, four a thread, neighbours side by side. peaks.ts runs it to see how fast the adapter's memory is at best.

@group(0) @binding(0) var<storage, read> source: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> result: array<vec4<f32>>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let first = group.x * 1024u + thread;
  result[first] = source[first];
  result[first + 256u] = source[first + 256u];
  result[first + 512u] = source[first + 512u];
  result[first + 768u] = source[first + 768u];
}
