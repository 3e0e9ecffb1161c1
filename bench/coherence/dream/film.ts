import type { Detail, DreamParams } from '../../../src/engine/index.ts';
import type { Sequence } from '../sequences/sequence.ts';
import type { Carry } from './carries.ts';
import { Dreamer } from './dreamer.ts';
import type { Network } from './network.ts';

/** What dreaming a sequence needs. */
export interface Dreaming {
  readonly device: GPUDevice;
  readonly network: Network;
  readonly params: DreamParams;
  /** Who carries Δ; the engine where left out. */
  readonly carry?: Carry | undefined;
}

/** A frame that is dreamt. */
export interface DreamtFrame {
  readonly t: number;
  /** The raw frame, RGBA. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly detail: Detail;
  /** Δ of the frame before; `null` for the first. */
  readonly previous: Detail | null;
}

/** Dreams the first frames of a sequence, one by one. */
export async function* dreamt(
  sequence: Sequence,
  frames: number,
  { device, network, params, carry }: Dreaming,
): AsyncGenerator<DreamtFrame> {
  const shown = (t: number) => ({ pixels: sequence.frame(t), timestamp: Math.round((t * 1e6) / sequence.rate) });
  let last = shown(0);
  const { width, height } = sequence;
  const dreamer = await Dreamer.create(device, network, params, { width, height }, last);
  let previous: Detail | null = null;
  try {
    for (let t = 0; t < frames; t++) {
      const next = t === 0 ? last : shown(t);
      const carried = carry && previous ? carry({ width, height, detail: previous, last: last.pixels, next: next.pixels }) : undefined;
      const detail = await dreamer.dream(next, carried);
      yield { t, pixels: next.pixels, detail, previous };
      previous = detail;
      last = next;
    }
  } finally {
    dreamer.destroy();
  }
}
