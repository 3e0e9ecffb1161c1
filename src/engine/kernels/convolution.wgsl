// 2-D convolution as a tiled implicit GEMM, forward and backward to the input.
//
//   forward:   result[y, x, n] = bias[n] + Σ_tap Σ_k source[y·S + ky − P, x·S + kx − P, k] · weights[tap, k, n]
//   backward:  result[y, x, n] = Σ_tap Σ_k source[(y + P − ky) / S, (x + P − kx) / S, k] · weights[tap, k, n]
//              over the taps for which the division leaves no rest. Target pixels of one phase (y mod S, x mod S) share
//              their taps, so each phase is a dense convolution of its own and no multiplication is wasted.
//
// write.wgsl rectifies, masks and adds. Pictures are [y][x][channel] in quads (vec4) of channels; the source's channels may lie in several
// segments one after the other (one product for the gradients of several convolutions), the result's as well (one product for several 1 × 1
// convolutions). Weights are [tap][k][n], bias [n] behind them. M = target pixels, N = target channels, K = taps × source channels.
// A workgroup of COLUMNS × ROWS threads makes ROWS · PIXELS pixels × COLUMNS · QUADS quads, 16 source channels a slice; a thread PIXELS pixels ×
// QUADS quads. A line with @p stands once for each of a thread's pixels, with @q for each of its quads, with @s and @w for each of the quads it loads
// of source and weights. Lines marked @sliced and @direct read a slice of one tap and multiply it, @split only some of them; marked @ahead, the next slice is on its way meanwhile;
// marked @flat a slice is made of four quads of any taps: for sources of fewer. Where the sum is split, each share writes its part (gather.wgsl adds them
// up). Run by the plan.

var<workgroup> source_tile: array<vec4<f32>, TILE_PIXELS * 4u>; // [pixel][k quad]
var<workgroup> weight_tile: array<vec4<f32>, TILE_QUADS * 16u>; // [k][n quad]
var<workgroup> mask_tile: array<atomic<u32>, TILE_PIXELS * TILE_WORDS>; // [pixel][eight n quads]

// What one phase of the target looks like: its pixels (rows, columns) and its taps.
struct Phase {
  at: vec2<i32>, // first pixel
  step: vec2<i32>, // between its pixels
  size: vec2<i32>, // rows, columns
  first_tap: vec2<i32>,
  tap_step: vec2<i32>,
  taps: vec2<i32>,
  source_step: vec2<i32>, // source pixels a phase pixel
  source_base: vec2<i32>,
  source_tap: i32, // source pixels a tap
}

fn phase_of(j: u32, index: i32) -> Phase {
  var phase: Phase;
  if ((jobs[j].flags & BACKWARD) != 0u) {
    phase.at = vec2<i32>(index / jobs[j].stride.y, index % jobs[j].stride.y);
    phase.step = jobs[j].stride;
    phase.size = max((jobs[j].result - phase.at + jobs[j].stride - 1) / jobs[j].stride, vec2<i32>(0));
    phase.size.x = select(phase.size.x, 0, phase.size.y == 0); // rows of no columns are no pixels
    phase.first_tap = (phase.at + jobs[j].pad) % jobs[j].stride;
    phase.tap_step = jobs[j].stride;
    phase.taps = max((jobs[j].kernel - phase.first_tap + jobs[j].stride - 1) / jobs[j].stride, vec2<i32>(0));
    phase.source_step = vec2<i32>(1);
    phase.source_base = (phase.at + jobs[j].pad - phase.first_tap) / jobs[j].stride;
    phase.source_tap = -1;
  } else {
    phase.at = vec2<i32>(0);
    phase.step = vec2<i32>(1);
    phase.size = jobs[j].result;
    phase.first_tap = vec2<i32>(0);
    phase.tap_step = vec2<i32>(1);
    phase.taps = jobs[j].kernel;
    phase.source_step = jobs[j].stride;
    phase.source_base = -jobs[j].pad;
    phase.source_tap = 1;
  }
  return phase;
}

// Row and column within the phase; a row beyond its end marks a pixel that does not exist.
fn pixel_at(index: u32, phase: Phase) -> vec2<i32> {
  let width = max(phase.size.y, 1);
  return vec2<i32>(i32(index) / width, i32(index) % width);
}

// Which source pixel a tap looks at.
fn source_pixel(j: u32, pixel: vec2<i32>, tap: vec2<i32>, phase: Phase) -> u32 {
  let at = pixel * phase.source_step + phase.source_base + tap * phase.source_tap;
  if (pixel.x >= phase.size.x || any(at < vec2<i32>(0)) || any(at >= jobs[j].source)) {
    return NOWHERE;
  }
  return u32(at.x * jobs[j].source.y + at.y);
}

