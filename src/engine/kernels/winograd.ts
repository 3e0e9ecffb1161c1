import arenaResultCode from './arena-result.wgsl?raw';
import arenaSourceCode from './arena-source.wgsl?raw';
import { unroll } from './compose.ts';
import { accessesOf, bytesOf, quadsOf, sizeOf } from './convolution-spec.ts';
import type { Convolution } from './convolution-spec.ts';
import { ACCUMULATE, BACKWARD, firstsOf } from './job.ts';
import type { Job, JobKernel, Window } from './job.ts';
import weightsCode from './weights.wgsl?raw';
import { winogradWeights } from './winograd-weights.ts';
import winogradCode from './winograd.wgsl?raw';
import writeCode from './write.wgsl?raw';

/** What a workgroup makes: tiles of 2 × 2 pixels, and quads of channels, the eight of a mask's word. */
const TILES = 32;
const QUADS = 8;

const kernel: JobKernel = {
  family: 'convolution',
  name: 'winograd',
  entry: 'winograd',
  threads: 256,
  snippets: [arenaSourceCode, arenaResultCode, writeCode, weightsCode, unroll(winogradCode, { h: 4, e: 2, q: 2, k: 4, c: 4, w: 4 }, [])],
};

/**
 * A 3 × 3 convolution of stride 1 by Winograd's F(2 × 2, 3 × 3), or `null` where it is another. Rounds otherwise than the direct way, by a few 1e-7.
 * Its flops are those of the direct convolution, as the field counts them, so that shares of a GPU's peak compare; it multiplies 2.25 × less.
 */
export function winograd(spec: Convolution): readonly Job[] | null {
  const { backward, sources, results } = spec;
  const inArena = [...sources, ...results].every(({ memory }) => memory.kind === 'arena');
  if (!inArena || !fits(spec.window)) return null;
  const n = (firstsOf(results).at(-1) ?? 0) * 4;
  const weights = winogradWeights({ weights: spec.weights, k: quadsOf(sources) * 4, n, mirrored: backward });
  const [height, width] = sizeOf(results);
  return [
    {
      label: spec.label,
      kernel,
      groups: Math.ceil((Math.ceil(height / 2) * Math.ceil(width / 2)) / TILES) * Math.ceil(n / (QUADS * 4)),
      source: sizeOf(sources),
      result: [height, width],
      window: backward ? mirrored(spec.window) : spec.window,
      flags: (backward ? BACKWARD : 0) | (spec.accumulate ? ACCUMULATE : 0),
      sources,
      results,
      weights,
      accesses: accessesOf(spec),
      flops: 2 * spec.macs,
      bytes: bytesOf(spec, 1) + weights.quads * 16,
    },
  ];
}

const fits = ({ kernel: [rows, columns], stride }: Window): boolean => rows === 3 && columns === 3 && stride.every((step) => step === 1);

/** Σ source[y + P − ky] · w[ky] is Σ source[y + ky − (2 − P)] · w[2 − ky]. */
const mirrored = ({ pad: [rows, columns], ...window }: Window): Window => ({ ...window, pad: [2 - rows, 2 - columns] });
