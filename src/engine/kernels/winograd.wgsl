// 3 × 3 convolution of stride 1 by Winograd's F(2 × 2, 3 × 3): 16 multiplications for four pixels instead of 36 (Lavin and Gray, Fast Algorithms for
// Convolutional Neural Networks, 2015). Forward and backward to the input, which is a convolution with the weights mirrored and other padding.
//
//   result[2t + y, n] = bias[n] + (Aᵀ S A)[y],   S[f, n] = Σ_k (Bᵀ d B)[f, k] · weights[f, k, n]
//   d: the 4 × 4 patch of the source from pixel 2t − P on; f: 4 × 4 frequencies, of which the sixteen products are dense
//
//        | 1  0 −1  0 |        | 1  1  1  0 |
//   Bᵀ = | 0  1  1  0 |   Aᵀ = | 0  1 −1 −1 |
//        | 0 −1  1  0 |
//        | 0  1  0 −1 |
//
// write.wgsl rectifies, masks and adds. Pictures are [y][x][channel] in quads (vec4) of channels, weights [frequency][k][n] and already transformed
// (winograd-weights.ts), bias [n] behind them. A workgroup of 256 threads makes 32 tiles of 2 × 2 pixels × 8 quads, four source channels a slice:
// half of the threads transform patches, the other half fetch weights; then sixteen threads a frequency multiply, 8 tiles × 2 quads each. Lines with @e
// (tiles even and odd), @h (pairs of tiles), @q (quads), @k (channels of a slice), @c (columns of a patch) and @w (quads of weights) stand once for
// each. Run by the plan.

// First [frequency][tile] of the patches and, from 512 on, [frequency][k][n quad] of the weights; then, eight tiles at a time,
// [frequency][tile][n quad] of the sums; at last a thread's signs.
var<workgroup> winograd_tile: array<vec4<f32>, 1024>;

// Two rows of a patch that a thread adds up: the first columns' pixels, which of the eight pixels are inside, the second row's sign.
struct WinogradPatch {
  pixel0: i32,
  pixel1: i32,
  inside: u32,
  sign: f32,
}

fn winograd(j: u32, own: u32, thread: u32) {
  let tiles = (jobs[j].result + 1) / 2;
  let blocks = (u32(tiles.x * tiles.y) + 31u) / 32u;
  let first_tile = own % blocks * 32u;
  let first_quad = own / blocks * 8u;

  // Loading: 4 frequencies of one tile's patch, or a k and n quad of every fourth frequency's weights.
  let rows = winograd_patch(j, first_tile + thread % 32u, thread / 32u % 4u);
  let spot = thread / 32u * 128u + thread % 32u;
  let weights_k = jobs[j].source_quads * 4u * jobs[j].result_quads;
  let weights_quad = first_quad + thread % 8u;
  let weights_place = jobs[j].weights + (thread - 128u) / 32u * weights_k + thread / 8u % 4u * jobs[j].result_quads + weights_quad;

  // Multiplying. Odd frequencies take tiles and quads in another order: a GPU reads two frequencies at once, which must not lie in the same banks.
  let frequency = thread / 16u;
  let row = thread / 4u % 4u;
  let column = thread % 4u;
  let flip = frequency % 2u;
  let patch_at@e = frequency * 32u + (@eu ^ flip) * 4u + row;
  let weight_at@q = 512u + frequency * 32u + column * 2u + (@qu ^ flip);
  // What the middle frequency holds, every pixel of the tile gets: the bias comes first.
  let bias@q = winograd_bias(j, first_quad + column * 2u + (@qu ^ flip), frequency == 5u);
  var sum@h_@e_@q = bias@q;

  for (var s = 0u; s < 4u; s++) {
    for (var quad = 0u; quad < jobs[j].sources[s].quads; quad++) {
      if (thread < 128u) {
        let d@c = winograd_column(j, s, quad, rows, @c);
        winograd_tile[spot] = d0 - d2;
        winograd_tile[spot + 32u] = d1 + d2;
        winograd_tile[spot + 64u] = d2 - d1;
        winograd_tile[spot + 96u] = d1 - d3;
      } else {
        let place = weights_place + (jobs[j].sources[s].first + quad) * 4u * jobs[j].result_quads;
        winograd_tile[384u + thread + @wu * 128u] = winograd_weights(j, place + @wu * 4u * weights_k, weights_quad);
      }
      workgroupBarrier();
      let w@k_@q = winograd_tile[weight_at@q + @ku * 8u];
      let a@h_@e = winograd_tile[patch_at@e + @hu * 8u];
      sum@h_@e_@q = fma(vec4<f32>(a@h_@e.x), w0_@q, fma(vec4<f32>(a@h_@e.y), w1_@q, fma(vec4<f32>(a@h_@e.z), w2_@q, fma(vec4<f32>(a@h_@e.w), w3_@q, sum@h_@e_@q))));
      workgroupBarrier();
    }
  }

  // Back from frequencies to pixels, a row's eight tiles at a time: a thread takes one pixel's quad of nine frequencies.
  let quad = first_quad + thread % 8u;
  let s = segment_of(j, quad);
  let y = thread / 128u;
  let x = thread / 64u % 2u;
  var own_signs = 0u;
  for (var piece = 0u; piece < 4u; piece++) {
    if (row == piece) {
      winograd_tile[frequency * 64u + (@hu * 2u + (@eu ^ flip)) * 8u + column * 2u + (@qu ^ flip)] = sum@h_@e_@q;
    }
    workgroupBarrier();
    var value = vec4<f32>(0.0);
    for (var f = 0u; f < 9u; f++) {
      let negative = (y == 1u && f >= 3u) != (x == 1u && f % 3u > 0u);
      let term = winograd_tile[((y + f / 3u) * 4u + x + f % 3u) * 64u + thread % 64u];
      value = fma(vec4<f32>(select(1.0, -1.0, negative)), term, value);
    }
    let pixel = winograd_pixel(j, first_tile + thread / 8u % 8u * 4u + piece, y, x);
    if (pixel != NOWHERE && s != NOWHERE) {
      own_signs |= signs(write(j, s, pixel, quad, value)) << (piece * 4u);
    }
    workgroupBarrier();
  }

  // Eight threads' signs are a word of the mask. Sixteen bits are exact in a float.
  if ((jobs[j].flags & BACKWARD) == 0u) {
    winograd_tile[thread].x = f32(own_signs);
    workgroupBarrier();
    let piece = thread / 32u;
    let first = thread % 32u * 8u;
    let pixel = winograd_pixel(j, first_tile + first / 8u % 8u * 4u + piece, first / 128u, first / 64u % 2u);
    if (thread < 128u && pixel != NOWHERE) {
      var word = 0u;
      for (var q = 0u; q < 8u; q++) {
        word |= ((u32(winograd_tile[first + q].x) >> (piece * 4u)) & 15u) << (q * 4u);
      }
      keep_signs(j, pixel, first_quad, word);
    }
  }
  finish(j, own, thread);
}

