import { beforeAll, describe, expect, test } from 'vitest';
import { TUTORIAL_RULE } from '../../../src/engine/ascent-rule.ts';
import { EngineError } from '../../../src/engine/errors.ts';
import type { Graph } from '../../../src/engine/network/graph.ts';
import { layersOf } from '../../../src/engine/objective.ts';
import { RECIPES } from '../../../src/streams/settings/recipes.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { planStill } from '../../../src/engine/index.ts';
import type { StillRecipe } from '../../../src/engine/still/still-recipe.ts';
import { inceptionFiles } from '../../support/model-folder.ts';
import { tinyFiles } from '../../support/tiny-network.ts';

/** WebGPU's default limits, and what a graphics card of a desktop has. */
const small = { maxBufferSize: 2 ** 28, maxStorageBufferBindingSize: 2 ** 27, maxComputeWorkgroupsPerDimension: 65535 };
const large = { ...small, maxBufferSize: 2 ** 32, maxStorageBufferBindingSize: 2 ** 32 - 4 };

const recipe: StillRecipe = {
  objective: [
    { kind: 'mean', layer: 'mixed3', weight: 1 },
    { kind: 'mean', layer: 'mixed5', weight: 1 },
  ],
  rule: TUTORIAL_RULE,
  steps: 100,
  stepSize: 0.01,
  octaves: { from: -2, to: 2, scale: 1.3 },
  carry: 'picture',
  tile: 512,
  jitter: 'tile',
  stopAt: null,
  seed: 1,
};

