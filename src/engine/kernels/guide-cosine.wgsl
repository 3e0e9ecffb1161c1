// Climbs toward the guide's feature at the same place of the picture, the more so the more alike the two are: Lucid's caricature. x: the layer's activations,
// y: the guide's features, guide.wgsl, which lie over the whole picture: those at the same share of its width and height, once the rolls of the input
// (placing.wgsl) and the guide are taken back, to the nearest position. In a tile they are as coarse as the guide is seen at the tile's size.
//
//   value = Σ_p weight · d · m,   d = x · y,   c = d / ((|x| + ε) (|y| + ε)),   m = max(c, 0.1)^power,   ε = 1e-4
//   result[p] (+)= weight · m · ((1 + k) · y − k · d / (|x| (|x| + ε)) · x),   k = power where c > 0.1, else 0
//
// A workgroup takes a position at a time, a quad of channels a thread. Coefficients: one quad (weight, power, width and height of the input). Run by the
// plan after the objective.

@group(0) @binding(3) var<storage, read> coefficients: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read_write> sums: array<f32>;

// A middle between two positions counts as the one after it, however the shares are rounded.
const NEAREST = 1e-3;

var<workgroup> cosine_sums: array<vec3<f32>, 64>; // d, |x|², |y|²

fn guide_cosine(j: u32, own: u32, thread: u32) {
  let quads = jobs[j].result_quads;
  let layer = vec2<i32>(jobs[j].result.y, jobs[j].result.x);
  let positions = u32(layer.x * layer.y);
  let about = coefficients[jobs[j].weights];
  let place = jobs[j].sources[1].place;
  let told = vec2<f32>(picture[2].w, picture[3].w);
  let whole = select(about.zw, told, told > vec2<f32>(0.0));
  let rolled = vec2<f32>(picture[0].w, picture[1].w);
  let guide_rolled = guide[place].xy * vec2<f32>(layer) / about.zw;
  var value = 0.0;
  for (var position = own; position < positions; position += jobs[j].groups) {
    let middle = vec2<f32>(vec2<i32>(i32(position) % layer.x, i32(position) / layer.x)) + 0.5;
    let share = (middle * about.zw / vec2<f32>(layer) - rolled) / whole;
    let meant = vec2<i32>(floor((share - floor(share)) * vec2<f32>(layer) + guide_rolled + NEAREST));
    let there = (meant % layer + layer) % layer;
    let at = place + 1u + u32(there.y * layer.x + there.x);
    let x_place = jobs[j].sources[0].place + position * jobs[j].sources[0].pitch;
    var own_sums = vec3<f32>(0.0);
    for (var quad = thread; quad < quads; quad += 64u) {
      let x = load_source(x_place + quad);
      let y = guide[at + quad * positions];
      own_sums += vec3<f32>(dot(x, y), dot(x, x), dot(y, y));
    }
    workgroupBarrier();
    cosine_sums[thread] = own_sums;
    for (var half = 32u; half > 0u; half /= 2u) {
      workgroupBarrier();
      if (thread < half) {
        cosine_sums[thread] += cosine_sums[thread + half];
      }
    }
    workgroupBarrier();
    let d = cosine_sums[0].x;
    let length = sqrt(cosine_sums[0].yz);
    let c = d / ((length.x + 1e-4) * (length.y + 1e-4));
    let m = about.x * pow(max(c, 0.1), about.y);
    let k = select(0.0, about.y, c > 0.1);
    let of_x = k * d / max(length.x * (length.x + 1e-4), 1e-20);
    for (var quad = thread; quad < quads; quad += 64u) {
      let s = segment_of(j, quad);
      if (s != NOWHERE) {
        _ = write(j, s, position, quad, m * ((1.0 + k) * guide[at + quad * positions] - of_x * load_source(x_place + quad)));
      }
    }
    value += d * m;
  }
  if (thread == 0u) {
    sums[jobs[j].memory + own] = value;
  }
}
