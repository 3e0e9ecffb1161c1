import { convolutionBackward } from '../kernels/convolution.ts';
import { clearGradient, maskGradient, objectiveTerm, objectiveValue, partialsOf } from '../kernels/objective.ts';
import { averagePoolBackward, maxPoolBackward } from '../kernels/pool.ts';
import type { GradientWrite, Operand, Step } from '../kernels/step.ts';
import { at } from './layout.ts';
import { activationOf, gradient, gradientOf, macsOf, pixelWindow, sourceOf, windowOf, winnerOf } from './network.ts';
import type { Network } from './network.ts';
import { backwardWeights } from './weights.ts';

/**
 * The steps from the objective's seeds back to the input: nodes in reverse order, each adding to its inputs' gradients.
 * A gradient is masked by its rectifier when it is written, so that readers take it as it is.
 * `objectives` maps each layer's name to its node.
 */
export function backwardSteps(network: Network, objectives: ReadonlyMap<string, number>): readonly Step[] {
  const steps: Step[] = [];
  const writes = new Writes(network);
  const seeds = new Seeds(objectives, network);
  for (let index = network.nodes.length - 1; index > 0; index--) {
    const layer = seeds.layerOf(index);
    if (layer !== undefined) steps.push(...writes.to(index, (write) => seeds.step(layer, index, write)));
    steps.push(...writes.unmasked(index), ...backwardOf(network, index, writes));
  }
  return [...steps, seeds.value()];
}

function backwardOf(network: Network, index: number, writes: Writes): readonly Step[] {
  const node = at(network.nodes, index);
  if (node.op === 'input' || node.op === 'concat') return [];
  const to = sourceOf(network, node);
  const from = at(network.tensors, index);
  const spec = { label: `${node.name} backward`, source: gradient(from), result: gradient(to), activation: activationOf(to) };
  return writes.to(node.input, (write) => {
    switch (node.op) {
      case 'conv': {
        const weights = backwardWeights(node, to, from);
        return convolutionBackward({ ...spec, ...write, window: windowOf(node, to), weights, macs: macsOf(node, to, from) });
      }
      case 'max-pool':
        return maxPoolBackward({ ...spec, ...write, window: windowOf(node, to), winner: winnerOf(index, from) });
      case 'average-pool':
        return averagePoolBackward({ ...spec, ...write, window: windowOf(node, to) });
      case 'relu':
        return averagePoolBackward({ ...spec, ...write, window: pixelWindow });
      default:
        return node satisfies never;
    }
  });
}

/** Remembers which gradients have been written: the first write sets, later ones add; a first write of a part clears the rest. */
class Writes {
  readonly #network: Network;
  readonly #written = new Set<number>();
  /** Roots whose gradient took a write that its rectified parts still have to be masked for. */
  readonly #loose = new Set<number>();

  constructor(network: Network) {
    this.#network = network;
  }

  to(node: number, make: (write: GradientWrite) => Step): readonly Step[] {
    const tensor = at(this.#network.tensors, node);
    const whole = tensor.quads === tensor.pitch;
    const first = !this.#written.has(tensor.root);
    this.#written.add(tensor.root);
    if (!tensor.rectified) this.#loose.add(tensor.root);
    const step = make({ accumulate: !first || !whole, mask: tensor.rectified });
    return first && !whole ? [clearGradient(`${step.label}: clear`, gradientOf(tensor)), step] : [step];
  }

  /** Masks a rectified part of a picture that was written as a whole without a mask. */
  unmasked(node: number): readonly Step[] {
    const { op, name } = at(this.#network.nodes, node);
    const tensor = at(this.#network.tensors, node);
    const rectifies = (op === 'conv' || op === 'relu') && tensor.rectified;
    if (!rectifies || !this.#loose.has(tensor.root)) return [];
    return [maskGradient(`${name} mask`, tensor, activationOf(tensor), gradientOf(tensor))];
  }
}

/** Hands out the objective's steps and keeps count of its partial sums. */
class Seeds {
  readonly #network: Network;
  readonly #layers: ReadonlyMap<number, string>;
  readonly #partials: Operand;
  #count = 0;

  constructor(objectives: ReadonlyMap<string, number>, network: Network) {
    this.#network = network;
    this.#layers = new Map(Array.from(objectives, ([layer, node]) => [node, layer]));
    const sizes = Array.from(this.#layers.keys(), (node) => partialsOf(at(network.tensors, node)));
    this.#partials = { kind: 'fixed', id: 'partials', bytes: 4 * sizes.reduce((sum, size) => sum + size, 0) };
  }

  layerOf(node: number): string | undefined {
    return this.#layers.get(node);
  }

  step(layer: string, node: number, write: GradientWrite): Step {
    const tensor = at(this.#network.tensors, node);
    const firstPartial = this.#count;
    this.#count += partialsOf(tensor);
    return objectiveTerm({
      ...write,
      label: `${layer} objective`,
      view: tensor,
      activation: activationOf(tensor),
      coefficients: { kind: 'coefficients', layer, bytes: tensor.quads * 32 },
      partials: this.#partials,
      firstPartial,
      gradient: gradientOf(tensor),
    });
  }

  value(): Step {
    return objectiveValue(this.#partials, this.#count, { kind: 'fixed', id: 'value', bytes: 4 });
  }
}
