import { describe, expect, test } from 'vitest';
import { goalsOf, verdict } from '../../../bench/gpu/goals.ts';
import { aCase, aReport, f16, f32, measured } from './a-report.ts';

const [small, half] = [
  { width: 320, height: 240 },
  { width: 640, height: 480 },
];

describe('the goals', () => {
  test('are about mixed3 at two sizes beside both peers, and the share of the peak at 640×480', () => {
    const goals = goalsOf(aReport([aCase('mixed3', small), aCase('mixed3', half), aCase('mixed5', half), aCase('mixed5', small)]));
    expect(goals.map(({ what }) => what)).toEqual([
      'mixed3 at 320×240, beside tfjs',
      'mixed3 at 320×240, beside jax-js',
      'mixed3 at 640×480, beside tfjs',
      'mixed3 at 640×480, beside jax-js',
      'mixed3 at 640×480, of the f32 peak',
      'mixed5 at 640×480, of the f32 peak',
    ]);
  });

  test('beside a peer, compare the fastest of ours with the fastest of its best setting', () => {
    const result = aCase('mixed3', small, {
      ours: [{ ...f32, ...measured([2, 2.5]) }],
      peers: [
        { name: 'tfjs', setting: 'one', milliseconds: [20, 12] },
        { name: 'tfjs', setting: 'other', milliseconds: [11, 30] },
        { name: 'jax-js', setting: 'jit', milliseconds: [5] },
      ],
    });
    const [tfjs, jax] = goalsOf(aReport([result]));
    expect(tfjs).toMatchObject({ wanted: 5, measured: 5.5 });
    expect(jax).toMatchObject({ wanted: 3, measured: 2.5 });
    expect([tfjs, jax].map((goal) => goal && verdict(goal))).toEqual(['met', 'not met']);
  });

  test('with several ways of computing ours, take the fastest', () => {
    const baked = { precision: 'f32', shaders: 'baked' } as const;
    const result = aCase('mixed5', half, {
      ours: [
        { ...f32, ...measured([10], 10e9) },
        { ...baked, ...measured([5], 10e9) },
      ],
    });
    expect(goalsOf(aReport([result], { f32: 4000 }))).toMatchObject([{ measured: 50 }]);
  });

  test('of the peak, take planned FLOPs by wall-clock', () => {
    const result = aCase('mixed5', half, { ours: [{ ...f32, ...measured([10], 40e9) }] });
    const [goal] = goalsOf(aReport([result], { f32: 8000 }));
    expect(goal).toMatchObject({ wanted: 45, unit: '%', measured: 50 });
  });

  test('beside a peer that is left out, are not measured, and say why', () => {
    const result = aCase('mixed3', small, { agreements: [{ name: 'jax-js', leftOut: 'it found no adapter' }] });
    const jax = goalsOf(aReport([result])).find(({ what }) => what.endsWith('jax-js'));
    expect(jax?.measured).toEqual({ name: 'jax-js', leftOut: 'it found no adapter' });
    expect(jax && verdict(jax)).toBe('not measured');
  });

  test('in f16, are there where it was measured and only there', () => {
    const both = aCase('mixed3', half, {
      ours: [
        { ...f32, ...measured([4]) },
        { ...f16, ...measured([2]) },
      ],
    });
    const one = aCase('mixed3', half, {
      ours: [
        { ...f32, ...measured([4]) },
        { ...f16, leftOut: 'no shader-f16' },
      ],
    });
    expect(goalsOf(aReport([both])).filter(({ precision }) => precision === 'f16')).toHaveLength(3);
    expect(goalsOf(aReport([one])).filter(({ precision }) => precision === 'f16')).toHaveLength(0);
  });
});
