import type { Sequence } from '../sequences/sequence.ts';
import type { Size } from '../size.ts';
import type { Truth } from './coherence.ts';
import { lucasKanade } from './lucas-kanade.ts';
import { consistent } from './occlusion.ts';
import { greyOf, resizedFlow, smoothFlow } from './pyramid.ts';

/** How flow is estimated where nobody knows it: on the frames at full size, by another method than the engine's. */
const WINDOW = 21;
/** Deviation in pixels of the full size; also what keeps the flow from changing its lengths when it gets smaller. */
const SMOOTHING = 3;

/** How each frame of a sequence moved since the one before: exactly where that is known, or as estimated from the raw frames. Estimates are kept. */
export class Motions {
  readonly #sequence: Sequence;
  readonly #known = new Map<number, Truth>();

  constructor(sequence: Sequence) {
    this.#sequence = sequence;
  }

  /** From frame `t` to frame `t` - 1, `t` from 1 on. */
  truth(t: number): Truth {
    const known = this.#known.get(t) ?? this.#find(t);
    this.#known.set(t, known);
    return known;
  }

  #find(t: number): Truth {
    const [flow, visible] = [this.#sequence.flow(t), this.#sequence.visible(t)];
    return flow && visible ? { flow, visible } : estimated(this.#sequence, t);
  }
}

function estimated(sequence: Sequence, t: number): Truth {
  const large = sequence.large ?? sequence;
  const [previous, current] = [greyOf(large.frame(t - 1), large), greyOf(large.frame(t), large)];
  const flow = scaled(lucasKanade(previous, current, { window: WINDOW, smoothing: 0 }), large, sequence);
  const back = scaled(lucasKanade(current, previous, { window: WINDOW, smoothing: 0 }), large, sequence);
  return { flow, visible: consistent(flow, back, sequence) };
}

const scaled = (flow: Float32Array, from: Size, to: Size): Float32Array =>
  Float32Array.from(resizedFlow(smoothFlow(Float64Array.from(flow), from, SMOOTHING), from, to));
