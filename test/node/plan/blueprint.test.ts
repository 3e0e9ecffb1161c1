import { beforeAll, describe, expect, test } from 'vitest';
import { compose } from '../../../src/engine/kernels/compose.ts';
import type { Memory } from '../../../src/engine/kernels/job.ts';
import type { Graph } from '../../../src/engine/network/graph.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { minimumSide } from '../../../src/engine/network/shapes.ts';
import { octaveSizes } from '../../../src/engine/octaves.ts';
import { makeBlueprint } from '../../../src/engine/plan/blueprint.ts';
import type { Blueprint } from '../../../src/engine/plan/blueprint.ts';
import type { Step } from '../../../src/engine/plan/step.ts';
import { checkFits } from '../../../src/engine/plan/limits.ts';
import { inceptionFiles } from '../../support/model-folder.ts';
import { TINY_LAYERS, tinyFiles } from '../../support/tiny-network.ts';

interface Life {
  readonly memory: Memory;
  readonly first: number;
  readonly last: number;
}

/** First and last dispatch that needs each piece of memory. */
function livesOf(steps: readonly Step[]): readonly Life[] {
  const lives = new Map<string, Life>();
  steps.forEach((step, index) => {
    for (const { memory } of step.jobs.flatMap((job) => job.accesses)) {
      const key = `${memory.kind} ${memory.id}`;
      lives.set(key, { memory, first: lives.get(key)?.first ?? index, last: index });
    }
  });
  return [...lives.values()];
}

const sizeOf = (memory: Memory): number => (memory.kind === 'arena' ? memory.quads : memory.kind === 'bits' ? memory.words : 0);

const shadersOf = ({ steps, precision }: Blueprint): readonly string[] => steps.map(({ kernels }) => compose(kernels, precision));

