import { encodeDispatch } from '../kernels/dispatch.ts';
import type { Dispatch } from '../kernels/dispatch.ts';
import { Pipelines } from '../kernels/pipelines.ts';
import type { Graph } from '../network/graph.ts';
import type { Objective } from '../objective.ts';
import { Arena } from './arena.ts';
import { makeBlueprint } from './blueprint.ts';
import type { PlanOptions } from './blueprint.ts';
import { checkFits } from './limits.ts';
import { Plan } from './plan.ts';
import type { CompileOptions } from './plan.ts';
import { fromQuads, toQuads } from './quads.ts';
import { WeightSet } from './weight-set.ts';

/** A picture of `height` × `width` × 3 float32 values, HWC, RGB, in the network's input range. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

export interface ObjectiveGradient {
  readonly value: number;
  /** ∂ value / ∂ picture, HWC, RGB. */
  readonly gradient: Float32Array;
}

/** One plan with everything it needs and its results read back: for tools and tests, not for the frame path. */
export class GradientTool {
  readonly plan: Plan;
  readonly #device: GPUDevice;
  readonly #arena: Arena;
  readonly #weights: WeightSet;
  readonly #result: GPUBuffer;

  private constructor(device: GPUDevice, plan: Plan, arena: Arena, weights: WeightSet) {
    this.plan = plan;
    this.#device = device;
    this.#arena = arena;
    this.#weights = weights;
    const size = plan.gradient.size + 4;
    this.#result = device.createBuffer({ label: 'gradient result', size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
  }

  /** @throws EngineError `size-too-small` when the picture is smaller than the graph takes, `size-too-large` when larger than the GPU does */
  static async create(
    device: GPUDevice,
    graph: Graph,
    size: { readonly width: number; readonly height: number },
    layers: readonly string[],
    options: PlanOptions & CompileOptions = {},
  ): Promise<GradientTool> {
    const blueprint = makeBlueprint(graph, size, layers, options);
    checkFits(blueprint, device.limits);
    const arena = new Arena(device, [blueprint]);
    const weights = new WeightSet(device);
    const plan = await Plan.create({ device, pipelines: new Pipelines(device), weights, arena }, blueprint, options);
    return new GradientTool(device, plan, arena, weights);
  }

  /**
   * The objective for a picture, and its gradient.
   * @param placing how far the picture is rolled already, in pixels along width and height: what has a place in it follows; and the size of the whole
   * picture, where this is a tile of it (placing.wgsl)
   * @throws RangeError when the picture is not of the planned size
   */
  async run(picture: Picture, objective: Objective, placing: readonly number[] = []): Promise<ObjectiveGradient> {
    const { plan } = this;
    plan.setObjective(objective);
    const encoder = this.#encode(picture, placing, plan.dispatches);
    encoder.copyBufferToBuffer(plan.gradient, 0, this.#result, 0, plan.gradient.size);
    encoder.copyBufferToBuffer(plan.settled, 0, this.#result, plan.gradient.size, 4);
    this.#device.queue.submit([encoder.finish()]);
    await this.#result.mapAsync(GPUMapMode.READ);
    const values = new Float32Array(this.#result.getMappedRange().slice(0));
    this.#result.unmap();
    return { value: values.at(-1) ?? Number.NaN, gradient: fromQuads(values.subarray(0, -1)) };
  }

  /** Takes a picture of the planned size for the guide, from the next run on. @throws RangeError when it is of another size */
  guide(picture: Picture): void {
    this.#device.queue.submit([this.#encode(picture, [], this.plan.capture).finish()]);
  }

  #encode(picture: Picture, placing: readonly number[], dispatches: readonly Dispatch[]): GPUCommandEncoder {
    const { plan } = this;
    const expected = plan.width * plan.height * 3;
    if (picture.width !== plan.width || picture.height !== plan.height || picture.data.length !== expected) {
      const came = `${String(picture.width)}×${String(picture.height)} with ${String(picture.data.length)} values`;
      throw new RangeError(
        `Expected a picture of ${String(plan.width)}×${String(plan.height)} with ${String(expected)} values, got ${came}.`,
      );
    }
    const quads = toQuads(picture.data);
    placing.forEach((pixels, index) => (quads[4 * index + 3] = pixels));
    this.#device.queue.writeBuffer(plan.input, 0, quads);
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const dispatch of dispatches) encodeDispatch(pass, dispatch);
    pass.end();
    return encoder;
  }

  destroy(): void {
    this.plan.destroy();
    this.#arena.destroy();
    this.#weights.destroy();
    this.#result.destroy();
  }
}
