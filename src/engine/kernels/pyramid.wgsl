// Where the levels of a pyramid lie, one after the other in one buffer (follow-layout.ts). Level 0 has the dream's size, each further one half of the one before.
struct Pyramid {
  levels: array<vec4<u32>, 6>,  // offset, width, height of each
  count: u32,
}
