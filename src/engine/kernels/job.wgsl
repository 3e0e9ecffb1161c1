// What a job of the plan needs to know; job.ts writes it. The unit of a place is a quad: four values of neighbouring channels of one pixel.
// Several jobs share a dispatch: every function takes the index j of its own.

struct Segment {
  place: u32, // of the first pixel's first quad
  pitch: u32, // quads a pixel of the memory it lies in
  first: u32, // which of the job's quads is the segment's first
  quads: u32, // 0: there is no such segment
  bits: u32, // word of the first pixel's rectifier mask, NOWHERE where nothing is rectified
  bits_pitch: u32, // words a pixel of the mask
  unused0: u32,
  unused1: u32,
}

struct Job {
  source: vec2<i32>, // height, width
  result: vec2<i32>,
  kernel: vec2<i32>,
  stride: vec2<i32>,
  pad: vec2<i32>, // before the first row, the first column
  kind: u32, // which kernel of the dispatch
  first_group: u32, // NOWHERE where there is no such job
  groups: u32,
  flags: u32,
  source_quads: u32, // of all segments
  result_quads: u32,
  weights: u32, // place among the dispatch's weights
  memory: u32, // place of what else the kernel needs: winners, partial sums
  count: u32, // of what the kernel counts: ways the sum is split, partial sums
  unused: u32,
  sources: array<Segment, 4>,
  results: array<Segment, 8>,
}

const NOWHERE = 0xffffffffu;
const BACKWARD = 1u;
const ACCUMULATE = 2u;
const WIDE = 4u; // winners of eight bits a channel, not four

// The largest number of jobs a dispatch takes.
const JOBS = 8u;
