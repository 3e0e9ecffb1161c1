import { beforeAll, describe, expect, test } from 'vitest';
import type { Step } from '../../../src/engine/kernels/step.ts';
import type { Graph } from '../../../src/engine/network/graph.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { makeBlueprint } from '../../../src/engine/plan/blueprint.ts';
import { checkFits } from '../../../src/engine/plan/limits.ts';
import { inceptionFiles } from '../../support/model-folder.ts';
import { TINY_LAYERS, tinyFiles } from '../../support/tiny-network.ts';

const idsOf = (step: Step): readonly string[] => step.operands.flatMap((operand) => (operand.kind === 'arena' ? [operand.id] : []));

/** First and last step that uses each arena operand. */
function lifetimes(steps: readonly Step[]): ReadonlyMap<string, readonly [first: number, last: number]> {
  const lives = new Map<string, readonly [number, number]>();
  steps.forEach((step, index) => {
    for (const id of idsOf(step)) lives.set(id, [lives.get(id)?.[0] ?? index, index]);
  });
  return lives;
}

describe('InceptionV3, planned', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await loadGraph(inceptionFiles, ['mixed3', 'mixed5']);
  });

  test('to mixed3 at 320 × 240: dispatches, multiply-adds as published, pipelines', async () => {
    const to3 = makeBlueprint(await loadGraph(inceptionFiles, ['mixed3']), { width: 320, height: 240 }, ['mixed3']);
    expect(to3.steps.length).toBeLessThanOrEqual(74);
    // Forward and backward to the picture: 4 flops a multiply-add.
    expect(to3.flops / 1e9).toBeGreaterThan(8.9);
    expect(to3.flops / 1e9).toBeLessThan(9.4);
    const pipelines = new Set(to3.steps.map((step) => JSON.stringify([step.kernel, step.constants])));
    expect(pipelines.size).toBeLessThanOrEqual(16);
  });

  test('operands that live at one time never share a slot, and every slot holds its operands', () => {
    const { steps, placement } = makeBlueprint(graph, { width: 160, height: 120 }, ['mixed3', 'mixed5']);
    const lives = [...lifetimes(steps)];
    expect(lives.length).toBeGreaterThan(50);
    for (const [id, [first, last]] of lives) {
      const overlapping = lives.filter(([other, [from, to]]) => other !== id && from <= last && to >= first);
      for (const [other] of overlapping) expect(placement.slotOf.get(other)).not.toBe(placement.slotOf.get(id));
    }
    for (const operand of steps.flatMap((step) => step.operands)) {
      if (operand.kind !== 'arena') continue;
      expect(placement.slotBytes[placement.slotOf.get(operand.id) ?? -1]).toBeGreaterThanOrEqual(operand.bytes);
    }
  });

  test('memory by liveness: within 1.5 × of the most that any step needs at once', () => {
    const { steps, placement } = makeBlueprint(graph, { width: 640, height: 480 }, ['mixed3', 'mixed5']);
    const sizes = new Map(
      steps.flatMap((step) => step.operands.flatMap((operand) => (operand.kind === 'arena' ? [[operand.id, operand.bytes] as const] : []))),
    );
    const lives = [...lifetimes(steps)];
    const needed = steps.map((_, index) =>
      lives.reduce((sum, [id, [first, last]]) => (first <= index && index <= last ? sum + (sizes.get(id) ?? 0) : sum), 0),
    );
    const placed = placement.slotBytes.reduce((sum, bytes) => sum + bytes, 0);
    expect(placed).toBeLessThanOrEqual(1.5 * Math.max(...needed));
  });

  test('no dispatch reads and writes one buffer', () => {
    const { steps, placement } = makeBlueprint(graph, { width: 96, height: 96 }, ['mixed5']);
    for (const step of steps) {
      const slots = [...new Set(idsOf(step))].map((id) => placement.slotOf.get(id));
      expect(new Set(slots).size).toBe(slots.length);
    }
  });

  test('a picture beyond a limit of the GPU: the error says which', () => {
    const limits = { maxBufferSize: 2 ** 28, maxStorageBufferBindingSize: 2 ** 27, maxComputeWorkgroupsPerDimension: 65535 };
    const blueprint = makeBlueprint(graph, { width: 320, height: 240 }, ['mixed3']);
    const most = Math.max(...blueprint.placement.slotBytes);
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

test('every octave of one network runs on the same pipelines', async () => {
  const graph = await loadGraph(tinyFiles(), [...TINY_LAYERS]);
  const keys = [48, 37, 28].map((side) => {
    const { steps } = makeBlueprint(graph, { width: side, height: side }, [...TINY_LAYERS]);
    return [...new Set(steps.map((step) => JSON.stringify([step.kernel, step.constants])))].sort();
  });
  expect(keys[1]).toEqual(keys[0]);
  expect(keys[2]).toEqual(keys[0]);
});
