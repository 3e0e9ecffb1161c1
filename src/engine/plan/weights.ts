import type { Operand } from '../kernels/step.ts';
import type { ConvNode } from '../network/graph.ts';
import type { Tensor } from './layout.ts';

type Weights = Extract<Operand, { kind: 'weights' }>;

/** [tap][source channel][result channel], channels padded to quads, for the convolution itself. */
export function forwardWeights(node: ConvNode, source: Tensor, result: Tensor): Weights {
  return weights(`${node.name}/forward`, taps(node) * source.logical.length * result.logical.length, () =>
    arranged(node, source, result, false),
  );
}

/** [tap][result channel][source channel]: for the gradient with respect to the convolution's input. */
export function backwardWeights(node: ConvNode, source: Tensor, result: Tensor): Weights {
  return weights(`${node.name}/backward`, taps(node) * source.logical.length * result.logical.length, () =>
    arranged(node, source, result, true),
  );
}

export function biasOf(node: ConvNode, result: Tensor): Weights {
  const values = () => Float32Array.from(result.logical, (channel) => (channel < 0 ? 0 : (node.bias[channel] ?? 0)));
  return weights(`${node.name}/bias`, result.logical.length, values);
}

const weights = (key: string, length: number, values: () => Float32Array<ArrayBuffer>): Weights => ({
  kind: 'weights',
  key,
  bytes: length * 4,
  values,
});

const taps = (node: ConvNode): number => node.kernel[0] * node.kernel[1];

function arranged(node: ConvNode, source: Tensor, result: Tensor, transposed: boolean): Float32Array<ArrayBuffer> {
  const inner = transposed ? source : result;
  const outer = transposed ? result : source;
  const values = new Float32Array(taps(node) * outer.logical.length * inner.logical.length);
  let next = 0;
  for (let tap = 0; tap < taps(node); tap++) {
    for (const o of outer.logical) {
      for (const i of inner.logical) {
        const [k, n] = transposed ? [i, o] : [o, i];
        if (k >= 0 && n >= 0) values[next] = node.weights[(tap * source.channels + k) * node.channels + n] ?? 0;
        next++;
      }
    }
  }
  return values;
}
