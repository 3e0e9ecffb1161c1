import type { Agreement } from '../report.ts';

/** What `npm run bench:gpu` measures, as `--json` writes it. */
export interface GpuReport {
  readonly date: string;
  readonly machine: { readonly processor: string; readonly cores: number; readonly node: string };
  readonly adapter: AdapterReport;
  readonly peaks: Peaks;
  /** Ours against float64 PyTorch, one a variant. */
  readonly oracle: readonly (Agreement & Variant & { readonly name: string })[];
  /** Who else was asked and did not start, with the reason. */
  readonly absent: readonly AbsentPeer[];
  readonly steps: number;
  readonly rounds: number;
  readonly cases: readonly CaseReport[];
}

export type Precision = 'f32' | 'f16';

/**
 * How our plan is made: of a few shaders that serve all sizes; of one a dispatch with every size written into it, each convolution the way that is likely
 * the fastest; or such, each convolution the way that timing found the fastest, as the engine's are after a while.
 */
export type Shaders = 'shared' | 'baked' | 'tuned';

/** Something that could not be had, with its reason in words. */
export interface LeftOut {
  readonly leftOut: string;
}

export interface AdapterReport {
  readonly description: string;
  readonly software: boolean;
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  /** Of those that matter here: shader-f16, timestamp-query, subgroups. */
  readonly features: readonly string[];
  readonly maxStorageBufferBindingSize: number;
}

/** What the adapter can do at best, measured in WGSL. */
export interface Peaks {
  /** GFLOP/s of independent multiply-adds in registers. */
  readonly f32: number;
  readonly f16: number | LeftOut;
  /** GB/s, bytes read plus bytes written. */
  readonly bandwidth: number;
}

export type AbsentPeer = { readonly name: string } & LeftOut;

/** One layer at one size. */
export interface CaseReport {
  readonly layer: string;
  readonly width: number;
  readonly height: number;
  readonly ours: readonly OursReport[];
  /** How well a peer's gradient agrees with ours in f32 at this size, or why it is left out here. */
  readonly agreements: readonly PeerAgreement[];
  readonly peers: readonly PeerReport[];
}

export type PeerAgreement = { readonly name: string } & (Agreement | LeftOut);

/** A way in which we compute a step. */
export interface Variant {
  readonly precision: Precision;
  readonly shaders: Shaders;
}

export type OursReport = Variant & (OursMeasured | LeftOut);

export interface OursMeasured {
  /** Wall-clock milliseconds a step, a number a round. */
  readonly milliseconds: readonly number[];
  /** Of the whole step as one pass, by the GPU's own clock. */
  readonly gpuMilliseconds: number | LeftOut;
  /** Planned. */
  readonly flops: number;
  readonly bytes: number;
  readonly kernels: readonly KernelTime[] | LeftOut;
  readonly dispatches: number;
  /** Activations, gradients and masks on the GPU. */
  readonly arenaBytes: number;
  /** Of a tuned plan. */
  readonly tuning?: TuningReport;
}

/** How the ways of a tuned plan were found. */
export interface TuningReport {
  /** By the clock on the wall, compilers included. Convolutions that an earlier plan had as well were measured then. */
  readonly seconds: number;
  /** One of each shape, those that take the most work together first. */
  readonly convolutions: readonly ConvolutionReport[];
}

/** A convolution's shape and how long each way to compute it took. */
export interface ConvolutionReport {
  /** Of one that has the shape. */
  readonly label: string;
  /** In words: direction, window, channels, sizes. */
  readonly shape: string;
  /** How many of the plan's convolutions have it. */
  readonly count: number;
  /** Planned, of one. */
  readonly flops: number;
  /** The way that is taken where nothing was measured, and the one that the plan takes. */
  readonly likely: string;
  readonly taken: string;
  /** Whether this shape was measured, or there is only one way; else it is taken as one of nearly its size, or the likely way. */
  readonly measured: boolean;
  /** By way, by the GPU's own clock; without those that could not be timed. */
  readonly milliseconds: Readonly<Record<string, number>>;
}

/** One dispatch by the GPU's own clock, in a pass of its own. */
export interface KernelTime {
  readonly label: string;
  readonly kind: string;
  readonly milliseconds: number;
  /** Planned. */
  readonly flops: number;
  readonly bytes: number;
}

/** `setting` says how the peer was set, where there are several ways. */
export type PeerReport = { readonly name: string; readonly setting: string } & ({ readonly milliseconds: readonly number[] } | LeftOut);

export const isLeftOut = <T>(value: T): value is Extract<T, LeftOut> => typeof value === 'object' && value !== null && 'leftOut' in value;
