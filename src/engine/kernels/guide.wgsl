// A guide's features, as a plan keeps them of one layer, f32 whatever the arena holds: from `place` on
//
//   guide[place].xy = how far the guide was rolled when they were kept, in pixels (placing.wgsl)
//   guide[place + 1 + quad · positions + position] = four channels of one of the layer's positions, row by row
//
// All zero where there is no guide: then what is climbed toward is nothing. Used by the guide's kernels.

@group(0) @binding(5) var<storage, read_write> guide: array<vec4<f32>>;
