import { compose, composeBaked } from '../kernels/compose.ts';
import type { Precision } from '../kernels/compose.ts';
import type { Dispatch } from '../kernels/dispatch.ts';
import { guideMemory } from '../kernels/guide.ts';
import { FIRST_GROUP_WORD, JOB_WORDS, MOST_JOBS, NOWHERE } from '../kernels/job.ts';
import type { Pipelines } from '../kernels/pipelines.ts';
import type { Objective } from '../objective.ts';
import { nextTask } from '../next-task.ts';
import type { Arena } from './arena.ts';
import type { Blueprint } from './blueprint.ts';
import { objectiveValues } from './objective-values.ts';
import type { Step } from './step.ts';
import type { WeightSet } from './weight-set.ts';

/** Bytes of a dispatch's uniform: room for all its jobs, as the shader declares it, at WebGPU's default `minUniformBufferOffsetAlignment`. */
const UNIFORM_BYTES = Math.ceil((JOB_WORDS * 4 * MOST_JOBS) / 256) * 256;

/** Every baked shader is a new one, and a browser reads them where it presents frames too: so few at a time. */
const BAKED_TOGETHER = 4;

/** Laying out weights makes way for frames after so many milliseconds. */
const LAYOUT_MS = 4;

/** What plans share: the device, its pipelines, a network's weights and the memory they run in. The plan owns none of it. */
export interface PlanContext {
  readonly device: GPUDevice;
  readonly pipelines: Pipelines;
  readonly weights: WeightSet;
  readonly arena: Arena;
}

/** How a plan's shaders are made. */
export interface CompileOptions {
  /**
   * Writes every size into the code: faster to run, but each size and layer is compiled by itself. Without it a few shaders serve all plans of a network.
   * False unless given.
   */
  readonly bake?: boolean;
}

/**
 * The gradient of an objective with respect to a picture, compiled: write the picture into `input`, encode `dispatches` in order,
 * find the gradient in `gradient`, the objective in `value` and the gradient's statistics in `moments`.
 */
export class Plan {
  readonly width: number;
  readonly height: number;
  readonly blueprint: Blueprint;
  /** Forward, objective and backward, in order. */
  readonly dispatches: readonly Dispatch[];
  /**
   * With a guide in `input`, keep its features for what follows; none for a plan that is not guided. They belong to this plan: another one of another size
   * takes its own.
   */
  readonly capture: readonly Dispatch[];
  /** The picture: `vec4<f32>` a pixel, row-major, RGB in the network's range; w says how it is rolled (placing.wgsl), 0 where it is not. */
  readonly input: GPUBuffer;
  /** ∂ objective / ∂ picture, laid out as the picture is. */
  readonly gradient: GPUBuffer;
  /** Four float32: the objective, then the gradient's mean, population standard deviation and mean absolute value. */
  readonly settled: GPUBuffer;
  readonly #device: GPUDevice;
  readonly #memory: PlanMemory;

  private constructor(device: GPUDevice, blueprint: Blueprint, memory: PlanMemory, dispatches: readonly Dispatch[]) {
    this.width = blueprint.width;
    this.height = blueprint.height;
    this.blueprint = blueprint;
    this.dispatches = dispatches.slice(0, blueprint.steps.length);
    this.capture = captureOf(blueprint, dispatches);
    this.input = memory.picture;
    this.gradient = memory.gradient;
    this.settled = memory.settled;
    this.#device = device;
    this.#memory = memory;
  }

  /**
   * Compiles what of a plan's shaders is not compiled yet, in parallel and off this thread.
   * @returns the pipeline of each step
   * @throws the browser's GPUPipelineError when a shader does not compile
   */
  static async compile(
    { device, pipelines }: Pick<PlanContext, 'device' | 'pipelines'>,
    blueprint: Blueprint,
    { bake = false }: CompileOptions = {},
  ): Promise<readonly GPUComputePipeline[]> {
    const layout = layoutOf(device, pipelines);
    const steps = allSteps(blueprint);
    const together = bake ? BAKED_TOGETHER : steps.length;
    const compiled: GPUComputePipeline[] = [];
    while (compiled.length < steps.length) {
      const next = steps.slice(compiled.length, compiled.length + together).map(async (step) => {
        return await pipelines.get({ label: labelOf(step), code: codeOf(step, blueprint, bake), entryPoint: 'main', layout });
      });
      compiled.push(...(await Promise.all(next)));
    }
    return compiled;
  }

