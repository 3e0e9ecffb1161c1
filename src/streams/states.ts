/** What the session can say about the source, the engine and itself. Plain values: they also cross the worker's port. */

/** Something a person should know, in plain words: what happened and what to do next. */
export interface Failure {
  /** For code to switch on, such as `camera-refused`. */
  readonly code: string;
  readonly title: string;
  readonly text: string;
  /** A command or setting worth copying. */
  readonly copy?: string;
}

/** What to dream about. `url` of a file may be an address on the web or an object URL; `name` is what to call it. */
export type SourceRequest =
  | { readonly kind: 'camera'; readonly deviceId?: string }
  | { readonly kind: 'screen' }
  | { readonly kind: 'demo' }
  | { readonly kind: 'file'; readonly url: string; readonly name: string };

/** `width` and `height` are the source's own, in pixels. */
export type SourceState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting'; readonly source: SourceRequest }
  | {
      readonly kind: 'live';
      readonly source: SourceRequest;
      readonly label: string;
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: 'failed'; readonly source: SourceRequest; readonly failure: Failure };

/** `loaded` and `total` are bytes; `total` is 0 while it is not known or there is nothing to load. */
export type EngineState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'starting';
      readonly what: 'device' | 'model' | 'compiling';
      readonly loaded: number;
      readonly total: number;
    }
  | { readonly kind: 'live'; readonly adapter: string; readonly software: boolean; readonly model: string }
  /** The GPU went away. `retryInSeconds` counts down to the next try, `null` while one is under way. */
  | { readonly kind: 'lost'; readonly retryInSeconds: number | null }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The dream's numbers, about twice a second. */
export interface DreamStats {
  /** Frames dreamt since the start. */
  readonly frames: number;
  /** Pictures shown a second. */
  readonly fps: number;
  /** Milliseconds from a picture's capture (its arrival in the worker) until it is shown, half of them sooner and nineteen of twenty sooner; `null` before the first. */
  readonly latency: { readonly p50: number; readonly p95: number } | null;
  /** GPU time of a frame in milliseconds, `null` where it cannot be measured yet. */
  readonly gpuMs: number | null;
  /** The objective before the first step of the largest octave, mean of its last five; `null` until known. */
  readonly objective: number | null;
  /** The dream's size in pixels. */
  readonly width: number;
  readonly height: number;
  /** Ascent steps a turn. */
  readonly steps: number;
  /** What activations and gradients are kept in. */
  readonly precision: 'f32' | 'f16';
  /** Why size and steps are what they are, in three words: `holds 30 fps`. */
  readonly why: string;
  /** The same with the size and steps, in a sentence: `256 px · 2 steps: holds 30 fps; 320 px · 2 steps would take 45 ms of 33`. */
  readonly rung: string;
  /** Frames let go because the engine was busy. */
  readonly dropped: number;
  readonly adapter: string;
  readonly model: string;
}

/** A message with its way on. */
export interface Notice {
  readonly id: string;
  readonly tone: 'info' | 'warn' | 'error';
  readonly title: string;
  readonly text: string;
  readonly actions: readonly NoticeAction[];
  /** A command to copy. */
  readonly copy?: string;
}

export interface NoticeAction {
  readonly label: string;
  run(): void;
}

/** A layer of the model that can be dreamt with. */
export interface LayerInfo {
  readonly name: string;
  readonly channels: number;
  /** Pixels of the picture to one of the layer's. */
  readonly stride: number;
  /** What it tends to show, in a few words. */
  readonly note: string;
  /** Whether it is offered without asking for more. */
  readonly offered: boolean;
}

export interface Camera {
  readonly id: string;
  readonly label: string;
}
