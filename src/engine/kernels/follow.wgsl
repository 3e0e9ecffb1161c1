// Where Δ comes from and how far it is to be doubted, on the grid of half the dream's size, from the flow w and its mismatch m:
//   flow  = w + restlessness where nothing moves, without a last frame the latter alone; 0 in a cut, which is when more than CUT of the picture is above the strong limit
//   doubt = max(ramp(m), doubt'(p + flow(p)) - seconds / 0.25), 1 everywhere in a cut; ramp rises from 0 to 1 around the strong limit, or around the weak one where
//           it was doubted already: so what is let go is let go for good (hysteresis)
//   since = flow + since'(p + flow(p)) while a turn is under way, and 0 else: how far Δ has moved since it began
//   lost  = max(ramp(m), lost'(p + flow(p))) meanwhile, 1 in a cut: what the turn climbs does not belong there any more
// Primes are the last frame's, bilinear, edges repeated. field is array<vec4<f32>>: flow in pixels of the dream, doubt, 0. moved is array<vec4<f32>>: since, lost, 0.
// Restlessness is a slow curl of three waves, frame.restless pixels a second at most: it draws nothing together and nothing apart, and no dream settles.
// Run by follow.ts, one thread a pixel; Frame is frame.wgsl, Pyramid pyramid.wgsl.
@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<uniform> pyramid: Pyramid;
@group(0) @binding(2) var<storage, read> known: array<vec2<f32>>;
@group(0) @binding(3) var<storage, read> mismatch: array<f32>;
@group(0) @binding(4) var<storage, read_write> counts: array<u32, 2>;
@group(0) @binding(5) var<storage, read> before: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read_write> field: array<vec4<f32>>;
@group(0) @binding(7) var<storage, read> moved_before: array<vec4<f32>>;
@group(0) @binding(8) var<storage, read_write> moved: array<vec4<f32>>;

const CUT = 0.4;
const DOUBT_SECONDS = 0.25;

struct Corners {
  at: vec4<u32>,
  weights: vec4<f32>,
}

// The four pixels around a point, and what each counts.
fn corners(point: vec2<f32>, size: vec2<u32>) -> Corners {
  let at = clamp(point, vec2<f32>(0.0), vec2<f32>(size) - 1.0);
  let low = vec2<u32>(at);
  let high = min(low + 1u, size - 1u);
  let t = at - vec2<f32>(low);
  let places = vec4<u32>(low.y, low.y, high.y, high.y) * size.x + vec4<u32>(low.x, high.x, low.x, high.x);
  return Corners(places, vec4<f32>((1.0 - t.x) * (1.0 - t.y), t.x * (1.0 - t.y), (1.0 - t.x) * t.y, t.x * t.y));
}

// Wave i of the restlessness: across its own direction, so that nothing is drawn together or apart.
fn wave(i: f32, place: vec2<f32>) -> vec2<f32> {
  let angle = 2.4 * i + 0.7;
  let along = vec2<f32>(cos(angle), sin(angle));
  let side = f32(min(frame.dream.x, frame.dream.y));
  let phase = dot(along, place) / (side * (0.35 + 0.12 * i)) + frame.time / (7.0 + 3.0 * i) + 0.37 * i;
  // GPUs promise cosines of small angles alone.
  return vec2<f32>(-along.y, along.x) * cos(6.2831853 * (fract(phase + 0.5) - 0.5));
}

fn wandering(place: vec2<f32>, flow: vec2<f32>) -> vec2<f32> {
  let speed = length(flow) / max(frame.seconds, 1e-3);
  let still = 1.0 - smoothstep(4.0, 16.0, speed);
  return frame.restless / 3.0 * frame.seconds * still * (wave(0.0, place) + wave(1.0, place) + wave(2.0, place));
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let size = pyramid.levels[1].yz;
  let turn = frame.follows & TURN;
  if (all(id.xy == vec2<u32>(0u))) { counts[1u - turn] = 0u; }
  if (any(id.xy >= size)) { return; }
  let k = id.y * size.x + id.x;
  let has_last = (frame.follows & KNOWN) != 0u;
  let cut = (frame.follows & LET_GO) != 0u || (has_last && f32(counts[turn]) > CUT * f32(size.x * size.y));
  let place = 2.0 * vec2<f32>(id.xy) + 0.5;
  let found = select(vec2<f32>(0.0), known[k], has_last && !cut);
  let flow = select(found + wandering(place, found), vec2<f32>(0.0), cut);
  let around = corners(vec2<f32>(id.xy) + 0.5 * flow, size);
  var doubted = 0.0;
  var earlier = vec4<f32>(0.0);
  for (var i = 0; i < 4; i++) {
    doubted += around.weights[i] * before[around.at[i]].z;
    earlier += around.weights[i] * moved_before[around.at[i]];
  }
  doubted = select(0.0, doubted, has_last);
  let limit = mix(frame.strong, frame.weak, saturate(4.0 * doubted));
  let tripped = select(0.0, smoothstep(0.8 * limit, 1.2 * limit, mismatch[k]), has_last);
  let doubt = select(max(tripped, doubted - frame.seconds / DOUBT_SECONDS), 1.0, cut);
  field[k] = vec4<f32>(flow, max(doubt, 0.0), 0.0);
  let lost = select(max(tripped, earlier.z), 1.0, cut);
  moved[k] = select(vec4<f32>(0.0), vec4<f32>(flow + earlier.xy, lost, 0.0), has_last && (frame.follows & UNDER_WAY) != 0u);
}