  /** @throws the browser's GPUPipelineError when a shader does not compile */
  static async create(context: PlanContext, blueprint: Blueprint, options: CompileOptions = {}): Promise<Plan> {
    const { device } = context;
    const layout = layoutOf(device, context.pipelines);
    const compiled = await Plan.compile(context, blueprint, options);
    await layOutWeights(context.weights, blueprint);
    const memory = allocate(device, blueprint);
    const dispatches = allSteps(blueprint).map((step, index): Dispatch => {
      const pipeline = compiled[index];
      if (!pipeline) throw new RangeError('Expected one pipeline a step.');
      const { label, workgroups, flops, bytes } = step;
      return { label, workgroups, flops, bytes, pipeline, bindGroup: bind(context, blueprint.precision, memory, layout, step, index) };
    });
    return new Plan(device, blueprint, memory, dispatches);
  }

  /**
   * Sets what is climbed, from the next submit on. Nothing is planned anew for it, whatever the kinds of its terms, but for layers that were not guided.
   * @throws EngineError `layer-unknown` for a layer the plan was not made for, or not to be guided; `bad-params` for a channel, a class or a head that
   * there is not
   */
  setObjective(objective: Objective): void {
    // All of it before any is written: an objective that is refused changes nothing.
    const { layers, guides, unscale } = objectiveValues(objective, this.blueprint);
    this.#device.queue.writeBuffer(this.#memory.sums, 0, unscale);
    for (const [place, values] of [...layers, ...guides]) this.#device.queue.writeBuffer(this.#memory.coefficients, place * 16, values);
  }

