// x ← x · scale + shift, over and over: eight independent chains of vec4 in registers, 64 vec4 multiply-adds a turn and thread. peaks.ts runs it to see
// how fast the adapter can compute at best; before it stands `alias real = f32;` or, with `enable f16;`, `alias real = f16;`.

struct Parameters {
  turns: u32,
  scale: f32,
  shift: f32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read_write> results: array<vec4<f32>>;

fn advance(x: vec4<real>, scale: vec4<real>, shift: vec4<real>) -> vec4<real> {
  return fma(fma(fma(fma(x, scale, shift), scale, shift), scale, shift), scale, shift);
}

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let scale = vec4<real>(real(parameters.scale));
  let shift = vec4<real>(real(parameters.shift));
  let start = real(f32(id.x % 1024u) / 1024.0);
  var a = vec4<real>(start, start + 1, start + 2, start + 3);
  var b = a + 1;
  var c = a + 2;
  var d = a + 3;
  var e = a + 4;
  var f = a + 5;
  var g = a + 6;
  var h = a + 7;
  for (var turn = 0u; turn < parameters.turns; turn++) {
    a = advance(a, scale, shift);
    b = advance(b, scale, shift);
    c = advance(c, scale, shift);
    d = advance(d, scale, shift);
    e = advance(e, scale, shift);
    f = advance(f, scale, shift);
    g = advance(g, scale, shift);
    h = advance(h, scale, shift);
    a = advance(a, scale, shift);
    b = advance(b, scale, shift);
    c = advance(c, scale, shift);
    d = advance(d, scale, shift);
    e = advance(e, scale, shift);
    f = advance(f, scale, shift);
    g = advance(g, scale, shift);
    h = advance(h, scale, shift);
  }
  // Written, so that nothing of it can be left out.
  results[id.x] = vec4<f32>(a + b + c + d + e + f + g + h);
}
