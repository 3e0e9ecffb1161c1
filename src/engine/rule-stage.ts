import type { AscentRule } from './ascent-rule.ts';
import { Direction, DirectionScratch, isPlain, sameShape, shapeOf } from './direction.ts';
import type { DirectionKernels, DirectionSource, RuleShape } from './direction.ts';
import { EngineError } from './errors.ts';
import { BandKernels } from './kernels/bands.ts';
import type { Pipelines } from './kernels/pipelines.ts';
import { SmoothKernel } from './kernels/smooth.ts';
import { VariationKernel } from './kernels/variation.ts';
import { sameSize } from './octaves.ts';
import type { Size } from './octaves.ts';

const PLAIN: RuleShape = { smooths: false, levels: 0, pulls: false };

/** Compiles the kernels of every rule, in parallel. */
export async function createDirectionKernels(device: GPUDevice, pipelines: Pipelines): Promise<DirectionKernels> {
  const [smooth, bands, variation] = await Promise.all([
    SmoothKernel.create(device, pipelines),
    BandKernels.create(device, pipelines),
    VariationKernel.create(device, pipelines),
  ]);
  return { smooth, bands, variation };
}

/** What the rules of a live dream need: kernels, compiled when the first rule wants any, and memory, which lasts as long as rules have the same shape. */
export class RuleStage {
  readonly #device: GPUDevice;
  readonly #pipelines: Pipelines;
  readonly #onError: (error: EngineError) => void;
  #kernels: DirectionKernels | null = null;
  #compiling: Promise<void> | null = null;
  #scratch: DirectionScratch | null = null;
  #shape: RuleShape = PLAIN;
  #size: Size = { width: 0, height: 0 };
  #ended = false;

  constructor(device: GPUDevice, pipelines: Pipelines, onError: (error: EngineError) => void) {
    this.#device = device;
    this.#pipelines = pipelines;
    this.#onError = onError;
  }

  /** Has compiled what a rule needs, in the background. */
  want(rule: AscentRule): void {
    if (!isPlain(shapeOf(rule))) this.#compiling ??= this.#compile();
  }

  /** Whether a rule can be climbed by. */
  has(rule: AscentRule): boolean {
    return this.#kernels !== null || isPlain(shapeOf(rule));
  }

  /** Resolves when what is wanted is compiled, or cannot be. */
  async settled(): Promise<void> {
    await this.#compiling;
  }

  /**
   * Of these octaves' directions, the shape that holds from now on: plain until the kernels are there.
   * @param size of the largest octave
   * @returns whether it is another than before: what was made by that is not to be used any more
   */
  take(rule: AscentRule, size: Size): boolean {
    const shape = this.#kernels ? shapeOf(rule) : PLAIN;
    const same = sameShape(shape, this.#shape);
    if (same && (isPlain(shape) || sameSize(size, this.#size))) return false;
    this.#scratch?.destroy();
    this.#scratch = isPlain(shape) ? null : new DirectionScratch(this.#device, size, shape);
    this.#shape = shape;
    this.#size = { width: size.width, height: size.height };
    return true;
  }

  /** By the rule that was taken; `null` where the plan's gradient is all there is to it. */
  direction(source: DirectionSource, octave: Size): Direction | null {
    if (!this.#kernels || !this.#scratch) return null;
    return new Direction(this.#kernels, this.#scratch, source, octave, this.#shape);
  }

  destroy(): void {
    this.#ended = true;
    this.#scratch?.destroy();
    this.#scratch = null;
  }

  async #compile(): Promise<void> {
    try {
      this.#kernels = await createDirectionKernels(this.#device, this.#pipelines);
    } catch (cause) {
      if (this.#ended) return;
      const message = cause instanceof Error ? cause.message : String(cause);
      this.#onError(new EngineError('device-failed', `The ascent rule could not be compiled for this GPU: ${message}`, { cause }));
    }
  }
}