// What row `i` of Bᵀ takes of a tile's patch: rows 0 − 2, 1 + 2, 2 − 1, 1 − 3.
fn winograd_patch(j: u32, tile: u32, i: u32) -> WinogradPatch {
  let columns = (jobs[j].result.y + 1) / 2;
  let at = vec2<i32>(i32(tile) / columns, i32(tile) % columns) * 2 - jobs[j].pad;
  let row0 = at.x + select(select(1, 2, i == 2u), 0, i == 0u);
  let row1 = at.x + select(select(2, 1, i == 2u), 3, i == 3u);
  var rows: WinogradPatch;
  rows.pixel0 = row0 * jobs[j].source.y + at.y;
  rows.pixel1 = row1 * jobs[j].source.y + at.y;
  rows.sign = select(-1.0, 1.0, i == 1u);
  for (var c = 0; c < 4; c++) {
    let inside = at.y + c >= 0 && at.y + c < jobs[j].source.y;
    rows.inside |= select(0u, 1u, inside && row0 >= 0 && row0 < jobs[j].source.x) << u32(c);
    rows.inside |= select(0u, 16u, inside && row1 >= 0 && row1 < jobs[j].source.x) << u32(c);
  }
  return rows;
}

// A column of the two rows, added up.
fn winograd_column(j: u32, s: u32, quad: u32, rows: WinogradPatch, c: i32) -> vec4<f32> {
  var sum = vec4<f32>(0.0);
  if (((rows.inside >> u32(c)) & 16u) != 0u) {
    sum = rows.sign * load_source(jobs[j].sources[s].place + u32(rows.pixel1 + c) * jobs[j].sources[s].pitch + quad);
  }
  if (((rows.inside >> u32(c)) & 1u) != 0u) {
    sum += load_source(jobs[j].sources[s].place + u32(rows.pixel0 + c) * jobs[j].sources[s].pitch + quad);
  }
  return sum;
}

fn winograd_weights(j: u32, place: u32, quad: u32) -> vec4<f32> {
  if (quad >= jobs[j].result_quads) {
    return vec4<f32>(0.0);
  }
  return from_stored(weights[place]);
}

fn winograd_bias(j: u32, quad: u32, wanted: bool) -> vec4<f32> {
  if (!wanted || (jobs[j].flags & BACKWARD) != 0u) {
    return vec4<f32>(0.0);
  }
  return winograd_weights(j, jobs[j].weights + jobs[j].source_quads * 64u * jobs[j].result_quads + quad, quad);
}

// A pixel of a tile; NOWHERE for one beyond the result.
fn winograd_pixel(j: u32, tile: u32, y: u32, x: u32) -> u32 {
  let columns = (u32(jobs[j].result.y) + 1u) / 2u;
  let at = vec2<u32>(tile / columns, tile % columns) * 2u + vec2<u32>(y, x);
  if (any(at >= vec2<u32>(jobs[j].result))) {
    return NOWHERE;
  }
  return at.x * u32(jobs[j].result.y) + at.y;
}
