import { wordsOf } from '../kernels/job.ts';
import type { Memory, Source, Target, View, Window } from '../kernels/job.ts';
import { winnerWords } from '../kernels/pool.ts';
import type { ConvNode, PoolNode } from '../network/graph.ts';
import { slide } from '../network/shapes.ts';
import { at } from './at.ts';
import type { Tensor } from './layout.ts';
import type { PlannedNode } from './rewrite.ts';

/** A graph with every node's tensor laid out. */
export interface Network {
  readonly nodes: readonly PlannedNode[];
  readonly tensors: readonly Tensor[];
  /** Whether pictures are stored in float16. */
  readonly narrow: boolean;
}

/** A tensor's activations; the input's are the plan's own. */
export function activation(tensor: Tensor): Source {
  return { ...viewOf(tensor), memory: tensor.root === 0 ? { kind: 'fixed', id: 'picture' } : arena('activation', tensor) };
}

/** Where a tensor's activations are written; the mask is kept where they are rectified. */
export const activationTarget = (tensor: Tensor): Target => {
  const rectified = tensor.parts.every((part) => part.rectified);
  return { ...activation(tensor), mask: rectified ? maskOf(tensor) : null };
};

/** The objective's gradient with respect to a tensor. */
export function gradient(tensor: Tensor): Source {
  return { ...viewOf(tensor), memory: tensor.root === 0 ? { kind: 'fixed', id: 'picture-gradient' } : arena('gradient', tensor) };
}

/** Where a tensor's gradient is written, part by part: each obeys its own rectifier's mask. */
export const gradientTargets = (tensor: Tensor): readonly Target[] =>
  tensor.parts.map(({ offset, quads, rectified }) => ({ ...gradient(tensor), offset, quads, mask: rectified ? maskOf(tensor) : null }));

export const winnersOf = (node: number, result: Tensor, window: Window): Memory => ({
  kind: 'bits',
  id: `winners ${String(node)}`,
  words: winnerWords(result, window),
});

function arena(what: string, { root, height, width, pitch }: Tensor): Memory {
  return { kind: 'arena', id: `${what} ${String(root)}`, quads: height * width * pitch };
}

function maskOf({ root, height, width, pitch }: Tensor): Memory {
  return { kind: 'bits', id: `mask ${String(root)}`, words: height * width * wordsOf(pitch) };
}

const viewOf = ({ height, width, quads, offset, pitch }: Tensor): View => ({ height, width, quads, offset, pitch });

export const sourceOf = (network: Network, node: { readonly input: number }): Tensor => at(network.tensors, node.input);

export function windowOf(node: ConvNode | PoolNode, source: Tensor): Window {
  const [kernelY, kernelX] = node.kernel;
  const [strideY, strideX] = node.stride;
  const pad = [
    slide(source.height, kernelY, strideY, node.padding).before,
    slide(source.width, kernelX, strideX, node.padding).before,
  ] as const;
  return { kernel: node.kernel, stride: node.stride, pad };
}

/** Multiply-adds of a convolution: output pixels × kernel × input channels × output channels. */
export const macsOf = (node: ConvNode, source: Tensor, result: Tensor): number =>
  result.height * result.width * node.kernel[0] * node.kernel[1] * source.channels * node.channels;

/** A convolution with its place in the graph. */
export interface Member {
  readonly index: number;
  readonly node: ConvNode;
  readonly source: Tensor;
  readonly result: Tensor;
}

/**
 * The convolutions that are computed as one, by the index of the first of them: the 1 × 1 ones of one source, up to four. Their outputs' gradients too are
 * brought back by one product.
 */
export function mergedConvolutions(network: Pick<Network, 'nodes' | 'tensors'>, most: number): ReadonlyMap<number, readonly Member[]> {
  const groups = new Map<number, Member[]>();
  const open = new Map<number, Member[]>();
  network.nodes.forEach((node, index) => {
    if (node.op !== 'conv') return;
    const member = { index, node, source: at(network.tensors, node.input), result: at(network.tensors, index) };
    const pointwise = [...node.kernel, ...node.stride].every((side) => side === 1);
    const group = pointwise ? open.get(node.input) : undefined;
    if (group && group.length < most) {
      group.push(member);
      return;
    }
    const fresh = [member];
    groups.set(index, fresh);
    if (pointwise) open.set(node.input, fresh);
  });
  return groups;
}
