import type { Pipelines } from '../kernels/pipelines.ts';
import type { Graph } from '../network/graph.ts';
import type { Objective } from '../objective.ts';
import { Arena } from './arena.ts';
import { makeBlueprint } from './blueprint.ts';
import { Plan } from './plan.ts';
import type { WeightSet } from './weight-set.ts';

/** What a set of plans is made for. */
export interface PlanRequest {
  readonly graph: Graph;
  /** Pixels of each octave's picture. */
  readonly sizes: readonly { readonly width: number; readonly height: number }[];
  /** The layers an objective may name; all in the graph. */
  readonly layers: readonly string[];
}

/** One plan a size, run one at a time: they share the weights and one arena, which is as large as the largest of them needs. */
export class PlanSet {
  readonly plans: readonly Plan[];
  /** Bytes of activations and gradients on the GPU. */
  readonly arenaBytes: number;
  readonly #arena: Arena;

  private constructor(plans: readonly Plan[], arena: Arena) {
    this.plans = plans;
    this.arenaBytes = arena.bytes;
    this.#arena = arena;
  }

  /** @throws EngineError `size-too-small` when a picture is smaller than the graph takes */
  static async create(device: GPUDevice, pipelines: Pipelines, weights: WeightSet, request: PlanRequest): Promise<PlanSet> {
    const blueprints = request.sizes.map((size) => makeBlueprint(request.graph, size, request.layers));
    const arena = new Arena(device, blueprints);
    const plans = await Promise.all(blueprints.map((blueprint) => Plan.create({ device, pipelines, weights, arena }, blueprint)));
    return new PlanSet(plans, arena);
  }

  /** Sets what all plans climb, from the next submit on. @throws EngineError as `Plan.setObjective` does */
  setObjective(objective: Objective): void {
    for (const plan of this.plans) plan.setObjective(objective);
  }

  destroy(): void {
    for (const plan of this.plans) plan.destroy();
    this.#arena.destroy();
  }
}
