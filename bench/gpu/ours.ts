import { EngineError, GradientTool, layersOf } from '../../src/engine/index.ts';
import type { Graph, Objective, Picture } from '../../src/engine/index.ts';
import { encodeDispatch } from '../../src/engine/kernels/dispatch.ts';
import type { Dispatch } from '../../src/engine/kernels/dispatch.ts';
import { likelyWay } from '../../src/engine/kernels/convolution.ts';
import type { PlanOptions } from '../../src/engine/plan/blueprint.ts';
import type { Size } from './options.ts';
import type { LeftOut, TuningReport, Variant } from './report.ts';
import { reasonOf } from './timing.ts';
import type { Contestant } from './timing.ts';
import type { PlanTuner } from './tune.ts';
import type { DeviceWatch } from './watch.ts';

/** What our gradients are made with. */
export interface Workshop {
  readonly device: GPUDevice;
  readonly watch: DeviceWatch;
  readonly tuner: PlanTuner;
}

/** Our gradient at one size in one variant, one submit a step. */
export class OurGradient implements Contestant {
  readonly #device: GPUDevice;
  readonly #tool: GradientTool;
  readonly #watch: DeviceWatch;
  /** Of a tuned plan. */
  readonly tuning: TuningReport | undefined;

  private constructor({ device, watch }: Workshop, tool: GradientTool, tuning: TuningReport | undefined) {
    this.#device = device;
    this.#tool = tool;
    this.#watch = watch;
    this.tuning = tuning;
  }

  /** What the adapter cannot take is a reason, not an error. */
  static async create(
    workshop: Workshop,
    graph: Graph,
    size: Size,
    objective: Objective,
    variant: Variant,
  ): Promise<OurGradient | LeftOut> {
    const { device } = workshop;
    const missing = missingFeature(device, variant);
    if (missing !== undefined) return { leftOut: `the device has no ${missing}` };
    const layers = layersOf(objective);
    try {
      const { tuning, ...ways } = await waysOf(workshop.tuner, graph, size, layers, variant);
      const options = { precision: variant.precision, bake: variant.shaders !== 'shared', ...ways };
      return new OurGradient(workshop, await GradientTool.create(device, graph, size, layers, options), tuning);
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

function missingFeature({ features }: GPUDevice, { precision, shaders }: Variant): GPUFeatureName | undefined {
  if (precision === 'f16' && !features.has('shader-f16')) return 'shader-f16';
  return shaders === 'tuned' && !features.has('timestamp-query') ? 'timestamp-query' : undefined;
}

/** Which ways the plan takes. That of shared shaders takes the engine's first choice, which needs few of them. */
async function waysOf(
  tuner: PlanTuner,
  graph: Graph,
  size: Size,
  layers: readonly string[],
  { precision, shaders }: Variant,
): Promise<Pick<PlanOptions, 'wayOf'> & { readonly tuning?: TuningReport }> {
  if (shaders === 'shared') return {};
  if (shaders === 'baked') return { wayOf: likelyWay };
  const { wayOf, report } = await tuner.tune(graph, size, layers, precision);
  return { wayOf, tuning: report };
}
