import jobCode from './job.wgsl?raw';
import { FIRST_GROUP_WORD, JOB_WORDS, MOST_JOBS, MOST_RESULTS, MOST_SOURCES, SEGMENT_WORDS, SOURCES_WORD } from './job.ts';
import type { Field, JobKernel } from './job.ts';

/**
 * How activations, gradients and weights are stored; sums are always float32. `f16-emulated` rounds float32 as `f16` would, where the GPU has no f16: it
 * shows what f16 does to a gradient, at no gain. (Packed and unpacked, for SwiftShader's quantizeToF16 truncates.)
 */
export type Precision = 'f32' | 'f16' | 'f16-emulated';

const stored: Readonly<Record<Precision, string>> = {
  f32: 'alias stored = vec4<f32>;\nfn to_stored(value: vec4<f32>) -> stored {\n  return value;\n}',
  f16: 'enable f16;\nalias stored = vec4<f16>;\nfn to_stored(value: vec4<f32>) -> stored {\n  return stored(value);\n}',
  'f16-emulated':
    'alias stored = vec4<f32>;\nfn to_stored(value: vec4<f32>) -> stored {\n  return vec4(unpack2x16float(pack2x16float(value.xy)), unpack2x16float(pack2x16float(value.zw)));\n}',
};

const shared = `fn from_stored(value: stored) -> vec4<f32> {
  return vec4<f32>(value);
}
@group(0) @binding(1) var<storage, read_write> arena: array<stored>;
@group(0) @binding(2) var<storage, read_write> bits: array<u32>;
`;

/** One shader for all dispatches of jobs with these kernels. Sizes come in a uniform; a job's `kind` is its kernel's place in the list. */
export function compose(kernels: readonly JobKernel[], precision: Precision): string {
  return shaderOf(kernels, precision, {
    jobs: `@group(0) @binding(0) var<uniform> jobs: array<Job, ${String(MOST_JOBS)}>;`,
    functions: snippetsOf(kernels).map((snippet) => split(snippet).functions),
    main: main(kernels),
  });
}

/** A shader for one dispatch alone: the fields of its jobs, each with its kernel, are written into the code. */
export function composeBaked(kernels: readonly JobKernel[], precision: Precision, fields: readonly (readonly Field[])[]): string {
  return shaderOf(kernels, precision, {
    jobs: fields.map(constantJob).join('\n'),
    functions: kernels.map((kernel, job) => ownFunctions(kernel, job, fields[job] ?? [])),
    main: bakedMain(kernels, fields),
  });
}

interface ShaderParts {
  readonly jobs: string;
  readonly functions: readonly string[];
  readonly main: string;
}

function shaderOf(kernels: readonly JobKernel[], precision: Precision, parts: ShaderParts): string {
  const declarations = snippetsOf(kernels).map((snippet) => split(snippet).declarations);
  return [stored[precision], shared, jobCode, parts.jobs, ...declarations, ...parts.functions, parts.main].join('\n');
}

const snippetsOf = (kernels: readonly JobKernel[]): readonly string[] => [...new Set(kernels.flatMap((kernel) => kernel.snippets))];

/** Declarations come first in a snippet, then functions, with the comments above them. */
function split(snippet: string): { readonly declarations: string; readonly functions: string } {
  const lines = snippet.split('\n');
  let first = lines.findIndex((line) => line.startsWith('fn '));
  while (lines[first - 1]?.startsWith('//')) first--;
  return { declarations: lines.slice(0, first).join('\n'), functions: lines.slice(first).join('\n') };
}

