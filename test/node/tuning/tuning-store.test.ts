import { describe, expect, test } from 'vitest';
import { choosePrecision, precisionProblem } from '../../../src/engine/precision.ts';
import { readTuning, writeTuning } from '../../../src/engine/tuning/tuning-store.ts';
import type { TuningStore } from '../../../src/engine/tuning/tuning-store.ts';
import { TuningCache } from '../../../src/streams/worker/tuning-cache.ts';

describe('a store of tunings', () => {
  test('that is closed or full, has nothing and takes nothing', async () => {
    const store: TuningStore = {
      read: () => Promise.reject(new Error('The store is closed.')),
      write: () => Promise.reject(new Error('The store is full.')),
    };
    expect(await readTuning(store, 'key')).toBeNull();
    await expect(writeTuning(store, 'key', 'value')).resolves.toBeUndefined();
  });

  test('where there are no caches, has nothing and takes nothing', async () => {
    expect('caches' in globalThis).toBe(false);
    const cache = new TuningCache('https://example.org/models/');
    await cache.write('key', 'value');
    expect(await cache.read('key')).toBeNull();
  });
});

describe('precision', () => {
  const gpu = (...features: readonly GPUFeatureName[]) => ({ features: new Set(features) });

  test.for([
    ['auto', 'f16', 'f32'],
    ['f16', 'f16', 'f32'],
    ['f32', 'f32', 'f32'],
    [undefined, 'f16', 'f32'],
  ] as const)('%s, is %s where the GPU has float16 and %s where not', ([wanted, having, lacking]) => {
    expect(choosePrecision(gpu('shader-f16', 'timestamp-query'), wanted)).toBe(having);
    expect(choosePrecision(gpu('timestamp-query'), wanted)).toBe(lacking);
  });

  test('that the GPU lacks, is told with what to do; nothing else is', () => {
    expect(precisionProblem(gpu(), 'f16')?.message).toMatch(/^Expected .*f16; this GPU .*f32.*Choose/);
    expect(precisionProblem(gpu('shader-f16'), 'f16')).toBeNull();
    expect(precisionProblem(gpu(), 'auto')).toBeNull();
    expect(precisionProblem(gpu(), 'f32')).toBeNull();
  });
});
