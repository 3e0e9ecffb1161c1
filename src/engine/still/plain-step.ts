import type { AscentRule } from '../ascent-rule.ts';
import type { TileKernel } from '../kernels/tile.ts';
import type { Round } from './rounds.ts';
import { BlockUniforms } from './step-rule.ts';
import type { StepRule, StepSource } from './step-rule.ts';

/** A step along the gradient as it is, divided by its size: one dispatch for the whole octave. */
export class PlainStep implements StepRule {
  readonly rounds: readonly Round[];
  readonly #uniforms: BlockUniforms;

  constructor(device: GPUDevice, kernel: TileKernel, { octave, picture, gradient, settled }: StepSource, rule: AscentRule) {
    const uniforms = new BlockUniforms(device, octave, rule);
    const { tile, step } = uniforms;
    const commit = kernel.commit({ tile, step, direction: gradient, settled, picture }, octave);
    const whole = (side: number) => ({ start: 0, length: side, from: 0, to: side });
    const offsets = (): readonly number[] => {
      uniforms.set(0, whole(octave.width), whole(octave.height));
      return uniforms.bothOffsets(0);
    };
    this.#uniforms = uniforms;
    this.rounds = [{ count: 1, length: 1, at: () => commit, offsets }];
  }

  setStepSize(size: number): void {
    this.#uniforms.stepSize = size;
  }

  flush(): void {
    this.#uniforms.flush();
  }

  destroy(): void {
    this.#uniforms.destroy();
  }
}
