/** A film whose pictures are computed: pure, so that any frame can be asked for at any time and is the same every time. */
export interface Sequence {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Frames a second. */
  readonly rate: number;
  /** How many frames there are. */
  readonly frames: number;
  /** Whether it is textured all over and moves by an exact flow: the sequences that flicker is judged by. */
  readonly textured: boolean;
  /** Frame `t` as RGBA bytes, row-major, alpha 255. */
  frame(t: number): Uint8Array<ArrayBuffer>;
  /** From frame `t` to frame `t` - 1, exactly: x and y in pixels for every pixel, what is at p was at p + flow. `null` where it is not known. */
  flow(t: number): Float32Array | null;
  /** 1 for every pixel of frame `t` that was in sight in frame `t` - 1 as well. `null` where it is not known. */
  visible(t: number): Uint8Array | null;
  /** For flow to be estimated by: frames larger than the dream is, RGBA. Left out where the flow is known. */
  readonly large?: { readonly width: number; readonly height: number; frame(t: number): Uint8Array };
}

export interface SequenceSize {
  readonly width: number;
  readonly height: number;
  readonly rate: number;
  readonly frames: number;
}

/** Speeds are told by the frame at this rate. */
const USUAL_RATE = 30;

/** The time of frame `t` in frames at 30 a second. */
export const timeOf = (t: number, rate: number): number => (t * USUAL_RATE) / rate;