describe('InceptionV3, planned', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await loadGraph(inceptionFiles, ['mixed3', 'mixed5']);
  });

  test.for([
    { layer: 'mixed3', size: { width: 320, height: 240 }, dispatches: 41, gflops: [8.9, 9.4] },
    { layer: 'mixed3', size: { width: 640, height: 480 }, dispatches: 41, gflops: [38, 40] },
    { layer: 'mixed5', size: { width: 320, height: 240 }, dispatches: 61, gflops: [11.6, 12.3] },
  ] as const)('to $layer at $size: dispatches, multiply-adds as published, shaders', async ({ layer, size, dispatches, gflops }) => {
    const blueprint = makeBlueprint(await loadGraph(inceptionFiles, [layer]), size, [layer]);
    expect(blueprint.steps.length).toBeLessThanOrEqual(dispatches);
    // Forward and backward to the picture: 4 flops a multiply-add.
    expect(blueprint.flops / 1e9).toBeGreaterThan(gflops[0]);
    expect(blueprint.flops / 1e9).toBeLessThan(gflops[1]);
    expect(new Set(shadersOf(blueprint)).size).toBeLessThanOrEqual(16);
  });

  test.for(['arena', 'bits'] as const)('memory in the %s that is needed at one time never overlaps', (kind) => {
    const { steps, placement } = makeBlueprint(graph, { width: 160, height: 120 }, ['mixed3', 'mixed5']);
    const lives = livesOf(steps).filter(({ memory }) => memory.kind === kind);
    expect(lives.length).toBeGreaterThan(30);
    for (const { memory, first, last } of lives) {
      const start = placement.placeOf(memory);
      const end = start + sizeOf(memory);
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(kind === 'arena' ? placement.arenaQuads : placement.bitsWords);
      for (const other of lives) {
        if (other.memory.id === memory.id || other.first > last || other.last < first) continue;
        const from = placement.placeOf(other.memory);
        expect(from >= end || from + sizeOf(other.memory) <= start).toBe(true);
      }
    }
  });

  test('memory: within 1.5 × of the most that any dispatch needs at once', () => {
    const { steps, arenaBytes, bitsBytes, liveBytes } = makeBlueprint(graph, { width: 640, height: 480 }, ['mixed3', 'mixed5']);
    const lives = livesOf(steps);
    const needed = steps.map((_, index) =>
      lives.reduce((sum, { memory, first, last }) => {
        const bytes = sizeOf(memory) * (memory.kind === 'arena' ? 16 : 4);
        return first <= index && index <= last ? sum + bytes : sum;
      }, 0),
    );
    expect(liveBytes).toBeGreaterThanOrEqual(Math.max(...needed));
    expect(arenaBytes + bitsBytes).toBeLessThanOrEqual(1.5 * Math.max(...needed));
  });

  test('what a dispatch writes, no other job of it reads or writes', () => {
    const { steps } = makeBlueprint(graph, { width: 96, height: 96 }, ['mixed3', 'mixed5']);
    expect(steps.some(({ jobs }) => jobs.length > 2)).toBe(true);
    for (const { jobs } of steps) {
      jobs.forEach((job, index) => {
        const others = jobs.filter((_, other) => other !== index).flatMap((other) => other.accesses);
        for (const { memory, from, to } of job.accesses.filter(({ writes }) => writes)) {
          const met = others.filter(
            (other) => other.memory.kind === memory.kind && other.memory.id === memory.id && other.from < to && from < other.to,
          );
          expect(met).toEqual([]);
        }
      });
    }
  });

  test('guided: one more dispatch a match, and the features of the guided layers alone', () => {
    const size = { width: 160, height: 120 };
    const layers = ['mixed3', 'mixed5'];
    const plain = makeBlueprint(graph, size, layers);
    const guides = (['cosine', 'dot'] as const).map((match) => ({ layer: 'mixed3', match }));
    const guided = makeBlueprint(graph, size, layers, { guides });
    expect(plain.guides).toEqual({ places: [], keeps: [], quads: 0 });
    expect(guided.steps.length).toBe(plain.steps.length + 2);
    expect(guided.coefficients).toBe(plain.coefficients + 2);
    const { tensor } = guided.layers.get('mixed3') ?? {};
    expect(tensor).toMatchObject({ quads: 192 });
    expect(guided.guides.quads).toBe(1 + (tensor?.height ?? 0) * (tensor?.width ?? 0) * 192);
    // Kept once, while mixed3 is whole and before anything deeper has run.
    expect(guided.guides.keeps).toHaveLength(1);
    const [keep] = guided.guides.keeps;
    const made = guided.steps.findLastIndex(({ jobs }) => jobs.some(({ label }) => label.endsWith(' forward')));
    expect(keep?.after).toBeLessThan(made);
    expect(
      guided.steps[keep?.after ?? -1]?.jobs.some(({ accesses }) =>
        accesses.some(({ memory, writes }) => writes && memory.id === keep?.step.jobs[0]?.sources[0]?.memory.id),
      ),
    ).toBe(true);
  });

  test('float16: half the bytes of the arena, the same dispatches', () => {
    const size = { width: 160, height: 120 };
    const [wide, narrow] = [makeBlueprint(graph, size, ['mixed3']), makeBlueprint(graph, size, ['mixed3'], { precision: 'f16' })];
    expect(narrow.arenaBytes).toBe(wide.arenaBytes / 2);
    expect(narrow.steps.map(({ label }) => label)).toEqual(wide.steps.map(({ label }) => label));
  });

  test('a picture beyond a limit of the GPU: the error says which', () => {
    const limits = { maxBufferSize: 2 ** 28, maxStorageBufferBindingSize: 2 ** 27, maxComputeWorkgroupsPerDimension: 65535 };
    const blueprint = makeBlueprint(graph, { width: 320, height: 240 }, ['mixed3']);
    const most = blueprint.arenaBytes;
    const groups = Math.max(...blueprint.steps.flatMap((step) => step.workgroups));
    const fits = (changes: Partial<typeof limits>) => () => {
      checkFits(blueprint, { ...limits, ...changes });
    };
    expect(fits({ maxBufferSize: most, maxComputeWorkgroupsPerDimension: groups })).not.toThrow();
    expect(fits({ maxBufferSize: most - 1 })).toThrow(`${String(most)} bytes`);
    expect(fits({ maxStorageBufferBindingSize: most - 1 })).toThrow(expect.objectContaining({ code: 'size-too-large' }));
    expect(fits({ maxComputeWorkgroupsPerDimension: groups - 1 })).toThrow(`${String(groups)} workgroups`);
  });

  test('a picture below what the graph takes: the error says so', () => {
    expect(() => makeBlueprint(graph, { width: 200, height: 40 }, ['mixed3'])).toThrow(expect.objectContaining({ code: 'size-too-small' }));
  });
});

test('every octave of one network runs on the same shaders', async () => {
  const graph = await loadGraph(tinyFiles(), [...TINY_LAYERS]);
  const shaders = [48, 37, 28].map((side) =>
    [...new Set(shadersOf(makeBlueprint(graph, { width: side, height: side }, [...TINY_LAYERS])))].sort(),
  );
  expect(shaders[1]).toEqual(shaders[0]);
  expect(shaders[2]).toEqual(shaders[0]);
});

test('the default dream, all octaves together, compiles eight shaders', async () => {
  const layers = ['mixed2', 'mixed3'];
  const graph = await loadGraph(inceptionFiles, layers);
  const octaves = octaveSizes({ width: 640, height: 480 }, { dreamSize: 320, octaves: 3, octaveScale: 1.3 }, minimumSide(graph));
  expect(octaves).toHaveLength(3);
  expect(new Set(octaves.flatMap((size) => shadersOf(makeBlueprint(graph, size, layers)))).size).toBe(8);
});
