import { describe, expect, test } from 'vitest';
import { readOptions } from '../../../bench/gpu/options.ts';
import { refusal } from '../../../bench/gpu/refusal.ts';

describe('the options', () => {
  test('when none are given, ask for all layers, sizes, precisions and peers', () => {
    expect(readOptions([])).toMatchObject({
      sizes: [
        { width: 320, height: 240 },
        { width: 640, height: 480 },
        { width: 1280, height: 720 },
      ],
      layers: ['mixed3', 'mixed5'],
      precisions: ['f32', 'f16'],
      shaders: ['shared', 'baked', 'tuned'],
      tuningMs: 20_000,
      steps: 50,
      peers: 'all',
      allowSoftware: false,
    });
  });

  test('with fewer steps than fill the queue, are refused unless software is let pass', () => {
    expect(() => readOptions(['--steps', '2'])).toThrow('Expected 50 steps or more, got 2');
    expect(readOptions(['--steps', '2', '--allow-software'])).toMatchObject({ steps: 2 });
  });

  test.for([
    ['--size', '640'],
    ['--precision', 'f64'],
    ['--peers', 'webnn'],
    ['--shaders', 'fried'],
    ['--tuning-ms', '1.5'],
    ['--rounds', '0'],
  ] as const)('%s %s, is refused with what was expected', ([name, value]) => {
    expect(() => readOptions([name, value])).toThrow(/^Expected .* got/);
  });
});

describe('an adapter that computes on the processor', () => {
  const software = { description: 'SwiftShader', software: true };

  test('is refused by name', () => {
    expect(refusal(software, false)).toContain('found only SwiftShader');
  });

  test('passes when software is let pass, as a GPU does', () => {
    expect(refusal(software, true)).toBeUndefined();
    expect(refusal({ description: 'a GPU', software: false }, false)).toBeUndefined();
  });
});
