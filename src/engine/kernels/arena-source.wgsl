// A picture in the arena that a kernel reads: `stored` a quad (f32, or f16 where the plan is narrow).

fn load_source(place: u32) -> vec4<f32> {
  return from_stored(arena[place]);
}
