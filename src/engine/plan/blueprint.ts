import type { Step } from '../kernels/step.ts';
import type { Graph } from '../network/graph.ts';
import { nodeShapes } from '../network/shapes.ts';
import { backwardSteps } from './backward.ts';
import { forwardSteps } from './forward.ts';
import { at, layoutTensors, withCopies } from './layout.ts';
import type { Tensor } from './layout.ts';
import { placeOperands } from './placement.ts';
import type { Placement } from './placement.ts';

/** A plan before the GPU: every dispatch of one gradient at one size, and where its operands lie. Pure. */
export interface Blueprint {
  readonly width: number;
  readonly height: number;
  /** Forward, objective and backward, in order. */
  readonly steps: readonly Step[];
  readonly placement: Placement;
  /** The layers an objective can name. */
  readonly layers: ReadonlyMap<string, Tensor>;
  readonly flops: number;
  readonly bytes: number;
}

/**
 * Plans the gradient of an objective over `layers` with respect to a picture of `width` × `height` pixels.
 * @throws EngineError `size-too-small` when the picture is smaller than the graph takes
 */
export function makeBlueprint(
  graph: Graph,
  size: { readonly width: number; readonly height: number },
  layers: readonly string[],
): Blueprint {
  const whole = withCopies(graph);
  const tensors = layoutTensors(whole, nodeShapes(whole, size.height, size.width));
  const objectives = new Map(layers.map((layer) => [layer, whole.nodes.findIndex((node) => node.name === layer)]));
  const network = { nodes: whole.nodes, tensors };
  const steps = [...forwardSteps(network), ...backwardSteps(network, objectives)];
  return {
    ...size,
    steps,
    placement: placeOperands(steps),
    layers: new Map(Array.from(objectives, ([layer, index]) => [layer, at(tensors, index)])),
    flops: steps.reduce((sum, step) => sum + step.flops, 0),
    bytes: steps.reduce((sum, step) => sum + step.bytes, 0),
  };
}
