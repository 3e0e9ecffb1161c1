import { firstsOf } from '../kernels/job.ts';
import type { Weights } from '../kernels/job.ts';
import type { ConvNode } from '../network/graph.ts';
import type { Member } from './network.ts';

/** [tap][k][n] then bias[n], for the convolutions themselves: one source, their outputs one after the other, each from a multiple of 32 channels on. */
export function forwardWeights(members: readonly Member[]): Weights {
  const k = members[0]?.source.logical ?? [];
  const firsts = firstsOf(members.map(({ result }) => result));
  const n = (firsts.at(-1) ?? 0) * 4;
  const taps = tapsOf(members);
  const values = () => {
    const all = new Float32Array((taps * k.length + 1) * n);
    members.forEach(({ node, result, source }, member) => {
      const first = (firsts[member] ?? 0) * 4;
      forEachWeight(node, source.logical, result.logical, source.channels, (tap, row, column, weight) => {
        all[(tap * k.length + row) * n + first + column] = weight;
      });
      result.logical.forEach((channel, column) => {
        if (channel >= 0) all[taps * k.length * n + first + column] = node.bias[channel] ?? 0;
      });
    });
    return all;
  };
  return { key: `${namesOf(members)}/forward ${String(k.length)}×${String(n)}`, quads: ((taps * k.length + 1) * n) / 4, values };
}

/** [tap][k][n] for the gradient with respect to their source: k are the outputs' channels, one output after the other, n the source's. */
export function backwardWeights(members: readonly Member[]): Weights {
  const n = members[0]?.source.logical.length ?? 0;
  const k = members.reduce((sum, { result }) => sum + result.logical.length, 0);
  const taps = tapsOf(members);
  const values = () => {
    const all = new Float32Array(taps * k * n);
    let first = 0;
    for (const { node, result, source } of members) {
      const start = first;
      forEachWeight(node, source.logical, result.logical, source.channels, (tap, row, column, weight) => {
        all[(tap * k + start + column) * n + row] = weight;
      });
      first += result.logical.length;
    }
    return all;
  };
  return { key: `${namesOf(members)}/backward ${String(k)}×${String(n)}`, quads: (taps * k * n) / 4, values };
}

const namesOf = (members: readonly Member[]): string => members.map(({ node }) => node.name).join('+');

const tapsOf = ([first]: readonly Member[]): number => (first ? first.node.kernel[0] * first.node.kernel[1] : 0);

/** Every weight between stored channels: `row` of the source's, `column` of the result's. */
function forEachWeight(
  node: ConvNode,
  rows: readonly number[],
  columns: readonly number[],
  channels: number,
  take: (tap: number, row: number, column: number, weight: number) => void,
): void {
  for (let tap = 0; tap < node.kernel[0] * node.kernel[1]; tap++) {
    rows.forEach((from, row) => {
      if (from < 0) return;
      const start = (tap * channels + from) * node.channels;
      columns.forEach((to, column) => {
        if (to >= 0) take(tap, row, column, node.weights[start + to] ?? 0);
      });
    });
  }
}
