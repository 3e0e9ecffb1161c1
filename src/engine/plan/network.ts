import type { Operand, Part, View, Window } from '../kernels/step.ts';
import type { ConvNode, GraphNode, PoolNode } from '../network/graph.ts';
import { slide } from '../network/shapes.ts';
import { at } from './layout.ts';
import type { Tensor } from './layout.ts';

/** A graph with every node's tensor laid out. */
export interface Network {
  readonly nodes: readonly GraphNode[];
  readonly tensors: readonly Tensor[];
}

const bytesOf = (tensor: Tensor): number => tensor.height * tensor.width * tensor.pitch * 16;

/** The buffer that holds a tensor's activations; the input's belongs to the plan. */
export function activationOf(tensor: Tensor): Operand {
  const bytes = bytesOf(tensor);
  return tensor.root === 0 ? { kind: 'fixed', id: 'input', bytes } : { kind: 'arena', id: `activation ${String(tensor.root)}`, bytes };
}

/** The buffer that holds the objective's gradient with respect to a tensor. */
export function gradientOf(tensor: Tensor): Operand {
  const bytes = bytesOf(tensor);
  return tensor.root === 0
    ? { kind: 'fixed', id: 'input-gradient', bytes }
    : { kind: 'arena', id: `gradient ${String(tensor.root)}`, bytes };
}

export const winnerOf = (node: number, result: Tensor): Operand => ({
  kind: 'arena',
  id: `winner ${String(node)}`,
  bytes: result.height * result.width * result.quads * 4,
});

export const activation = (tensor: Tensor): Part => ({ ...viewOf(tensor), buffer: activationOf(tensor) });

export const gradient = (tensor: Tensor): Part => ({ ...viewOf(tensor), buffer: gradientOf(tensor) });

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

/** What a copy and a rectifier look through. */
export const pixelWindow: Window = { kernel: [1, 1], stride: [1, 1], pad: [0, 0] };

/** Multiply-adds of a convolution: output pixels × kernel × input channels × output channels. */
export const macsOf = (node: ConvNode, source: Tensor, result: Tensor): number =>
  result.height * result.width * node.kernel[0] * node.kernel[1] * source.channels * node.channels;
