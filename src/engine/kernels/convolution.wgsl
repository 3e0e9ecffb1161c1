// 2-D convolution as a tiled implicit GEMM, forward and backward to the input.
//
//   forward:   result[y, x, n] = relu(bias[n] + Σ_tap Σ_k source[y·S + ky − P, x·S + kx − P, k] · weights[tap, k, n])
//   backward:  result[y, x, n] (+)= [activation[y, x, n] > 0] · Σ_tap Σ_k source[(y + P − ky) / S, (x + P − kx) / S, k] · weights[tap, k, n]
//              over the taps for which the division leaves no rest. Target pixels of one phase (y mod S, x mod S) share
//              their taps, so each phase (workgroup z) is a dense convolution of its own and no multiplication is wasted.
//
// Pictures are [y][x][channel] in quads (vec4) of channels; geometry.wgsl says where in a wider picture the
// channels lie. Weights are [tap][k][n]. M = target pixels, N = target channels, K = taps × source channels.
// A workgroup of 8 × 8 makes 64 pixels × 32 channels, a thread 8 pixels × 4 channels, 16 source channels a slice.
// Run by the plan, forward and backward.

override BACKWARD: bool = false;
override RELU: bool = false;
override ACCUMULATE: bool = false;
override MASK: bool = false;

@group(0) @binding(1) var<storage, read> source: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> weights: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> bias: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> activation: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read_write> result: array<vec4<f32>>;

const TILE_PIXELS = 64u;
const TILE_QUADS = 8u;
const SLICE_QUADS = 4u;
const NOWHERE = 0xffffffffu;

var<workgroup> source_tile: array<vec4<f32>, 256>; // [pixel][k quad]
var<workgroup> weight_tile: array<vec4<f32>, 128>; // [k][n quad]

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

fn phase_of(index: i32) -> Phase {
  var phase: Phase;
  if (BACKWARD) {
    phase.at = vec2<i32>(index / geometry.stride.y, index % geometry.stride.y);
    phase.step = geometry.stride;
    phase.size = max((geometry.result - phase.at + geometry.stride - 1) / geometry.stride, vec2<i32>(0));
    phase.size.x = select(phase.size.x, 0, phase.size.y == 0); // rows of no columns are no pixels
    phase.first_tap = (phase.at + geometry.pad) % geometry.stride;
    phase.tap_step = geometry.stride;
    phase.taps = max((geometry.kernel - phase.first_tap + geometry.stride - 1) / geometry.stride, vec2<i32>(0));
    phase.source_step = vec2<i32>(1);
    phase.source_base = (phase.at + geometry.pad - phase.first_tap) / geometry.stride;
    phase.source_tap = -1;
  } else {
    phase.at = vec2<i32>(0);
    phase.step = vec2<i32>(1);
    phase.size = geometry.result;
    phase.first_tap = vec2<i32>(0);
    phase.tap_step = vec2<i32>(1);
    phase.taps = geometry.kernel;
    phase.source_step = geometry.stride;
    phase.source_base = -geometry.pad;
    phase.source_tap = 1;
  }
  return phase;
}

// Row and column within the phase; a row beyond its end marks a pixel that does not exist.
fn pixel_at(index: u32, phase: Phase) -> vec2<i32> {
  let width = max(phase.size.y, 1);
  return vec2<i32>(i32(index) / width, i32(index) % width);
}

fn source_quad(pixel: vec2<i32>, tap: vec2<i32>, phase: Phase) -> u32 {
  let at = pixel * phase.source_step + phase.source_base + tap * phase.source_tap;
  if (pixel.x >= phase.size.x || any(at < vec2<i32>(0)) || any(at >= geometry.source)) {
    return NOWHERE;
  }
  return u32(at.x * geometry.source.y + at.y) * geometry.source_pitch + geometry.source_offset;
}

fn load(start: u32, quad: u32) -> vec4<f32> {
  if (start == NOWHERE || quad >= geometry.source_quads) {
    return vec4<f32>(0.0);
  }
  return source[start + quad];
}

fn load_weights(tap: u32, k: u32, n: u32) -> vec4<f32> {
  if (k >= geometry.source_quads * 4u || n >= geometry.result_quads) {
    return vec4<f32>(0.0);
  }
  return weights[(tap * geometry.source_quads * 4u + k) * geometry.result_quads + n];
}

fn keep(index: u32, quad: u32, phase: Phase, sum: vec4<f32>) {
  let pixel = pixel_at(index, phase);
  if (pixel.x >= phase.size.x || quad >= geometry.result_quads) {
    return;
  }
  let at = phase.at + pixel * phase.step;
  let place = u32(at.x * geometry.result.y + at.y) * geometry.result_pitch + geometry.result_offset + quad;
  var value = sum;
  if (RELU) {
    value = max(value, vec4<f32>(0.0));
  }
  if (MASK) {
    value = select(vec4<f32>(0.0), value, activation[place] > vec4<f32>(0.0));
  }
  if (ACCUMULATE) {
    value += result[place];
  }
  result[place] = value;
}

