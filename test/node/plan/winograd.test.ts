import { describe, expect, test } from 'vitest';
import { winogradWeights } from '../../../src/engine/kernels/winograd-weights.ts';
import { winograd } from '../../../src/engine/kernels/winograd.ts';
import type { Convolution } from '../../../src/engine/kernels/convolution.ts';
import type { Source } from '../../../src/engine/kernels/job.ts';
import { random } from '../../support/random.ts';

type Matrix = readonly (readonly number[])[];

// Bᵀ and Aᵀ of F(2 × 2, 3 × 3), as published.
const Bt: Matrix = [
  [1, 0, -1, 0],
  [0, 1, 1, 0],
  [0, -1, 1, 0],
  [0, 1, 0, -1],
];
const At: Matrix = [
  [1, 1, 1, 0],
  [0, 1, -1, -1],
];

const transposed = (a: Matrix): Matrix => (a[0] ?? []).map((_, column) => a.map((row) => row[column] ?? NaN));
const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => transposed(b).map((column) => row.reduce((sum, value, at) => sum + value * (column[at] ?? NaN), 0)));
const square = (side: number, at: (row: number, column: number) => number): Matrix =>
  Array.from({ length: side }, (_, row) => Array.from({ length: side }, (__, column) => at(row, column)));

const [k, n] = [4, 8];
const next = random(7);
const values = Float32Array.from({ length: 9 * k * n + n }, () => 2 * next() - 1);
const weights = { key: 'conv/forward', quads: values.length / 4, values: () => values };
const tapAt = (tap: number, from: number, to: number): number => values[(tap * k + from) * n + to] ?? NaN;

describe('Winograd’s weights', () => {
  test.for([false, true])('2 × 2 pixels of every pair of channels, taps mirrored: %s', (mirrored) => {
    const all = winogradWeights({ weights, k, n, mirrored }).values();
    const frequencyAt = (frequency: number, from: number, to: number): number => all[(frequency * k + from) * n + to] ?? NaN;
    for (let from = 0; from < k; from++) {
      for (let to = 0; to < n; to++) {
        const patch = square(4, () => 2 * next() - 1);
        const spectrum = times(times(Bt, patch), transposed(Bt));
        const product = square(4, (i, j) => (spectrum[i]?.[j] ?? NaN) * frequencyAt(i * 4 + j, from, to));
        const result = times(times(At, product), transposed(At));
        const direct = square(2, (y, x) =>
          Array.from({ length: 9 }).reduce<number>((sum, _, tap) => {
            const weight = tapAt(mirrored ? 8 - tap : tap, from, to);
            return sum + (patch[y + Math.floor(tap / 3)]?.[x + (tap % 3)] ?? NaN) * weight;
          }, 0),
        );
        direct.flat().forEach((value, at) => expect(result.flat()[at]).toBeCloseTo(value, 6));
      }
    }
  });

  test('the bias stays behind, and the key is their own', () => {
    const ours = winogradWeights({ weights, k, n, mirrored: false });
    expect(ours.values().subarray(16 * k * n)).toEqual(values.subarray(9 * k * n));
    expect(ours.quads).toBe((16 * k * n + n) / 4);
    expect(ours.key).toBe('conv/forward/winograd');
  });
});

describe('Winograd’s way', () => {
  const view = (id: string, quads: number): Source => ({
    height: 9,
    width: 17,
    quads,
    offset: 0,
    pitch: quads,
    memory: { kind: 'arena', id, quads: 9 * 17 * quads },
  });
  const spec: Convolution = {
    label: 'conv',
    backward: false,
    sources: [view('from', k / 4)],
    results: [{ ...view('to', n / 4), mask: null }],
    window: { kernel: [3, 3], stride: [1, 1], pad: [1, 0] },
    weights,
    accumulate: false,
    narrow: false,
    macs: 1000,
  };

  test('one job of two blocks of tiles, with the direct convolution’s flops', () => {
    const [job, ...more] = winograd(spec) ?? [];
    expect(more).toEqual([]);
    expect(job?.groups).toBe(2);
    expect(job?.flops).toBe(2000);
    expect(job?.window.pad).toEqual([1, 0]);
  });

  test('backward, the padding is what is left of two', () => {
    expect(winograd({ ...spec, backward: true })?.[0]?.window.pad).toEqual([1, 2]);
  });

  test.for([
    { name: 'a stride', change: { window: { ...spec.window, stride: [1, 2] } } },
    { name: 'another kernel', change: { window: { ...spec.window, kernel: [3, 1] } } },
    { name: 'a picture read', change: { sources: [{ ...view('from', 1), memory: { kind: 'fixed', id: 'picture' } }] } },
    {
      name: 'a picture written',
      change: { results: [{ ...view('to', 1), mask: null, memory: { kind: 'fixed', id: 'picture-gradient' } }] },
    },
  ] as const)('not for $name', ({ change }) => {
    expect(winograd({ ...spec, ...change })).toBeNull();
  });
});
