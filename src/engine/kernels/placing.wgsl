// Where the network's input lies in the picture. Whoever writes the input says so in the fourth channel of its first four pixels, which no weight reads:
//
//   picture[0].w, picture[1].w   how far it is rolled, in pixels, along width and height
//   picture[2].w, picture[3].w   width and height of the whole picture, 0 where the input is all of it
//
// Used by the objective's kernels.

@group(0) @binding(4) var<storage, read> picture: array<vec4<f32>>;

// Which pixel of a layer sees a place, in shares of the whole picture; NOWHERE where that is not in the input. `size` is the input's width and height.
fn pixel_at(j: u32, place: vec2<f32>, size: vec2<f32>) -> u32 {
  let told = vec2<f32>(picture[2].w, picture[3].w);
  let whole = select(size, told, told > vec2<f32>(0.0));
  let at = place * whole + vec2<f32>(picture[0].w, picture[1].w);
  let own = min(at - floor(at / whole) * whole, whole - 0.5);
  if (any(own >= size)) {
    return NOWHERE;
  }
  let layer = vec2<u32>(u32(jobs[j].result.y), u32(jobs[j].result.x));
  let pixel = min(vec2<u32>(own * vec2<f32>(layer) / size), layer - 1u);
  return pixel.y * layer.x + pixel.x;
}
