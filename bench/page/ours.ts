import { Ascent } from '../../src/engine/ascent.ts';
import { DreamPictures } from '../../src/engine/carry/dream-pictures.ts';
import { createKernels } from '../../src/engine/engine-kernels.ts';
import { encodeDispatch } from '../../src/engine/kernels/dispatch.ts';
import type { Dispatch } from '../../src/engine/kernels/dispatch.ts';
import { Pipelines } from '../../src/engine/kernels/pipelines.ts';
import { TurnUniform } from '../../src/engine/kernels/turn.ts';
import type { Graph } from '../../src/engine/network/graph.ts';
import { layersOf } from '../../src/engine/objective.ts';
import type { Objective } from '../../src/engine/objective.ts';
import { Arena } from '../../src/engine/plan/arena.ts';
import { makeBlueprint } from '../../src/engine/plan/blueprint.ts';
import type { Picture } from '../../src/engine/plan/gradient.ts';
import { Plan } from '../../src/engine/plan/plan.ts';
import { WeightSet } from '../../src/engine/plan/weight-set.ts';
import type { OursReport } from '../report.ts';
import { counting, withoutGpu } from './counter.ts';
import { fastest } from './timing.ts';
import type { Contestant } from './timing.ts';

type GradientReport = Omit<OursReport, 'frame' | 'step' | 'frameMicroseconds' | 'engine'>;

/** Our gradient and ascent step outside of a frame, made of the engine's own parts. */
export class OurGradient {
  readonly #device: GPUDevice;
  readonly #plan: Plan;
  readonly #ascent: Ascent;
  readonly #arena: Arena;
  readonly #weights: WeightSet;
  readonly #pictures: DreamPictures;
  readonly #turn: TurnUniform;

  private constructor(device: GPUDevice, plan: Plan, ascent: Ascent, memory: Memory) {
    this.#device = device;
    this.#plan = plan;
    this.#ascent = ascent;
    this.#arena = memory.arena;
    this.#weights = memory.weights;
    this.#pictures = memory.pictures;
    this.#turn = memory.turn;
  }

  static async create(device: GPUDevice, graph: Graph, picture: Picture, objective: Objective): Promise<OurGradient> {
    const size = { width: picture.width, height: picture.height };
    const pipelines = new Pipelines(device);
    const blueprint = makeBlueprint(graph, size, layersOf(objective));
    const memory = {
      arena: new Arena(device, [blueprint]),
      weights: new WeightSet(device),
      pictures: new DreamPictures(device, size),
      turn: new TurnUniform(device),
    };
    const [kernels, plan] = await Promise.all([
      createKernels(device, pipelines),
      Plan.create({ device, pipelines, weights: memory.weights, arena: memory.arena }, blueprint),
    ]);
    plan.setObjective(objective);
    device.queue.writeBuffer(plan.input, 0, quads(picture));
    return new OurGradient(device, plan, new Ascent(kernels, { turn: memory.turn, pictures: memory.pictures, plan }), memory);
  }

  async report(): Promise<GradientReport> {
    const step = this.#step();
    const { queue, done } = this.contestant();
    return {
      gradient: await counting(async () => {
        queue();
        await done();
      }),
      plannedFlops: step.reduce((sum, { flops }) => sum + flops, 0),
      plannedBytes: step.reduce((sum, { bytes }) => sum + bytes, 0),
      arenaBytes: this.#arena.bytes,
      weightsBytes: this.#weights.bytes,
      gradientMicroseconds: await withoutGpu(() => fastest(queue, 50, 40)),
      stepMicroseconds: await withoutGpu(() => fastest(this.#recordStep.bind(this), 50, 40)),
    };
  }

  contestant(): Contestant {
    return {
      queue: () => {
        const encoder = this.#device.createCommandEncoder();
        const pass = encoder.beginComputePass();
        for (const dispatch of this.#plan.dispatches) encodeDispatch(pass, dispatch);
        pass.end();
        this.#device.queue.submit([encoder.finish()]);
      },
      done: () => this.#device.queue.onSubmittedWorkDone(),
    };
  }

  destroy(): void {
    for (const owner of [this.#turn, this.#pictures, this.#plan, this.#arena, this.#weights]) owner.destroy();
  }

  /** A turn of one step without its frame: the first dispatch shrinks live + Δ to the octave, the last keeps what was added. */
  #step(): readonly Dispatch[] {
    return Array.from({ length: this.#ascent.length(1) - 2 }, (_, index) => this.#ascent.at(index + 1, 1));
  }

  #recordStep(): void {
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (let index = 1; index < this.#ascent.length(1) - 1; index++) this.#ascent.record(pass, index, 1);
    pass.end();
    this.#device.queue.submit([encoder.finish()]);
  }
}

interface Memory {
  readonly arena: Arena;
  readonly weights: WeightSet;
  readonly pictures: DreamPictures;
  readonly turn: TurnUniform;
}

/** RGB to the four values a pixel that the plan takes. */
function quads({ width, height, data }: Picture): Float32Array<ArrayBuffer> {
  const values = new Float32Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) values.set(data.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  return values;
}