  /** Forgets the guide: from the next submit on, what would climb toward it counts nothing. */
  clearGuide(encoder: GPUCommandEncoder): void {
    if (this.#memory.guide) encoder.clearBuffer(this.#memory.guide);
  }

  destroy(): void {
    for (const buffer of Object.values(this.#memory)) buffer?.destroy();
  }
}

/** Has the weights uploaded that are not there yet, with pauses: a network's take a tenth of a second and more. */
async function layOutWeights(weights: WeightSet, { steps, precision }: Blueprint): Promise<void> {
  let since = performance.now();
  for (const step of steps) {
    if (step.weights.length > 0) weights.get(step.weights, precision);
    if (performance.now() - since < LAYOUT_MS) continue;
    await nextTask();
    since = performance.now();
  }
}

/** A plan's dispatches: its own, then what keeps a guide's features. */
const allSteps = ({ steps, guides }: Blueprint): readonly Step[] => [...steps, ...guides.keeps.map(({ step }) => step)];

/** As far forward as a guide's features need it, each kept as soon as it is there. */
function captureOf({ steps, guides }: Blueprint, dispatches: readonly Dispatch[]): readonly Dispatch[] {
  const end = 1 + Math.max(-1, ...guides.keeps.map(({ after }) => after));
  return dispatches.slice(0, end).flatMap((dispatch, index) => {
    const keeps = guides.keeps.flatMap(({ after }, keep) => (after === index ? (dispatches[steps.length + keep] ?? []) : []));
    return [dispatch, ...keeps];
  });
}

/** What belongs to a plan alone. */
type PlanMemory = Readonly<Record<'picture' | 'gradient' | 'sums' | 'settled' | 'coefficients' | 'uniforms', GPUBuffer>> & {
  readonly guide: GPUBuffer | null;
};

const layoutOf = (device: GPUDevice, pipelines: Pipelines): GPUBindGroupLayout =>
  pipelines.layout('plan', (label) => device.createBindGroupLayout({ label, entries: [...layoutEntries()] }));

/** Bindings of every dispatch of a plan, whether its shader uses them or not. */
function layoutEntries(): readonly GPUBindGroupLayoutEntry[] {
  const types: readonly GPUBufferBindingType[] = [
    ...(['uniform', 'storage', 'storage', 'read-only-storage'] as const),
    ...(['read-only-storage', 'storage', 'storage', 'storage'] as const),
  ];
  return types.map((type, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } }));
}

const labelOf = (step: Step): string => step.kernels.map(({ name }) => name).join(' + ');

function codeOf({ jobs, kernels, fields }: Step, { precision }: Blueprint, bake: boolean): string {
  if (!bake) return compose(kernels, precision);
  return composeBaked(
    jobs.map(({ kernel }) => kernel),
    precision,
    fields,
  );
}

/** Bytes of each of a plan's own buffers. */
function sizesOf(blueprint: Blueprint): Readonly<Record<keyof PlanMemory, number>> {
  const picture = blueprint.width * blueprint.height * 16;
  return {
    picture,
    gradient: picture,
    sums: blueprint.sums * 4,
    settled: 16,
    // A piece of a network has none, and a binding needs something.
    coefficients: Math.max(1, blueprint.coefficients) * 16,
    uniforms: allSteps(blueprint).length * UNIFORM_BYTES,
    guide: blueprint.guides.quads * 16,
  };
}

/** Bytes of what belongs to a plan alone: neither its weights nor the arena it runs in. */
export const planBytes = (blueprint: Blueprint): number => Object.values(sizesOf(blueprint)).reduce((sum, bytes) => sum + bytes, 0);

function allocate(device: GPUDevice, blueprint: Blueprint): PlanMemory {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const sizes = sizesOf(blueprint);
  const make = (label: string, size: number) => device.createBuffer({ label, size, usage });
  return {
    picture: make('picture', sizes.picture),
    gradient: make('picture gradient', sizes.gradient),
    sums: make('sums', sizes.sums),
    settled: make('settled', sizes.settled),
    coefficients: make('coefficients', sizes.coefficients),
    uniforms: uniformsOf(device, allSteps(blueprint)),
    guide: sizes.guide > 0 ? make('guide', sizes.guide) : null,
  };
}

function uniformsOf(device: GPUDevice, steps: readonly Step[]): GPUBuffer {
  const size = steps.length * UNIFORM_BYTES;
  const buffer = device.createBuffer({ label: 'jobs', size, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  const bytes = new ArrayBuffer(size);
  const view = new DataView(bytes);
  steps.forEach((step, index) => {
    for (let job = 0; job < MOST_JOBS; job++)
      view.setUint32(index * UNIFORM_BYTES + (job * JOB_WORDS + FIRST_GROUP_WORD) * 4, NOWHERE, true);
    step.fields.flat().forEach(([, value], word) => {
      view.setUint32(index * UNIFORM_BYTES + word * 4, value, true);
    });
  });
  device.queue.writeBuffer(buffer, 0, bytes);
  return buffer;
}

function bind(
  { weights, arena, device }: PlanContext,
  precision: Precision,
  memory: PlanMemory,
  layout: GPUBindGroupLayout,
  step: Step,
  index: number,
): GPUBindGroup {
  const weighs = step.jobs.some((job) => job.coefficients !== undefined);
  const read = weighs || step.weights.length === 0 ? memory.coefficients : weights.get(step.weights, precision);
  // What a guide has to do with is not what writes the picture's gradient: they share a binding, as there are eight of them in WebGPU's default limits.
  const written = (isGuided(step) ? memory.guide : null) ?? memory.gradient;
  const buffers = [arena.pictures, arena.bits, read, memory.picture, written, memory.sums, memory.settled];
  const jobs = { buffer: memory.uniforms, offset: index * UNIFORM_BYTES, size: UNIFORM_BYTES };
  return device.createBindGroup({
    label: step.label,
    layout,
    entries: [jobs, ...buffers.map((buffer) => ({ buffer }))].map((resource, binding) => ({ binding, resource })),
  });
}

const isGuided = ({ jobs }: Step): boolean => jobs.some(({ accesses }) => accesses.some(({ memory }) => memory === guideMemory));
