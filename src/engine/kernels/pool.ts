import arenaResultCode from './arena-result.wgsl?raw';
import arenaSourceCode from './arena-source.wgsl?raw';
import averageBackwardCode from './average-pool-backward.wgsl?raw';
import averageCode from './average-pool.wgsl?raw';
import { ACCUMULATE, BACKWARD, WIDE, access, maskAccesses, viewBytes } from './job.ts';
import type { Access, Job, JobKernel, Memory, Source, Target, Window } from './job.ts';
import maxBackwardCode from './max-pool-backward.wgsl?raw';
import maxCode from './max-pool.wgsl?raw';
import pictureResultCode from './picture-result.wgsl?raw';
import pictureSourceCode from './picture-source.wgsl?raw';
import quadsCode from './quads.wgsl?raw';
import windowsCode from './windows.wgsl?raw';
import writeCode from './write.wgsl?raw';

interface Pool {
  readonly label: string;
  readonly source: Source;
  readonly results: readonly Target[];
  readonly window: Window;
}

interface PoolBackward extends Pool {
  readonly accumulate: boolean;
}

/** Words that `maxPool` keeps its winners in. */
export const winnerWords = (view: { readonly height: number; readonly width: number; readonly quads: number }, window: Window): number =>
  view.height * view.width * (isWide(window) ? view.quads : Math.ceil(view.quads / 2));

/** Four bits tell sixteen pixels of a window apart, eight bits 256. */
const isWide = ({ kernel }: Window): boolean => kernel[0] * kernel[1] > 16;

/** result = the maximum of each window, `winners` = which of its pixels came first among the largest. */
export function maxPool(spec: Pool & { readonly winners: Memory }): Job {
  return { ...job(spec, 'max-pool', 'max_pool', [maxCode], isWide(spec.window) ? WIDE : 0), ...winnersOf(spec, true) };
}

/** result (+)= the gradient of a max pool's input; `source` is the gradient of its output. */
export function maxPoolBackward(spec: PoolBackward & { readonly winners: Memory }): Job {
  const flags = (isWide(spec.window) ? WIDE : 0) | backwardFlags(spec);
  return { ...job(spec, 'max-pool-backward', 'max_pool_backward', [windowsCode, maxBackwardCode], flags), ...winnersOf(spec, false) };
}

/** result = the mean of each window's valid pixels, rectified where the target has a mask. */
export const averagePool = (spec: Pool): Job => job(spec, 'average-pool', 'average_pool', [averageCode], 0);

/** result (+)= the gradient of an average pool's input; `source` is the gradient of its output. */
export const averagePoolBackward = (spec: PoolBackward): Job =>
  job(spec, 'average-pool-backward', 'average_pool_backward', [windowsCode, averageBackwardCode], backwardFlags(spec));

const backwardFlags = ({ accumulate }: PoolBackward): number => BACKWARD | (accumulate ? ACCUMULATE : 0);

function winnersOf(spec: Pool & { readonly winners: Memory }, writes: boolean): Pick<Job, 'memory' | 'accesses'> {
  const whole: Access = { memory: spec.winners, from: 0, to: 1, writes };
  return { memory: { memory: spec.winners, at: 0 }, accesses: [...accessesOf(spec, !writes), whole] };
}

const accessesOf = ({ source, results }: Pool, backward: boolean): readonly Access[] => [
  access(source, false),
  ...results.map((result) => access(result, true)),
  ...maskAccesses(results, !backward),
];

function job(spec: Pool & Partial<PoolBackward>, name: string, entry: string, code: readonly string[], flags: number): Job {
  const { source, results, window } = spec;
  const [height, width] = [results[0]?.height ?? 0, results[0]?.width ?? 0];
  const elements = height * width * source.quads;
  const written = results.reduce((bytes, view) => bytes + viewBytes(view), 0);
  return {
    label: spec.label,
    kernel: kernelOf(name, entry, code, source, results),
    groups: Math.ceil((height * width) / 8) * Math.ceil(source.quads / 8),
    source: [source.height, source.width],
    result: [height, width],
    window,
    flags,
    sources: [source],
    results,
    weights: null,
    resultQuads: source.quads,
    accesses: accessesOf(spec, (flags & BACKWARD) !== 0),
    flops: elements * 4 * window.kernel[0] * window.kernel[1],
    bytes: viewBytes(source) + written * (spec.accumulate ? 2 : 1),
  };
}

function kernelOf(name: string, entry: string, code: readonly string[], source: Source, results: readonly Target[]): JobKernel {
  const fromPicture = source.memory.kind === 'fixed';
  const toPicture = results[0]?.memory.kind === 'fixed';
  const io = [fromPicture ? pictureSourceCode : arenaSourceCode, toPicture ? pictureResultCode : arenaResultCode];
  return {
    family: name,
    name: [name, fromPicture ? 'from picture' : '', toPicture ? 'to picture' : ''].filter(Boolean).join(' '),
    entry,
    threads: 64,
    snippets: [...io, writeCode, quadsCode, ...code],
  };
}
