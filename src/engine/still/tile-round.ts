import type { Dispatch } from '../kernels/dispatch.ts';
import type { TileKernel, TileUniform } from '../kernels/tile.ts';
import type { Plan } from '../plan/plan.ts';
import { dispatchAt } from './rounds.ts';
import type { Round } from './rounds.ts';
import { spanAt, spansOf } from './still-octaves.ts';
import type { Span } from './still-octaves.ts';
import type { StillOctave } from './still-types.ts';

/** What tiles are cut from and put back to. */
interface TileSource {
  readonly picture: GPUBuffer;
  readonly gradient: GPUBuffer;
  /** Their objectives, a float32 each. */
  readonly values: GPUBuffer;
}

/** The gradient of a rolled octave, tile by tile: gather, the plan's dispatches, scatter. */
export class TileRound implements Round {
  readonly count: number;
  readonly length: number;
  roll: readonly [x: number, y: number] = [0, 0];
  readonly #octave: StillOctave;
  readonly #uniform: TileUniform;
  readonly #dispatches: readonly Dispatch[];
  readonly #across: readonly Span[];
  readonly #down: readonly Span[];

  constructor(kernel: TileKernel, uniform: TileUniform, octave: StillOctave, { picture, gradient, values }: TileSource, plan: Plan) {
    const tile = uniform.binding;
    const gather = kernel.gather({ tile, picture, cut: plan.input }, octave.tile);
    const scatter = kernel.scatter({ tile, found: plan.gradient, settled: plan.settled, gradient, values }, octave.tile);
    this.#octave = octave;
    this.#uniform = uniform;
    this.#dispatches = [gather, ...plan.dispatches, scatter];
    this.#across = spansOf(octave.width, octave.tile.width);
    this.#down = spansOf(octave.height, octave.tile.height);
    this.count = octave.tiles;
    this.length = this.#dispatches.length;
  }

  at(_: number, place: number): Dispatch {
    return dispatchAt(this.#dispatches, place);
  }

  /** The plan's own have none. */
  offsets(item: number, place: number): readonly number[] | undefined {
    if (place > 0 && place < this.length - 1) return undefined;
    const across = spanAt(this.#across, item % this.#across.length);
    const down = spanAt(this.#down, Math.floor(item / this.#across.length));
    this.#uniform.set({
      octave: this.#octave,
      tile: this.#octave.tile,
      start: [across.start, down.start],
      first: [across.from, down.from],
      end: [across.to, down.to],
      roll: this.roll,
      index: item,
    });
    return this.#uniform.offsets(item);
  }
}
