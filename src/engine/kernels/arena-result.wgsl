// A picture in the arena that a kernel writes: `stored` a quad (f32, or f16 where the plan is narrow).

fn load_result(j: u32, place: u32) -> vec4<f32> {
  return from_stored(arena[place]);
}

fn store_result(j: u32, place: u32, value: vec4<f32>) {
  arena[place] = to_stored(value);
}

fn finish(j: u32, group: u32, thread: u32) {
}