@compute @workgroup_size(8, 8)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let phase = phase_of(i32(group.z));
  let first_pixel = group.x * TILE_PIXELS;
  let first_quad = group.y * TILE_QUADS;

  // Loading: quad `thread % 4` of the pixels thread / 4 + 0, 16, 32, 48; weights of row thread / 8 + 0, 8.
  let load_quad = thread % 4u;
  let load_row = thread / 4u;
  let pixel0 = pixel_at(first_pixel + load_row, phase);
  let pixel1 = pixel_at(first_pixel + load_row + 16u, phase);
  let pixel2 = pixel_at(first_pixel + load_row + 32u, phase);
  let pixel3 = pixel_at(first_pixel + load_row + 48u, phase);
  let weight_row = thread / 8u;
  let column = thread % 8u;
  let row = thread / 8u;

  var sum0 = vec4<f32>(0.0);
  if (!BACKWARD) {
    sum0 = bias[min(first_quad + column, geometry.result_quads - 1u)];
  }
  var sum1 = sum0;
  var sum2 = sum0;
  var sum3 = sum0;
  var sum4 = sum0;
  var sum5 = sum0;
  var sum6 = sum0;
  var sum7 = sum0;

  for (var tap_y = 0; tap_y < phase.taps.x; tap_y++) {
    for (var tap_x = 0; tap_x < phase.taps.y; tap_x++) {
      let tap = vec2<i32>(tap_y, tap_x);
      let kernel_at = phase.first_tap + tap * phase.tap_step;
      let weight_tap = u32(kernel_at.x * geometry.kernel.y + kernel_at.y);
      let start0 = source_quad(pixel0, tap, phase);
      let start1 = source_quad(pixel1, tap, phase);
      let start2 = source_quad(pixel2, tap, phase);
      let start3 = source_quad(pixel3, tap, phase);
      for (var slice = 0u; slice < geometry.source_quads; slice += SLICE_QUADS) {
        source_tile[load_row * SLICE_QUADS + load_quad] = load(start0, slice + load_quad);
        source_tile[(load_row + 16u) * SLICE_QUADS + load_quad] = load(start1, slice + load_quad);
        source_tile[(load_row + 32u) * SLICE_QUADS + load_quad] = load(start2, slice + load_quad);
        source_tile[(load_row + 48u) * SLICE_QUADS + load_quad] = load(start3, slice + load_quad);
        weight_tile[weight_row * TILE_QUADS + column] = load_weights(weight_tap, slice * 4u + weight_row, first_quad + column);
        weight_tile[(weight_row + 8u) * TILE_QUADS + column] = load_weights(weight_tap, slice * 4u + weight_row + 8u, first_quad + column);
        workgroupBarrier();
        for (var k = 0u; k < SLICE_QUADS; k++) {
          let w0 = weight_tile[(k * 4u) * TILE_QUADS + column];
          let w1 = weight_tile[(k * 4u + 1u) * TILE_QUADS + column];
          let w2 = weight_tile[(k * 4u + 2u) * TILE_QUADS + column];
          let w3 = weight_tile[(k * 4u + 3u) * TILE_QUADS + column];
          let a0 = source_tile[row * SLICE_QUADS + k];
          sum0 = fma(vec4<f32>(a0.x), w0, fma(vec4<f32>(a0.y), w1, fma(vec4<f32>(a0.z), w2, fma(vec4<f32>(a0.w), w3, sum0))));
          let a1 = source_tile[(row + 8u) * SLICE_QUADS + k];
          sum1 = fma(vec4<f32>(a1.x), w0, fma(vec4<f32>(a1.y), w1, fma(vec4<f32>(a1.z), w2, fma(vec4<f32>(a1.w), w3, sum1))));
          let a2 = source_tile[(row + 16u) * SLICE_QUADS + k];
          sum2 = fma(vec4<f32>(a2.x), w0, fma(vec4<f32>(a2.y), w1, fma(vec4<f32>(a2.z), w2, fma(vec4<f32>(a2.w), w3, sum2))));
          let a3 = source_tile[(row + 24u) * SLICE_QUADS + k];
          sum3 = fma(vec4<f32>(a3.x), w0, fma(vec4<f32>(a3.y), w1, fma(vec4<f32>(a3.z), w2, fma(vec4<f32>(a3.w), w3, sum3))));
          let a4 = source_tile[(row + 32u) * SLICE_QUADS + k];
          sum4 = fma(vec4<f32>(a4.x), w0, fma(vec4<f32>(a4.y), w1, fma(vec4<f32>(a4.z), w2, fma(vec4<f32>(a4.w), w3, sum4))));
          let a5 = source_tile[(row + 40u) * SLICE_QUADS + k];
          sum5 = fma(vec4<f32>(a5.x), w0, fma(vec4<f32>(a5.y), w1, fma(vec4<f32>(a5.z), w2, fma(vec4<f32>(a5.w), w3, sum5))));
          let a6 = source_tile[(row + 48u) * SLICE_QUADS + k];
          sum6 = fma(vec4<f32>(a6.x), w0, fma(vec4<f32>(a6.y), w1, fma(vec4<f32>(a6.z), w2, fma(vec4<f32>(a6.w), w3, sum6))));
          let a7 = source_tile[(row + 56u) * SLICE_QUADS + k];
          sum7 = fma(vec4<f32>(a7.x), w0, fma(vec4<f32>(a7.y), w1, fma(vec4<f32>(a7.z), w2, fma(vec4<f32>(a7.w), w3, sum7))));
        }
        workgroupBarrier();
      }
    }
  }

  let sums = array<vec4<f32>, 8>(sum0, sum1, sum2, sum3, sum4, sum5, sum6, sum7);
  for (var i = 0u; i < 8u; i++) {
    keep(first_pixel + row + 8u * i, first_quad + column, phase, sums[i]);
  }
}
