import type { CaseReport, ConvolutionReport, GpuReport, OursMeasured, Peaks, Variant } from '../../../bench/gpu/report.ts';

export const f32: Variant = { precision: 'f32', shaders: 'shared' };
export const f16: Variant = { precision: 'f16', shaders: 'shared' };

/** A step of two dispatches. */
export const measured = (milliseconds: readonly number[], flops = 4e9): OursMeasured => ({
  milliseconds,
  gpuMilliseconds: 1,
  flops,
  bytes: 1e8,
  dispatches: 2,
  arenaBytes: 1.25e7,
  kernels: [
    { label: 'first forward', kind: 'convolution', milliseconds: 0.75, flops: flops / 2, bytes: 6e7 },
    { label: 'first backward', kind: 'pool', milliseconds: 0.25, flops: flops / 2, bytes: 4e7 },
  ],
});

/** A shape of which the plan has two, three ways to compute it were timed, and one was faster than the likely one. */
export const aConvolution = (parts: Partial<ConvolutionReport> = {}): ConvolutionReport => ({
  label: 'first forward',
  shape: 'forward 3×3, 32 → 64, 45×33',
  count: 2,
  flops: 1.5e9,
  likely: 'wide',
  taken: 'winograd',
  measured: true,
  milliseconds: { wide: 0.5, large: 0.75, winograd: 0.25 },
  ...parts,
});

export const aCase = (
  layer: string,
  size: { readonly width: number; readonly height: number },
  parts: Partial<CaseReport> = {},
): CaseReport => ({
  layer,
  ...size,
  ours: [{ ...f32, ...measured([2]) }],
  agreements: [],
  peers: [],
  ...parts,
});

export const aReport = (cases: readonly CaseReport[], peaks: Partial<Peaks> = {}, software = false): GpuReport => ({
  date: '2026-01-31',
  machine: { processor: 'A processor', cores: 2, node: 'v20' },
  adapter: {
    description: 'an adapter',
    software,
    vendor: 'a vendor',
    architecture: 'an architecture',
    device: 'a device',
    features: ['timestamp-query'],
    maxStorageBufferBindingSize: 2 ** 30,
  },
  peaks: { f32: 10_000, f16: { leftOut: 'the adapter has no shader-f16' }, bandwidth: 400, ...peaks },
  oracle: [{ ...f32, name: 'a case', cosine: 1, relativeL2: 4e-7 }],
  absent: [],
  steps: 50,
  rounds: 5,
  cases,
});
