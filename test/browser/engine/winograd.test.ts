import { beforeAll, describe, expect, test } from 'vitest';
import type { ConvNode, GraphNode } from '../../../src/engine/network/graph.ts';
import { makeBlueprint } from '../../../src/engine/plan/blueprint.ts';
import { cosine, relativeL2 } from '../../support/compare.ts';
import { testDevice } from '../../support/frames/gpu.ts';
import { conv, energy, expectTwin, gradients, input } from '../../support/twin.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});

const wayOf = (): string => 'winograd';

/** Winograd's way is for convolutions in the arena, so there is always one of another way before. */
const chain = (
  channels: readonly [number, number, number],
  shape: Partial<Pick<ConvNode, 'padding' | 'relu'>> = {},
): readonly GraphNode[] => [
  input,
  conv('stem', 0, 3, channels[0], { kernel: [1, 1] }),
  conv('middle', 1, channels[0], channels[1], shape),
  conv('out', 2, channels[1], channels[2], shape),
];

/** A tensor that two convolutions read, whose parts each obey a mask of their own or none. */
const block: readonly GraphNode[] = [
  input,
  conv('stem', 0, 3, 6, { kernel: [1, 1] }),
  conv('rectified', 1, 6, 38),
  conv('linear', 1, 6, 5, { relu: false }),
  { op: 'concat', name: 'block', inputs: [2, 3] },
  conv('left', 4, 43, 7),
  conv('right', 4, 43, 6),
  { op: 'concat', name: 'out', inputs: [5, 6] },
];

const cases: readonly {
  readonly name: string;
  readonly nodes: readonly GraphNode[];
  readonly width: number;
  readonly height: number;
  readonly jobs: number;
  readonly bake?: boolean;
}[] = [
  { name: 'same, odd sides', nodes: chain([6, 5, 4]), width: 11, height: 7, jobs: 4 },
  { name: 'valid, even and odd', nodes: chain([6, 5, 4], { padding: 'valid' }), width: 12, height: 9, jobs: 4, bake: true },
  { name: 'one pixel wide', nodes: chain([6, 5, 4]), width: 1, height: 9, jobs: 4 },
  { name: 'one pixel high', nodes: chain([6, 5, 4]), width: 8, height: 1, jobs: 4 },
  { name: 'several blocks of tiles and of channels', nodes: chain([37, 70, 33]), width: 23, height: 19, jobs: 4 },
  { name: 'without a rectifier', nodes: chain([6, 5, 4], { relu: false }), width: 9, height: 8, jobs: 4 },
  { name: 'gradients that are added, in parts', nodes: block, width: 14, height: 11, jobs: 8, bake: true },
];

describe('Winograd, forward and backward, against its twin', () => {
  test.for([...cases.map((each) => ({ ...each, bake: false })), ...cases.filter(({ bake }) => bake)])(
    '$name, sizes baked in: $bake',
    async ({ bake = false, nodes, width, height, jobs }) => {
      const planned = makeBlueprint({ nodes }, { width, height }, ['out'], { wayOf });
      const names = planned.steps.flatMap((step) => step.jobs.map(({ kernel }) => kernel.name));
      expect(names.filter((name) => name === 'winograd')).toHaveLength(jobs);
      await expectTwin(device, { nodes }, { width, height }, energy, { wayOf, bake });
    },
  );

  test('rounded as float16 would, several blocks', async () => {
    const nodes = chain([37, 70, 33]);
    const { ours, twin } = await gradients(device, { nodes }, { width: 23, height: 19 }, energy, { wayOf, precision: 'f16-emulated' });
    expect(cosine(ours.gradient, twin.gradient)).toBeGreaterThanOrEqual(0.995);
    expect(relativeL2(ours.gradient, twin.gradient)).toBeGreaterThan(1e-5);
  });
});
