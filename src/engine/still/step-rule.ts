import type { AscentRule } from '../ascent-rule.ts';
import { TILE_SLOTS, TileUniform } from '../kernels/tile.ts';
import { SLOT_OFFSETS, TurnUniform } from '../kernels/turn.ts';
import type { Size } from '../octaves.ts';
import type { Round } from './rounds.ts';
import type { Block } from './still-octaves.ts';

/** What a step is made of, at the octave's size. */
export interface StepSource {
  readonly octave: Size;
  readonly picture: GPUBuffer;
  /** Put together from tiles: it lies as the picture does. */
  readonly gradient: GPUBuffer;
  /** Objective and statistics of the whole gradient. */
  readonly settled: GPUBuffer;
}

/** From a gradient to the picture that is a step further, by a rule. */
export interface StepRule {
  /** In order. */
  readonly rounds: readonly Round[];
  /** Of steps from now on, after normalising. */
  setStepSize(size: number): void;
  /** Sends what the rounds have written to the GPU: right before the submit. */
  flush(): void;
  destroy(): void;
}

/** The uniforms of the blocks that a step is made in. */
export class BlockUniforms {
  readonly #tiles: TileUniform;
  readonly #turn: TurnUniform;
  readonly #octave: Size;
  readonly #rule: AscentRule;
  stepSize = 0;

  constructor(device: GPUDevice, octave: Size, rule: AscentRule) {
    this.#tiles = new TileUniform(device);
    this.#turn = new TurnUniform(device, TILE_SLOTS);
    this.#octave = octave;
    this.#rule = rule;
  }

  get tile(): GPUBufferBinding {
    return this.#tiles.binding;
  }

  get step(): GPUBufferBinding {
    return this.#turn.binding;
  }

  /** Writes a block's slots: where it lies, and that what is its own counts in the statistics of the whole. */
  set(index: number, across: Block, down: Block): void {
    const slot = index % TILE_SLOTS;
    const size = { width: across.length, height: down.length };
    this.#tiles.set({
      octave: this.#octave,
      tile: size,
      start: [across.start, down.start],
      first: [across.from, down.from],
      end: [across.to, down.to],
      roll: [0, 0],
      index,
    });
    this.#turn.setStep(slot, size, size, 0, 0, this.stepSize);
    this.#turn.setRule(slot, this.#rule);
    const own = { width: across.to - across.from, height: down.to - down.from };
    this.#turn.setOwn(slot, across.from - across.start, down.from - down.start, own, index === 0);
  }

  /** For dispatches that want the block's place alone. */
  tileOffsets(index: number): readonly number[] {
    return this.#tiles.offsets(index);
  }

  /** For those that want the rule alone. */
  stepOffsets(index: number): readonly number[] | undefined {
    return SLOT_OFFSETS[index % TILE_SLOTS];
  }

  /** For those that want both, the place first. */
  bothOffsets(index: number): readonly number[] {
    return [...this.tileOffsets(index), ...(this.stepOffsets(index) ?? [])];
  }

  flush(): void {
    this.#tiles.flush();
    this.#turn.flush();
  }

  destroy(): void {
    this.#tiles.destroy();
    this.#turn.destroy();
  }
}