/** A job's own copies of its kernel's functions: with its sizes, under its number. Loops over segments that it has one of are none. */
function ownFunctions(kernel: JobKernel, job: number, fields: readonly Field[]): string {
  const code = kernel.snippets.map((snippet) => split(snippet).functions).join('\n');
  const names = Array.from(code.matchAll(/^fn (\w+)\(/gm), ([, name]) => name ?? '');
  const own = code
    .replaceAll(new RegExp(`\\b(${names.join('|')})\\(`, 'g'), `$1_${String(job)}(`)
    .replaceAll('jobs[j].', `job${String(job)}.`);
  const sources = ofOne(own, 'sources', segmentsOf(fields, SOURCES_WORD, MOST_SOURCES), MOST_SOURCES);
  return ofOne(sources, 'results', segmentsOf(fields, SOURCES_WORD + MOST_SOURCES * SEGMENT_WORDS, MOST_RESULTS), MOST_RESULTS);
}

/** How many segments there are from a word on: those that have quads. */
const segmentsOf = (fields: readonly Field[], first: number, most: number): number =>
  Array.from({ length: most }, (_, index) => fields[first + index * SEGMENT_WORDS + 3]?.[1] ?? 0).filter((quads) => quads > 0).length;

/** Compilers keep a constant list that is indexed by a variable in memory: where there is but one segment, it is named. */
function ofOne(code: string, list: string, count: number, most: number): string {
  const bounded = code.replaceAll(`s < ${String(most)}u`, `s < ${String(count)}u`);
  return count === 1 ? bounded.replaceAll(`${list}[s]`, `${list}[0]`) : bounded;
}

const entry = (threads: number) => `@compute @workgroup_size(${String(threads)})
fn main(@builtin(workgroup_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let group = id.x + id.y * groups.x;`;

function main(kernels: readonly JobKernel[]): string {
  const cases = kernels.map(({ entry: name }, kind) => `    case ${String(kind)}u: {\n      ${name}(j, own, thread);\n    }`);
  return `${entry(threadsOf(kernels))}
  var j = 0u;
  for (var next = 1u; next < JOBS; next++) {
    if (group >= jobs[next].first_group) {
      j = next;
    }
  }
  let own = group - jobs[j].first_group;
  if (own >= jobs[j].groups) {
    return;
  }
  switch (jobs[j].kind) {
${cases.join('\n')}
    default: {
    }
  }
}
`;
}

function bakedMain(kernels: readonly JobKernel[], baked: readonly (readonly Field[])[]): string {
  const calls = kernels.map(({ entry: name }, job) => {
    const [first = 0, count = 0] = (baked[job] ?? []).slice(FIRST_GROUP_WORD, FIRST_GROUP_WORD + 2).map(([, value]) => value);
    const end = `${String(first + count)}u`;
    return `  if (group >= ${String(first)}u && group < ${end}) {\n    ${name}_${String(job)}(${String(job)}u, group - ${String(first)}u, thread);\n  }`;
  });
  return `${entry(threadsOf(kernels))}\n${calls.join('\n')}\n}\n`;
}

function threadsOf(kernels: readonly JobKernel[]): number {
  return kernels[0]?.threads ?? 64;
}

/** job.wgsl's struct as a constant. */
function constantJob(fields: readonly Field[], job: number): string {
  if (fields.length !== JOB_WORDS) throw new RangeError(`Expected ${String(JOB_WORDS)} fields of a job, got ${String(fields.length)}.`);
  const words = fields.map(([type, value]) => `${String(value)}${type === 'u32' ? 'u' : 'i'}`);
  const pairs = [0, 2, 4, 6, 8].map((at) => `vec2<i32>(${words.slice(at, at + 2).join(', ')})`);
  const segments = (first: number, count: number): string => {
    const each = Array.from(
      { length: count },
      (_, index) => `Segment(${words.slice(first + index * SEGMENT_WORDS, first + (index + 1) * SEGMENT_WORDS).join(', ')})`,
    );
    return `array<Segment, ${String(count)}>(${each.join(', ')})`;
  };
  const parts = [
    ...pairs,
    ...words.slice(10, SOURCES_WORD),
    segments(SOURCES_WORD, MOST_SOURCES),
    segments(SOURCES_WORD + MOST_SOURCES * SEGMENT_WORDS, MOST_RESULTS),
  ];
  return `const job${String(job)} = Job(${parts.join(', ')});`;
}

/**
 * A line with `@p` stands once for each p below `counts.p`, and so for every name. A line that ends in `//@name` stands only where `marks` has the
 * name.
 */
export function unroll(code: string, counts: Readonly<Record<string, number>>, marks: readonly string[]): string {
  return code
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('//'))
    .flatMap((line) => marked(line, marks))
    .flatMap((line) =>
      Object.entries(counts).reduce<readonly string[]>(
        (lines, [name, count]) => lines.flatMap((each) => repeated(each, name, count)),
        [line],
      ),
    )
    .join('\n');
}

function marked(line: string, marks: readonly string[]): readonly string[] {
  const [, code, mark] = /^(.*) \/\/@(\w+)$/.exec(line) ?? [];
  if (code === undefined || mark === undefined) return [line];
  return marks.includes(mark) ? [code] : [];
}

function repeated(line: string, name: string, count: number): readonly string[] {
  if (!line.includes(`@${name}`)) return [line];
  return Array.from({ length: count }, (_, index) => line.replaceAll(`@${name}`, String(index)));
}