fn load(place: u32, inside: bool) -> vec4<f32> {
  if (!inside) {
    return vec4<f32>(0.0);
  }
  return load_source(place);
}

fn load_weight(place: u32, inside: bool) -> vec4<f32> {
  if (!inside) {
    return vec4<f32>(0.0);
  }
  return from_stored(weights[place]);
}

// The row of the weights where a tap's begin.
fn weight_row_of(j: u32, tap: vec2<i32>, phase: Phase) -> u32 {
  let at = phase.first_tap + tap * phase.tap_step;
  return u32(at.x * jobs[j].kernel.y + at.y) * jobs[j].source_quads * 4u;
}

fn convolution(j: u32, own: u32, thread: u32) {
  let tiles_n = (jobs[j].result_quads + TILE_QUADS - 1u) / TILE_QUADS;
  let shares = jobs[j].groups / jobs[j].count;
  let share = own / shares;
  let tiles_m = shares / (tiles_n * u32(select(1, jobs[j].stride.x * jobs[j].stride.y, (jobs[j].flags & BACKWARD) != 0u)));
  let tile = own % shares;
  let phase = phase_of(j, i32(tile / (tiles_m * tiles_n)));
  let first_pixel = tile % tiles_m * TILE_PIXELS;
  let first_quad = tile / tiles_m % tiles_n * TILE_QUADS;
  let column = thread % COLUMNS;
  let row = thread / COLUMNS;

  // Loading: quad `thread % 4` of every LOAD_ROWS-th pixel; every THREADS-th quad of the slice's weights.
  let load_quad = thread % 4u;
  let load_row = thread / 4u;
  let load_pixel@s = pixel_at(first_pixel + load_row + @su * LOAD_ROWS, phase);
  let weight_row@w = (thread + @wu * THREADS) / TILE_QUADS;
  let weight_quad@w = first_quad + (thread + @wu * THREADS) % TILE_QUADS;
  let weight_inside@w = weight_quad@w < jobs[j].result_quads && thread + @wu * THREADS < TILE_QUADS * 16u;
  let row_quads = jobs[j].result_quads;

  var sum@p_@q = vec4<f32>(0.0);
  if ((jobs[j].flags & BACKWARD) == 0u && share == 0u) {
    let bias_place = jobs[j].weights + u32(jobs[j].kernel.x * jobs[j].kernel.y) * jobs[j].source_quads * 4u * row_quads;
    let bias@q = load_weight(bias_place + first_quad + column + @qu * COLUMNS, first_quad + column + @qu * COLUMNS < row_quads);
    sum@p_@q = bias@q;
  }

  var slices = 0u; //@split
  let taps = u32(phase.taps.x * phase.taps.y); //@flat
  for (var tap_y = 0; tap_y < phase.taps.x; tap_y++) { //@sliced
    for (var tap_x = 0; tap_x < phase.taps.y; tap_x++) { //@sliced
      let tap = vec2<i32>(tap_y, tap_x); //@sliced
      let weight_tap = weight_row_of(j, tap, phase); //@sliced
      let start@s = source_pixel(j, load_pixel@s, tap, phase); //@sliced
      for (var s = 0u; s < 4u; s++) { //@sliced
        let quads = jobs[j].sources[s].quads; //@sliced
        let from@s = jobs[j].sources[s].place + start@s * jobs[j].sources[s].pitch + load_quad; //@sliced
        let rows@w = jobs[j].weights + (weight_tap + jobs[j].sources[s].first * 4u + weight_row@w) * row_quads + weight_quad@w; //@sliced
        var next_source@s = load(from@s, start@s != NOWHERE && load_quad < quads); //@ahead
        var next_weight@w = load_weight(rows@w, weight_inside@w && weight_row@w < quads * 4u); //@ahead
        let quads = taps * jobs[j].source_quads; //@flat
        for (var slice = 0u; slice < quads; slice += 4u) {
          slices++; //@split
          if (slices % jobs[j].count != share) { //@split
            continue; //@split
          } //@split
          source_tile[(load_row + @su * LOAD_ROWS) * 4u + load_quad] = next_source@s; //@ahead
          weight_tile[thread + @wu * THREADS] = next_weight@w; //@ahead
          source_tile[(load_row + @su * LOAD_ROWS) * 4u + load_quad] = load(from@s + slice, start@s != NOWHERE && slice + load_quad < quads); //@direct
          let flat = slice + load_quad; //@flat
          let flat_tap = tap_at(flat / jobs[j].source_quads, phase); //@flat
          let start@s = select(NOWHERE, source_pixel(j, load_pixel@s, flat_tap, phase), flat < quads); //@flat
          source_tile[(load_row + @su * LOAD_ROWS) * 4u + load_quad] = load(jobs[j].sources[0].place + start@s * jobs[j].sources[0].pitch + flat % jobs[j].source_quads, start@s != NOWHERE); //@flat
          let flat_row@w = flat_weight_row(j, slice * 4u + weight_row@w, phase); //@flat
          let weight@w = load_weight(jobs[j].weights + flat_row@w * row_quads + weight_quad@w, weight_inside@w && slice * 4u + weight_row@w < quads * 4u); //@flat
          let weight@w = load_weight(rows@w + slice * 4u * row_quads, weight_inside@w && slice * 4u + weight_row@w < quads * 4u); //@direct
          if (TILE_QUADS >= 4u || thread < TILE_QUADS * 16u) { //@once
            weight_tile[thread + @wu * THREADS] = weight@w; //@once
          } //@once
          workgroupBarrier();
          next_source@s = load(from@s + slice + 4u, start@s != NOWHERE && slice + 4u + load_quad < quads); //@ahead
          next_weight@w = load_weight(rows@w + (slice + 4u) * 4u * row_quads, weight_inside@w && (slice + 4u) * 4u + weight_row@w < quads * 4u); //@ahead
          for (var k = 0u; k < 4u; k++) {
            let w0_@q = weight_tile[(k * 4u) * TILE_QUADS + column + @qu * COLUMNS];
            let w1_@q = weight_tile[(k * 4u + 1u) * TILE_QUADS + column + @qu * COLUMNS];
            let w2_@q = weight_tile[(k * 4u + 2u) * TILE_QUADS + column + @qu * COLUMNS];
            let w3_@q = weight_tile[(k * 4u + 3u) * TILE_QUADS + column + @qu * COLUMNS];
            let a@p = source_tile[(row + @pu * ROWS) * 4u + k];
            sum@p_@q = fma(vec4<f32>(a@p.x), w0_@q, fma(vec4<f32>(a@p.y), w1_@q, fma(vec4<f32>(a@p.z), w2_@q, fma(vec4<f32>(a@p.w), w3_@q, sum@p_@q))));
          }
          workgroupBarrier();
        }
      } //@sliced
    } //@sliced
  } //@sliced

  let segment@q = segment_of(j, first_quad + column + @qu * COLUMNS);
  keep(j, share, phase, first_pixel + row + @pu * ROWS, row + @pu * ROWS, segment@q, first_quad + column + @qu * COLUMNS, column + @qu * COLUMNS, sum@p_@q);
  if (TILE_QUADS >= 8u && (jobs[j].flags & BACKWARD) == 0u) {
    workgroupBarrier();
    for (var index = thread; index < TILE_PIXELS * TILE_WORDS; index += THREADS) {
      let pixel = first_pixel + index / TILE_WORDS;
      if (pixel < u32(jobs[j].result.x * jobs[j].result.y)) {
        keep_signs(j, pixel, first_quad + index % TILE_WORDS * 8u, atomicLoad(&mask_tile[index]));
      }
    }
  }
  finish(j, own, thread);
}

// The tap of a number, row by row.
fn tap_at(index: u32, phase: Phase) -> vec2<i32> {
  let columns = max(phase.taps.y, 1);
  return vec2<i32>(i32(index) / columns, i32(index) % columns);
}

// The row of the weights that a row of a slice of several taps is.
fn flat_weight_row(j: u32, row: u32, phase: Phase) -> u32 {
  let rows = jobs[j].source_quads * 4u;
  return weight_row_of(j, tap_at(row / rows, phase), phase) + row % rows;
}

fn keep(j: u32, share: u32, phase: Phase, index: u32, local_pixel: u32, s: u32, quad: u32, local_quad: u32, sum: vec4<f32>) {
  let pixel = pixel_at(index, phase);
  if (pixel.x >= phase.size.x || s == NOWHERE) {
    return;
  }
  let at = phase.at + pixel * phase.step;
  let place = u32(at.x * jobs[j].result.y + at.y);
  let value = write(j, s, share * u32(jobs[j].result.x * jobs[j].result.y) + place, quad, sum);
  if ((jobs[j].flags & BACKWARD) == 0u) {
    atomicOr(&mask_tile[local_pixel * TILE_WORDS + local_quad / 8u], signs(value) << (local_quad % 8u * 4u));
  }
}
