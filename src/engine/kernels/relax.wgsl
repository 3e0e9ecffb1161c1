// The flow that agrees with the structure tensor and with its neighbours: eight Jacobi steps, from the known flow w₀, toward the least of
//   Σ (w - w₀)ᵀ·A·(w - w₀) + 2·b·(w - w₀) + α·|∇w|²,  A = (J₀ J₁; J₁ J₂), b = (J₃, J₄), in pixels of the image
// each of which sets w to ((A + α)⁻¹)·(α·w̄ - b + A·w₀), w̄ = the mean of the neighbours by (1 2 1; 2 0 2; 1 2 1)/12, edges repeated.
// (Horn and Schunck 1981, with the smoothed tensor of Bruhn, Weickert and Schnörr 2005.)
// tensor is tensor.wgsl's, flow array<vec2<f32>> of the grid's size in pixels of the dream. Run by relax.ts: 16 × 16 threads make as many pixels, from 32 × 32, as many
// more around them as there are steps: so the tiles' edges are not felt. Stage is stage.wgsl.
@group(0) @binding(0) var<uniform> stage: Stage;
@group(0) @binding(1) var<storage, read> tensor: array<f32>;
@group(0) @binding(2) var<storage, read> known: array<vec2<f32>>;
@group(0) @binding(3) var<storage, read_write> flow: array<vec2<f32>>;

const STEPS = 8;
const SIDE = 32;
const ALPHA = 0.3;

var<workgroup> cells: array<vec2<f32>, 1024>;

// A cell's equation: w = (m · α·w̄ + c), m symmetric.
struct Equation {
  m: vec3<f32>,
  c: vec2<f32>,
}

fn multiply(m: vec3<f32>, v: vec2<f32>) -> vec2<f32> {
  return vec2<f32>(dot(m.xy, v), dot(m.yz, v));
}

fn equation_of(p: vec2<i32>, start: vec2<f32>) -> Equation {
  let plane = stage.grid.x * stage.grid.y;
  let k = u32(p.y) * stage.grid.x + u32(p.x);
  let a = vec3<f32>(tensor[k], tensor[plane + k], tensor[2u * plane + k]);
  let b = vec2<f32>(tensor[3u * plane + k], tensor[4u * plane + k]);
  let inverse = vec3<f32>(a.z + ALPHA, -a.y, a.x + ALPHA) / ((a.x + ALPHA) * (a.z + ALPHA) - a.y * a.y);
  return Equation(inverse, multiply(inverse, multiply(a, start) - b));
}

fn cell(p: vec2<i32>, origin: vec2<i32>) -> vec2<f32> {
  let inside = clamp(p, vec2<i32>(0), vec2<i32>(stage.grid) - 1) - origin;
  let at = clamp(inside, vec2<i32>(0), vec2<i32>(SIDE - 1));
  return cells[at.y * SIDE + at.x];
}

fn neighbours(p: vec2<i32>, origin: vec2<i32>) -> vec2<f32> {
  var near = vec2<f32>(0.0);
  var far = vec2<f32>(0.0);
  near += cell(p + vec2<i32>(1, 0), origin) + cell(p - vec2<i32>(1, 0), origin);
  near += cell(p + vec2<i32>(0, 1), origin) + cell(p - vec2<i32>(0, 1), origin);
  far += cell(p + vec2<i32>(1, 1), origin) + cell(p - vec2<i32>(1, 1), origin);
  far += cell(p + vec2<i32>(1, -1), origin) + cell(p - vec2<i32>(1, -1), origin);
  return (2.0 * near + far) / 12.0;
}

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let origin = 16 * vec2<i32>(group.xy) - STEPS;
  let end = vec2<i32>(stage.grid) - 1;
  let side = stage.pixel * f32(stage.image.w);
  var equations: array<Equation, 4>;
  for (var k = 0; k < 4; k++) {
    let i = i32(thread) + 256 * k;
    let p = clamp(origin + vec2<i32>(i % SIDE, i / SIDE), vec2<i32>(0), end);
    let start = known_at((vec2<f32>(p) + 0.5) * side) / stage.pixel;
    cells[i] = start;
    equations[k] = equation_of(p, start);
  }
  workgroupBarrier();
  for (var step = 0; step < STEPS; step++) {
    var next: array<vec2<f32>, 4>;
    for (var k = 0; k < 4; k++) {
      let i = i32(thread) + 256 * k;
      let p = clamp(origin + vec2<i32>(i % SIDE, i / SIDE), vec2<i32>(0), end);
      next[k] = multiply(equations[k].m, ALPHA * neighbours(p, origin)) + equations[k].c;
    }
    workgroupBarrier();
    for (var k = 0; k < 4; k++) { cells[i32(thread) + 256 * k] = next[k]; }
    workgroupBarrier();
  }
  for (var k = 0; k < 4; k++) {
    let i = i32(thread) + 256 * k;
    let local = vec2<i32>(i % SIDE, i / SIDE);
    let p = origin + local;
    if (all(local >= vec2<i32>(STEPS)) && all(local < vec2<i32>(SIDE - STEPS)) && all(p <= end)) {
      flow[p.y * i32(stage.grid.x) + p.x] = stage.pixel * cells[i];
    }
  }
}