const failure = (make: () => unknown): EngineError => {
  try {
    make();
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('Expected an error.');
};

let inception: Graph;
let tiny: Graph;
beforeAll(async () => {
  [inception, tiny] = await Promise.all([loadGraph(inceptionFiles, ['mixed3', 'mixed5']), loadGraph(tinyFiles(), ['tiny1'])]);
});

describe('InceptionV3 to mixed5', () => {
  test('500×375, five octaves of one tile or four', () => {
    const { octaves, leftOut } = planStill({ width: 500, height: 375 }, recipe, inception, large);
    expect(octaves.map(({ width, height, tiles }) => [width, height, tiles])).toEqual([
      [295, 221, 1],
      [384, 288, 1],
      [500, 375, 1],
      [650, 487, 2],
      [845, 633, 4],
    ]);
    expect(octaves.map(({ tile }) => tile.width)).toEqual([295, 384, 500, 512, 512]);
    expect(leftOut).toEqual([]);
  });

  test.for(['picture', 'detail'] as const)('4096×4096 under 700 MB, the %s carried; octaves above are left out and told', (carry) => {
    const { octaves, leftOut, deviceBytes } = planStill({ width: 4096, height: 4096 }, { ...recipe, carry }, inception, large, {
      previewSize: 1024,
    });
    expect(octaves.map(({ exponent }) => exponent)).toEqual([-2, -1, 0]);
    expect(deviceBytes).toBeLessThan(700e6);
    expect(deviceBytes).toBeGreaterThan(2 * 16 * 4096 * 4096);
    expect(leftOut.map(({ exponent, width }) => [exponent, width])).toEqual([
      [1, 5324],
      [2, 6922],
    ]);
    expect(leftOut[0]?.why).toMatch(/would take \d{3,} MB .* 700 MB/);
  });

  test.for(RECIPES)('4096×4096 by $id, under 700 MB', async ({ recipe: ready }) => {
    const graph = await loadGraph(inceptionFiles, layersOf(ready.objective));
    const { octaves, deviceBytes } = planStill({ width: 4096, height: 4096 }, ready, graph, large, { previewSize: 1024 });
    expect(deviceBytes).toBeLessThan(700e6);
    expect(octaves.at(-1)).toMatchObject({ exponent: 0, width: 4096 });
  });

  test('4096×4096 all at once is tiled: the memory of a whole one would be gigabytes', () => {
    const { octaves, deviceBytes } = planStill({ width: 4096, height: 4096 }, { ...recipe, tile: null }, inception, large);
    expect(octaves.at(-1)?.tile).toEqual({ width: 512, height: 512 });
    expect(deviceBytes).toBeLessThan(700e6);
    expect(planStill({ width: 500, height: 375 }, { ...recipe, tile: null }, inception, large).octaves.at(-1)?.tiles).toBe(1);
  });

  test('at once where the GPU lacks the room: the largest tiles that there is room for, and told as a fallback', () => {
    const changes = { tile: null, jitter: 0 } as const;
    const { octaves } = planStill({ width: 1024, height: 768 }, { ...recipe, ...changes }, inception, small);
    expect(octaves.map(({ tiles, fallback = false }) => [tiles, fallback])).toEqual([
      [1, false],
      [1, false],
      [1, false],
      [1, false],
      [4, true],
    ]);
    expect(octaves.at(-1)?.tile).toEqual({ width: 1024, height: 1024 });
    expect(planStill({ width: 1024, height: 768 }, recipe, inception, small).octaves.every(({ fallback }) => !fallback)).toBe(true);
  });

  test('8192×8192 where the GPU has buffers of a gigabyte; where it has not, what it takes', () => {
    const size = { width: 8192, height: 8192 };
    expect(planStill(size, recipe, inception, large).octaves.at(-1)).toMatchObject({ width: 8192, tiles: 256 });
    const error = failure(() => planStill(size, recipe, inception, small));
    expect(error.code).toBe('size-too-large');
    expect(error.message).toContain('this GPU takes at most 134 MB');
    const [, side = ''] = /Make it (\d+)×/.exec(error.message) ?? [];
    const { octaves } = planStill({ width: Number(side), height: Number(side) }, recipe, inception, small);
    expect(octaves.at(-1)?.exponent).toBe(0);
  });

  test('100 megapixels: how large it may be', () => {
    const error = failure(() =>
      planStill({ width: 10_000, height: 10_000 }, { ...recipe, octaves: { from: 0, to: 0, scale: 1.3 } }, inception, large),
    );
    expect(error.code).toBe('size-too-large');
    expect(error.message).toContain('100 megapixels');
    expect(error.message).toContain('8192×8192 or smaller');
  });

  test('a panorama of 10:1, small octaves left out and told', () => {
    const { octaves, leftOut } = planStill({ width: 600, height: 60 }, recipe, inception, large);
    expect(octaves.map(({ height }) => height)).toEqual([46, 60, 78, 101]);
    expect(leftOut).toEqual([{ exponent: -2, width: 355, height: 35, why: expect.stringContaining('43 pixels') as string }]);
  });

  test('1×1: how large it has to be at least, and that is enough', () => {
    const error = failure(() => planStill({ width: 1, height: 1 }, recipe, inception, large));
    expect(error.code).toBe('size-too-small');
    const [, side = ''] = /at least (\d+)×/.exec(error.message) ?? [];
    const least = Number(side);
    expect(planStill({ width: least, height: least }, recipe, inception, large).octaves).toHaveLength(1);
    expect(failure(() => planStill({ width: least - 1, height: least - 1 }, recipe, inception, large)).code).toBe('size-too-small');
  });
});

describe('bad recipes', () => {
  const good: StillRecipe = { ...recipe, objective: [{ kind: 'energy', layer: 'tiny1', weight: 1 }], tile: 32 };
  const wrong: readonly (readonly [name: string, changes: Partial<StillRecipe>])[] = [
    ['steps', { steps: Number.NaN }],
    ['steps', { steps: 0 }],
    ['stepSize', { stepSize: Number.NaN }],
    ['octaves.from', { octaves: { from: Number.NaN, to: 0, scale: 1.3 } }],
    ['octaves.to', { octaves: { from: 0, to: -1, scale: 1.3 } }],
    ['octaves.scale', { octaves: { from: 0, to: 0, scale: Number.NaN } }],
    ['octaves.scale', { octaves: { from: 0, to: 0, scale: 1 } }],
    ['tile', { tile: Number.NaN }],
    ['tiles', { tile: 5 }],
    ['jitter', { jitter: Number.NaN }],
    ['stopAt', { stopAt: Number.NaN }],
    ['seed', { seed: -1 }],
    ['smoothing', { rule: { ...TUTORIAL_RULE, smoothing: Number.NaN } }],
    ['objective', { objective: [] }],
  ];

  test.for(wrong)('%s is told by its name', ([name, changes]) => {
    const error = failure(() => planStill({ width: 64, height: 64 }, { ...good, ...changes }, tiny, large));
    expect(error.code).toBe('bad-params');
    expect(error.message).toContain(name);
  });

  test('a good one is none', () => {
    expect(planStill({ width: 64, height: 64 }, good, tiny, large).octaves).toHaveLength(5);
  });
});
