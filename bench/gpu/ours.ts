import { EngineError, GradientTool, layersOf } from '../../src/engine/index.ts';
import type { Graph, Objective, Picture } from '../../src/engine/index.ts';
import { encodeDispatch } from '../../src/engine/kernels/dispatch.ts';
import type { Dispatch } from '../../src/engine/kernels/dispatch.ts';
import type { LeftOut, Variant } from './report.ts';
import { reasonOf } from './timing.ts';
import type { Contestant } from './timing.ts';
import type { DeviceWatch } from './watch.ts';

/** Our gradient at one size in one variant, one submit a step. */
export class OurGradient implements Contestant {
  readonly #device: GPUDevice;
  readonly #tool: GradientTool;
  readonly #watch: DeviceWatch;

  private constructor(device: GPUDevice, tool: GradientTool, watch: DeviceWatch) {
    this.#device = device;
    this.#tool = tool;
    this.#watch = watch;
  }

  /** What the adapter cannot take is a reason, not an error. */
  static async create(
    device: GPUDevice,
    watch: DeviceWatch,
    graph: Graph,
    size: Pick<Picture, 'width' | 'height'>,
    objective: Objective,
    { precision, shaders }: Variant,
  ): Promise<OurGradient | LeftOut> {
    if (precision === 'f16' && !device.features.has('shader-f16')) return { leftOut: 'the device has no shader-f16' };
    const options = { precision, bake: shaders === 'baked' };
    try {
      return new OurGradient(device, await GradientTool.create(device, graph, size, layersOf(objective), options), watch);
    } catch (error) {
      if (error instanceof EngineError) return { leftOut: reasonOf(error) };
      throw error;
    }
  }

  get dispatches(): readonly Dispatch[] {
    return this.#tool.plan.dispatches;
  }

  get arenaBytes(): number {
    const { arenaBytes, bitsBytes } = this.#tool.plan.blueprint;
    return arenaBytes + bitsBytes;
  }

  /**
   * The gradient, read back. It sets the objective and the picture for `queue` too.
   * @throws Error when the GPU complained, or when the gradient is not one
   */
  async gradient(picture: Picture, objective: Objective): Promise<Float32Array> {
    const { gradient } = await this.#tool.run(picture, objective);
    this.#watch.expectNone();
    if (gradient.some((value) => value !== 0) && gradient.every(Number.isFinite)) return gradient;
    throw new Error('the gradient is zero everywhere, or not a number somewhere');
  }

  queue(): void {
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const dispatch of this.dispatches) encodeDispatch(pass, dispatch);
    pass.end();
    this.#device.queue.submit([encoder.finish()]);
  }

  async done(): Promise<void> {
    await this.#device.queue.onSubmittedWorkDone();
    this.#watch.expectNone();
  }

  destroy(): void {
    this.#tool.destroy();
  }
}
