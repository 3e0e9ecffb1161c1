// What two pictures say about the flow that is missing from the known one, as a structure tensor for each pixel of the grid, smoothed by a Gaussian of σ = 2 pixels:
//   J = G * Σ over the pixel's image pixels of w · (Ix², Ix·Iy, Iy², Ix·It, Iy·It) / ratio²
// I(q) is this frame's luma, I'(q) the last frame's at q + known(q), bicubic; It = I' - I; Ix, Iy the mean of both pictures' gradients (central differences, and the
// bicubic's own derivative). w = T / (T + ζ²)², T = Ix² + Iy²: strong edges count no more than others, and what is fainter than noise (ζ) counts hardly.
// What comes from outside of the picture does not count.
// tensor is five planes of the grid's size. Run by tensor.ts, 16 × 16 threads for as many pixels of the grid; Stage is stage.wgsl, cubic is cubic.wgsl.
@group(0) @binding(0) var<uniform> stage: Stage;
@group(0) @binding(1) var<storage, read> now: array<f32>;
@group(0) @binding(2) var<storage, read> last: array<f32>;
@group(0) @binding(3) var<storage, read> known: array<vec2<f32>>;
@group(0) @binding(4) var<storage, read_write> tensor: array<f32>;

const REACH = 4;
const SIDE = 24;
const ZETA = 5.0;

struct Product {
  squares: vec4<f32>,  // Ix², Ix·Iy, Iy², Ix·It
  rest: f32,           // Iy·It
}
var<workgroup> squares: array<vec4<f32>, 576>;
var<workgroup> rests: array<f32, 576>;

// Weights of the derivative of the curve that cubic's weights draw.
fn slope(t: f32) -> vec4<f32> {
  return 0.5 * vec4<f32>(t * (4.0 - 3.0 * t) - 1.0, t * (9.0 * t - 10.0), t * (8.0 - 9.0 * t) + 1.0, t * (3.0 * t - 2.0));
}

fn place_of(q: vec2<i32>) -> u32 {
  let at = vec2<u32>(clamp(q, vec2<i32>(0), vec2<i32>(stage.image.yz) - 1));
  return stage.image.x + at.y * stage.image.y + at.x;
}

// The last picture and its gradient at a point of it.
fn last_at(at: vec2<f32>) -> vec3<f32> {
  let base = vec2<i32>(floor(at));
  let t = at - vec2<f32>(base);
  let across = cubic(t.x);
  let down = cubic(t.y);
  let across_slope = slope(t.x);
  let down_slope = slope(t.y);
  var sum = vec3<f32>(0.0);
  for (var j = 0; j < 4; j++) {
    var row = vec2<f32>(0.0);
    for (var i = 0; i < 4; i++) {
      row += vec2<f32>(across[i], across_slope[i]) * last[place_of(base + vec2<i32>(i - 1, j - 1))];
    }
    sum += vec3<f32>(down[j] * row.x, down[j] * row.y, down_slope[j] * row.x);
  }
  return sum;
}

fn product(q: vec2<i32>) -> Product {
  let at = vec2<f32>(q) + known_at((vec2<f32>(q) + 0.5) * stage.pixel) / stage.pixel;
  let end = vec2<f32>(stage.image.yz) - 1.0;
  if (any(at < vec2<f32>(0.0)) || any(at > end)) { return Product(vec4<f32>(0.0), 0.0); }
  let there = last_at(at);
  let x = now[place_of(q + vec2<i32>(1, 0))] - now[place_of(q - vec2<i32>(1, 0))];
  let y = now[place_of(q + vec2<i32>(0, 1))] - now[place_of(q - vec2<i32>(0, 1))];
  let slopes = 0.5 * (there.yz + 0.5 * vec2<f32>(x, y));
  let change = there.x - now[place_of(q)];
  let energy = dot(slopes, slopes);
  let weight = energy / ((energy + ZETA * ZETA) * (energy + ZETA * ZETA));
  return Product(weight * vec4<f32>(slopes.x * slopes, slopes.y * slopes.y, slopes.x * change), weight * slopes.y * change);
}

// The tensor of a pixel of the grid before it is smoothed.
fn bare(p: vec2<i32>) -> Product {
  let ratio = i32(stage.image.w);
  let q = ratio * clamp(p, vec2<i32>(0), vec2<i32>(stage.grid) - 1);
  var sum = Product(vec4<f32>(0.0), 0.0);
  for (var k = 0; k < ratio * ratio; k++) {
    let one = product(min(q + vec2<i32>(k % ratio, k / ratio), vec2<i32>(stage.image.yz) - 1));
    sum = Product(sum.squares + one.squares, sum.rest + one.rest);
  }
  let share = 1.0 / f32(ratio * ratio);
  return Product(share * sum.squares, share * sum.rest);
}

// exp(-d²/8) for d = -4 … 4, scaled to sum 1.
const GAUSSIAN = array<f32, 9>(0.0276306, 0.0662822, 0.1238315, 0.1801738, 0.2041637, 0.1801738, 0.1238315, 0.0662822, 0.0276306);

fn smooth_from(first: i32, stride: i32) -> Product {
  var sum = Product(vec4<f32>(0.0), 0.0);
  for (var k = 0; k < 9; k++) {
    let i = first + k * stride;
    sum = Product(sum.squares + GAUSSIAN[k] * squares[i], sum.rest + GAUSSIAN[k] * rests[i]);
  }
  return sum;
}

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
  @builtin(global_invocation_id) id: vec3<u32>,
  @builtin(local_invocation_id) own: vec3<u32>,
) {
  let origin = 16 * vec2<i32>(group.xy) - REACH;
  for (var i = i32(thread); i < SIDE * SIDE; i += 256) {
    let one = bare(origin + vec2<i32>(i % SIDE, i / SIDE));
    squares[i] = one.squares;
    rests[i] = one.rest;
  }
  workgroupBarrier();
  // Along rows, in place: 24 rows of 16.
  let second = thread < 128u;
  let one = smooth_from(i32(thread / 16u) * SIDE + i32(thread % 16u), 1);
  var other = Product(vec4<f32>(0.0), 0.0);
  if (second) { other = smooth_from(i32(thread / 16u + 16u) * SIDE + i32(thread % 16u), 1); }
  workgroupBarrier();
  squares[thread] = one.squares;
  rests[thread] = one.rest;
  if (second) {
    squares[thread + 256u] = other.squares;
    rests[thread + 256u] = other.rest;
  }
  workgroupBarrier();
  if (any(id.xy >= stage.grid)) { return; }
  let sum = smooth_from(i32(own.y * 16u + own.x), 16);
  let plane = stage.grid.x * stage.grid.y;
  let k = id.y * stage.grid.x + id.x;
  tensor[k] = sum.squares.x;
  tensor[plane + k] = sum.squares.y;
  tensor[2u * plane + k] = sum.squares.z;
  tensor[3u * plane + k] = sum.squares.w;
  tensor[4u * plane + k] = sum.rest;
}
