/** What the bench measures, as `--json` writes it. */
export interface Report {
  readonly date: string;
  readonly machine: { readonly processor: string; readonly cores: number };
  readonly browser: string;
  readonly adapter: { readonly description: string; readonly software: boolean };
  /** Ours against float64 PyTorch. */
  readonly oracle: Agreement & { readonly name: string };
  readonly cases: readonly CaseReport[];
}

/** How well two gradients agree. */
export interface Agreement {
  readonly cosine: number;
  /** ‖a − b‖ ÷ ‖b‖ */
  readonly relativeL2: number;
}

/** One layer at one size. */
export interface CaseReport {
  readonly layer: string;
  readonly width: number;
  readonly height: number;
  /** Ours against tfjs with average pooling whose gradient is right. */
  readonly exact: Agreement;
  /** Ours against tfjs as it is: its average pooling's gradient is wrong at borders. */
  readonly shipped: Agreement;
  readonly ours: OursReport;
  readonly tfjs: readonly TfjsReport[];
  readonly wall: WallReport;
}

/** What was asked of WebGPU, counted by wrapping its methods. */
export interface Counts {
  readonly dispatches: number;
  readonly draws: number;
  readonly submits: number;
  readonly bindGroupsSet: number;
  readonly writeBuffers: number;
  readonly readBacks: number;
  readonly buffersCreated: number;
  readonly bindGroupsCreated: number;
  readonly texturesCreated: number;
  readonly pipelinesCreated: number;
}

export interface OursReport {
  /** A frame of one ascent step: import, carry, present and climb, by the engine in its steady state. */
  readonly frame: Counts;
  /** What one more step adds to a frame. */
  readonly step: Counts;
  /** The gradient alone, one submit: the work that tfjs's is compared with. */
  readonly gradient: Counts;
  /** Planned, of one ascent step. */
  readonly plannedFlops: number;
  readonly plannedBytes: number;
  readonly arenaBytes: number;
  readonly weightsBytes: number;
  /** JavaScript microseconds of encoding one gradient, one ascent step, and of a whole frame of one step. */
  readonly gradientMicroseconds: number;
  readonly stepMicroseconds: number;
  readonly frameMicroseconds: number;
}

/** How tfjs is set: `WEBGPU_USE_NAIVE_CONV2D_TRANSPOSE` and `WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE`. */
export interface TfjsSetting {
  readonly naive: boolean;
  readonly batch: number;
}

export interface TfjsReport extends TfjsSetting {
  readonly gradient: Counts;
  readonly gradientMicroseconds: number;
}

/** Wall-clock milliseconds of one gradient, each contestant in turn, round after round. */
export interface WallReport {
  /** Gradients queued in one timing. */
  readonly queued: number;
  readonly ours: readonly number[];
  readonly tfjs: readonly (TfjsSetting & { readonly milliseconds: readonly number[] })[];
}

/** What the page is asked to do. */
export interface CaseRequest {
  readonly layer: string;
  readonly width: number;
  readonly height: number;
  /** Rounds of the wall-clock comparison; 0 leaves it out. */
  readonly rounds: number;
}
