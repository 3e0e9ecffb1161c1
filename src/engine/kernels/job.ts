/** A piece of GPU memory that a job reads or writes, by name: the plan decides where it lies. */
export type Memory =
  /** Activations, gradients and scratch: lives between its first and its last use, and shares its place with others outside that time. */
  | { readonly kind: 'arena'; readonly id: string; readonly quads: number }
  /** Masks and winners, which live as long as they are needed. */
  | { readonly kind: 'bits'; readonly id: string; readonly words: number }
  /** Belongs to the plan for as long as it lives. */
  | { readonly kind: 'fixed'; readonly id: 'picture' | 'picture-gradient' | 'sums' | 'guide' };

/** A picture inside (possibly wider) memory: `quads` quads of channels from quad `offset` on, `pitch` quads a pixel. */
export interface View {
  readonly height: number;
  readonly width: number;
  readonly quads: number;
  readonly offset: number;
  readonly pitch: number;
}

/** A view and the memory it looks at. */
export interface Source extends View {
  readonly memory: Memory;
}

/** A picture that a job writes, or a part of it; `mask` is its rectifier's, kept going forward, obeyed going backward. */
export interface Target extends Source {
  readonly mask: Memory | null;
}

/** How a window slides: [along height, along width] in pixels; `pad` is what lies before the first row and column. */
export interface Window {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly pad: readonly [number, number];
}

/** What a copy and a rectifier look through. */
export const pixelWindow: Window = { kernel: [1, 1], stride: [1, 1], pad: [0, 0] };

/** A convolution's weights as a kernel reads them, shared by all plans of a network; `values` lays them out, once. */
export interface Weights {
  readonly key: string;
  /** Quads of float32. */
  readonly quads: number;
  readonly values: () => Float32Array<ArrayBuffer>;
}

/** A kernel that jobs run: WGSL snippets, the last of which defines `fn <entry>(j, own, thread)`. */
export interface JobKernel {
  /** What it computes. Two kernels of one family have functions of the same names, and cannot share a shader. */
  readonly family: string;
  /** The same for the same code. */
  readonly name: string;
  readonly entry: string;
  /** Of a workgroup. */
  readonly threads: number;
  readonly snippets: readonly string[];
}

/** What of which memory a job reads or writes: quads [from, to) of every pixel. */
export interface Access {
  readonly memory: Memory;
  readonly from: number;
  readonly to: number;
  readonly writes: boolean;
}

/** A piece of work: one kernel over one picture. Several jobs that do not wait for each other share a dispatch. */
export interface Job {
  /** For people: the network's nodes and what is done to them. */
  readonly label: string;
  readonly kernel: JobKernel;
  readonly groups: number;
  readonly source: readonly [height: number, width: number];
  readonly result: readonly [height: number, width: number];
  readonly window: Window;
  readonly flags: number;
  readonly sources: readonly Source[];
  /** Parts of one picture, or pictures of one size; see {@link firstsOf}. */
  readonly results: readonly Target[];
  readonly weights: Weights | null;
  /** Place among the plan's coefficients, in quads. */
  readonly coefficients?: number;
  /** Further memory: winners, partial sums (`at` words into it). */
  readonly memory?: { readonly memory: Memory; readonly at: number };
  readonly count?: number;
  /** In place of the sum of the sources', of the results' quads. */
  readonly sourceQuads?: number;
  readonly resultQuads?: number;
  readonly accesses: readonly Access[];
  readonly flops: number;
  readonly bytes: number;
}

export const BACKWARD = 1;
export const ACCUMULATE = 2;
export const WIDE = 4;

/** Segments of a job's result begin at multiples of a mask word's quads. */
export const WORD_QUADS = 8;

/** The most segments a job reads, and writes. */
export const MOST_SOURCES = 4;
export const MOST_RESULTS = 8;

/** The most jobs of a dispatch. */
export const MOST_JOBS = 8;

/** No place, no group. */
export const NOWHERE = 0xffffffff;

