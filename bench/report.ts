/** What the bench measures, as `--json` writes it. */
export interface Report {
  readonly date: string;
  readonly machine: { readonly processor: string; readonly cores: number };
  readonly browser: string;
  readonly adapter: { readonly description: string; readonly software: boolean };
  /** Ours against float64 PyTorch. */
  readonly oracle: Agreement & { readonly name: string };
  readonly cases: readonly CaseReport[];
  readonly memory: MemoryReport;
  readonly start: StartReport | LeftOut;
}

/** What was not measured, with its reason in words. */
export interface LeftOut {
  readonly leftOut: string;
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
  /** Our gradient against others', each said in words. Those that must agree do, or are not timed. */
  readonly agreements: readonly NamedAgreement[];
  readonly ours: OursReport;
  readonly peers: readonly PeerReport[];
  /** Peers that were not measured. */
  readonly absent: readonly (LeftOut & { readonly name: string })[];
  readonly wall: WallReport;
}

export interface NamedAgreement extends Agreement {
  readonly name: string;
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
  /** Buffers and textures of the engine while it shows frames of this layer at this size; not the canvas's own. */
  readonly engine: DeviceBytes;
  /** JavaScript microseconds of encoding one gradient, one ascent step, and of a whole frame of one step. */
  readonly gradientMicroseconds: number;
  readonly stepMicroseconds: number;
  readonly frameMicroseconds: number;
}

export interface PeerReport {
  readonly name: string;
  readonly gradient: Counts;
  readonly gradientMicroseconds: number;
  /** At most, weights and all, while it computes gradients one after the other; `null` where another setting of the same peer has told it. */
  readonly peakBytes: number | null;
}

/** Wall-clock milliseconds of one gradient, each contestant in turn, round after round. */
export interface WallReport {
  /** Gradients queued in one timing. */
  readonly queued: number;
  readonly ours: readonly number[];
  readonly peers: readonly { readonly name: string; readonly milliseconds: readonly number[] }[];
}

/** Bytes of buffers and textures that a page's WebGPU devices hold. */
export interface DeviceBytes {
  readonly peak: number;
  /** Once everything is warm. */
  readonly steady: number;
}

export interface NamedBytes {
  readonly name: string;
  readonly bytes: number;
}

/** The memory of a large dream. */
export interface MemoryReport {
  readonly layer: string;
  readonly width: number;
  readonly height: number;
  /** Planned: activations, gradients and masks, as the plan lays them out, and what of them lives at once in the fullest step: no plan of these steps takes less. */
  readonly arenaBytes: number;
  readonly liveBytes: number;
  /** Measured: an engine prepared for it that shows frames. */
  readonly engine: DeviceBytes;
  /** What of it is what, once warm, by the engine's own names, the largest first. */
  readonly parts: readonly NamedBytes[];
}

/** The built app, from navigation on, in milliseconds. */
export interface StartReport {
  /** Its address, from the question mark on. */
  readonly query: string;
  /** In a fresh browser context, and once more in the same one. */
  readonly cold: StartTimes;
  readonly warm: StartTimes;
  readonly latency: Latency | LeftOut;
}

export interface StartTimes {
  /** When each phase of starting began, in order. */
  readonly phases: readonly { readonly name: string; readonly at: number }[];
  /** When the page knew of the first dreamt frame. */
  readonly firstDream: number;
  /** Bytes of the model that the network, or the server on this machine, gave. */
  readonly modelBytes: number;
}

/** Milliseconds from a frame's capture to its presentation. */
export interface Latency {
  readonly p50: number;
  readonly p95: number;
}

/** What the page is asked to do. */
export interface CaseRequest {
  readonly layer: string;
  readonly width: number;
  readonly height: number;
  /** Rounds of the wall-clock comparison; 0 leaves it out. */
  readonly rounds: number;
}
