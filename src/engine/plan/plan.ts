import { EngineError } from '../errors.ts';
import type { Dispatch } from '../kernels/dispatch.ts';
import type { Pipelines } from '../kernels/pipelines.ts';
import type { FixedBuffer, Operand, Step } from '../kernels/step.ts';
import type { Objective } from '../objective.ts';
import type { Arena } from './arena.ts';
import type { Blueprint } from './blueprint.ts';
import { coefficientsOf } from './coefficients.ts';
import type { WeightSet } from './weight-set.ts';

/** Bytes between two uniforms: WebGPU's default `minUniformBufferOffsetAlignment`. */
const UNIFORM_STRIDE = 256;

/** What plans share: the device, its pipelines, a network's weights and the memory they run in. The plan owns none of it. */
export interface PlanContext {
  readonly device: GPUDevice;
  readonly pipelines: Pipelines;
  readonly weights: WeightSet;
  readonly arena: Arena;
}

/**
 * The gradient of an objective with respect to a picture, compiled: write the picture into `input`, encode `dispatches` in order,
 * find the gradient in `gradient` and the objective in `value`.
 */
export class Plan {
  readonly width: number;
  readonly height: number;
  /** Forward, objective and backward, in order. */
  readonly dispatches: readonly Dispatch[];
  readonly #device: GPUDevice;
  readonly #blueprint: Blueprint;
  readonly #fixed: ReadonlyMap<FixedBuffer, GPUBuffer>;
  readonly #coefficients: ReadonlyMap<string, GPUBuffer>;
  readonly #uniforms: GPUBuffer;

  private constructor(device: GPUDevice, blueprint: Blueprint, memory: Memory, dispatches: readonly Dispatch[]) {
    this.width = blueprint.width;
    this.height = blueprint.height;
    this.dispatches = dispatches;
    this.#device = device;
    this.#blueprint = blueprint;
    this.#fixed = memory.fixed;
    this.#coefficients = memory.coefficients;
    this.#uniforms = memory.uniforms;
  }

  /** Compiles what is not compiled yet, in parallel and off this thread. */
  static async create(context: PlanContext, blueprint: Blueprint): Promise<Plan> {
    const compiled = await Promise.all(
      blueprint.steps.map((step) => context.pipelines.get({ label: step.kernel, code: step.code, constants: step.constants })),
    );
    const memory = allocate(context.device, blueprint);
    const dispatches = blueprint.steps.map((step, index): Dispatch => {
      const pipeline = compiled[index];
      if (!pipeline) throw new RangeError('Expected one pipeline a step.');
      const { label, workgroups, flops, bytes } = step;
      return { label, workgroups, flops, bytes, pipeline, bindGroup: bind(context, blueprint, memory, step, index, pipeline) };
    });
    return new Plan(context.device, blueprint, memory, dispatches);
  }

  /** The picture: `vec4<f32>` a pixel, row-major, RGB in the network's range, w = 0. */
  get input(): GPUBuffer {
    return this.#buffer('input');
  }

  /** ∂ objective / ∂ picture, laid out as the picture is. */
  get gradient(): GPUBuffer {
    return this.#buffer('input-gradient');
  }

  /** The objective: one float32. */
  get value(): GPUBuffer {
    return this.#buffer('value');
  }

  /**
   * Sets what is climbed, from the next submit on.
   * @throws EngineError `layer-unknown` for a layer the plan was not made for, `bad-params` for a channel the layer does not have
   */
  setObjective(objective: Objective): void {
    for (const { layer } of objective) {
      if (!this.#coefficients.has(layer)) {
        const known = Array.from(this.#coefficients.keys()).join(', ');
        throw new EngineError('layer-unknown', `Expected one of the planned layers (${known}), got ${layer}. Plan again with that layer.`);
      }
    }
    const terms = (layer: string) => objective.filter((term) => term.layer === layer);
    // All of them before any is written: an objective that is refused changes nothing.
    const values = Array.from(this.#blueprint.layers, ([layer, tensor]) => [layer, coefficientsOf(terms(layer), tensor)] as const);
    for (const [layer, coefficients] of values) {
      const buffer = this.#coefficients.get(layer);
      if (buffer) this.#device.queue.writeBuffer(buffer, 0, coefficients);
    }
  }

  destroy(): void {
    for (const buffer of [...this.#fixed.values(), ...this.#coefficients.values(), this.#uniforms]) buffer.destroy();
  }

  #buffer(id: FixedBuffer): GPUBuffer {
    const buffer = this.#fixed.get(id);
    if (!buffer) throw new RangeError(`Expected the plan to use a buffer named ${id}.`);
    return buffer;
  }
}

interface Memory {
  readonly fixed: ReadonlyMap<FixedBuffer, GPUBuffer>;
  readonly coefficients: ReadonlyMap<string, GPUBuffer>;
  readonly uniforms: GPUBuffer;
}

function allocate(device: GPUDevice, blueprint: Blueprint): Memory {
  const fixed = new Map<FixedBuffer, GPUBuffer>();
  const coefficients = new Map<string, GPUBuffer>();
  const make = (label: string, size: number) =>
    device.createBuffer({ label, size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST });
  for (const operand of blueprint.steps.flatMap((step) => step.operands)) {
    if (operand.kind === 'fixed' && !fixed.has(operand.id)) fixed.set(operand.id, make(operand.id, operand.bytes));
    if (operand.kind === 'coefficients') coefficients.set(operand.layer, make(`${operand.layer} coefficients`, operand.bytes));
  }
  const uniforms = device.createBuffer({
    label: 'geometry',
    size: blueprint.steps.length * UNIFORM_STRIDE,
    usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  });
  const values = new Int32Array((blueprint.steps.length * UNIFORM_STRIDE) / 4);
  blueprint.steps.forEach((step, index) => {
    values.set(step.geometry, (index * UNIFORM_STRIDE) / 4);
  });
  device.queue.writeBuffer(uniforms, 0, values);
  return { fixed, coefficients, uniforms };
}

function bind(
  context: PlanContext,
  blueprint: Blueprint,
  memory: Memory,
  step: Step,
  index: number,
  pipeline: GPUComputePipeline,
): GPUBindGroup {
  const entries: GPUBindGroupEntry[] = step.operands.map((operand, operandIndex) => ({
    binding: operandIndex + 1,
    resource: { buffer: bufferOf(context, blueprint, memory, operand), size: operand.bytes },
  }));
  if (step.geometry.length > 0) {
    entries.push({
      binding: 0,
      resource: { buffer: memory.uniforms, offset: index * UNIFORM_STRIDE, size: Math.ceil(step.geometry.length / 4) * 16 },
    });
  }
  return context.device.createBindGroup({ label: step.label, layout: pipeline.getBindGroupLayout(0), entries });
}

function bufferOf(context: PlanContext, blueprint: Blueprint, memory: Memory, operand: Operand): GPUBuffer {
  const found = lookUp(context, blueprint, memory, operand);
  if (!found) throw new RangeError(`Expected memory for every operand, found none for ${JSON.stringify(operand)}.`);
  return found;
}

function lookUp(context: PlanContext, blueprint: Blueprint, memory: Memory, operand: Operand): GPUBuffer | undefined {
  switch (operand.kind) {
    case 'arena':
      return context.arena.slot(blueprint.placement.slotOf.get(operand.id) ?? -1);
    case 'fixed':
      return memory.fixed.get(operand.id);
    case 'coefficients':
      return memory.coefficients.get(operand.layer);
    case 'weights':
      return context.weights.get(operand);
    default:
      return operand satisfies never;
  }
}