export const wordsOf = (quads: number): number => Math.ceil(quads / WORD_QUADS);

/** Where each segment of a result begins, and where the last ends, in quads. */
export function firstsOf(results: readonly { readonly quads: number }[]): readonly number[] {
  const firsts = [0];
  for (const { quads } of results) firsts.push(Math.ceil(((firsts.at(-1) ?? 0) + quads) / WORD_QUADS) * WORD_QUADS);
  const last = results.at(-1);
  return [...firsts.slice(0, -1), (firsts.at(-2) ?? 0) + (last?.quads ?? 0)];
}

/** Bytes of a view's own channels as float32. */
export const viewBytes = (view: View): number => view.height * view.width * view.quads * 16;

/** All quads of every pixel of a view that a job reads or writes. */
export const access = (view: Source, writes: boolean): Access => ({
  memory: view.memory,
  from: view.offset,
  to: view.offset + view.quads,
  writes,
});

/** What a job accesses of the masks of what it writes. */
export const maskAccesses = (results: readonly Target[], writes: boolean): readonly Access[] =>
  results.flatMap(({ mask, offset, quads }) => (mask ? [{ memory: mask, from: offset, to: offset + quads, writes }] : []));

/** What a job's uniform holds, in the order of job.wgsl; the types are WGSL's. */
export type Field = readonly [type: 'i32' | 'u32', value: number];

/** The fields of a job; `placeOf` says where memory lies, in its own units. */
export function fieldsOf(
  job: Job,
  kind: number,
  firstGroup: number,
  weights: number,
  placeOf: (memory: Memory) => number,
): readonly Field[] {
  const firsts = firstsOf(job.results);
  const { kernel, stride, pad } = job.window;
  const pairs = [job.source, job.result, kernel, stride, pad].flat();
  return [
    ...pairs.map((value): Field => ['i32', value]),
    ...[kind, firstGroup, job.groups, job.flags].map((value): Field => ['u32', value]),
    ['u32', job.sourceQuads ?? job.sources.reduce((sum, { quads }) => sum + quads, 0)],
    ['u32', job.resultQuads ?? firsts.at(-1) ?? 0],
    ['u32', job.coefficients ?? weights],
    ['u32', job.memory ? placeOf(job.memory.memory) + job.memory.at : 0],
    ['u32', job.count ?? 1],
    ['u32', 0],
    ...sourceFields(job.sources, placeOf),
    ...Array.from({ length: MOST_RESULTS }, (_, index) => resultFields(job.results[index], firsts[index] ?? 0, placeOf)).flat(),
  ];
}

/** Which of a job's words is its first workgroup. */
export const FIRST_GROUP_WORD = 11;

/** Where the segments begin, and how long each is. */
export const SOURCES_WORD = 20;
export const SEGMENT_WORDS = 8;

/** Words of a job's uniform. */
export const JOB_WORDS = SOURCES_WORD + (MOST_SOURCES + MOST_RESULTS) * SEGMENT_WORDS;

function sourceFields(sources: readonly Source[], placeOf: (memory: Memory) => number): readonly Field[] {
  let first = 0;
  return Array.from({ length: MOST_SOURCES }, (_, index) => {
    const source = sources[index];
    if (!source) return segment(0, 0, 0, 0, NOWHERE, 0);
    first += source.quads;
    return segment(placeOf(source.memory) + source.offset, source.pitch, first - source.quads, source.quads, NOWHERE, 0);
  }).flat();
}

function resultFields(target: Target | undefined, first: number, placeOf: (memory: Memory) => number): readonly Field[] {
  if (!target) return segment(0, 0, 0, 0, NOWHERE, 0);
  const { memory, mask, offset, pitch, quads } = target;
  const bits = mask ? placeOf(mask) + offset / WORD_QUADS : NOWHERE;
  return segment(placeOf(memory) + offset, pitch, first, quads, bits, wordsOf(pitch));
}

const segment = (...values: readonly number[]): readonly Field[] => [...values, 0, 0].map((value): Field => ['u32', value]);
