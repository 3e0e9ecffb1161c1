import { beforeAll, describe, expect, test } from 'vitest';
import type { Graph } from '../../../src/engine/network/graph.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import type { Objective } from '../../../src/engine/objective.ts';
import { layersOf, scale, sum } from '../../../src/engine/objective.ts';
import type { Picture } from '../../../src/engine/plan/gradient.ts';
import { GradientTool } from '../../../src/engine/plan/gradient.ts';
import { climb } from '../../support/climb.ts';
import { cosine, relativeL2 } from '../../support/compare.ts';
import { testDevice } from '../../support/frames/gpu.ts';
import { headed, objectives } from '../../support/objectives.ts';
import { random } from '../../support/random.ts';
import { referenceGradient } from '../../support/reference-network.ts';
import { tinyFiles } from '../../support/tiny-network.ts';
import { conv, expectTwin, gradients, input } from '../../support/twin.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});

const size = { width: 17, height: 14 };

describe('objectives against their twin', () => {
  test.for(objectives)('$name', async ({ objective }) => {
    await expectTwin(device, headed, size, objective);
  });

  test.for(objectives.filter(({ name }) => /neuron|caricature|all/.test(name)))('$name, the picture rolled', async ({ objective }) => {
    await expectTwin(device, headed, size, objective, { roll: [5, -23] });
  });

  test.for([
    { roll: [5, -23], whole: [40, 29] },
    { roll: [-31, 12], whole: [17, 50] },
  ] as const)(
    'a caricature in a tile, rolled by $roll in a whole of $whole: each place has its one place in the guide',
    async (placing) => {
      await expectTwin(device, headed, size, [{ layer: 'first', kind: 'guide', match: 'cosine', power: 2, weight: 1 }], placing);
    },
  );

  test('guides and a neuron, sizes baked in', async () => {
    const nodes = headed.nodes.slice(0, 2);
    const objective = objectives.at(-1)?.objective.filter(({ layer }) => layer === 'first') ?? [];
    await expectTwin(device, { nodes }, size, sum(objective, [{ layer: 'first', kind: 'guide', match: 'cosine', weight: 1 }]), {
      bake: true,
    });
  });

  test.for(objectives.filter(({ name }) => /neuron|guide/.test(name)))('$name, rounded as float16 would be', async ({ objective }) => {
    const { ours, twin } = await gradients(device, headed, size, scale(objective, 1e-4), { precision: 'f16-emulated' });
    expect(Math.abs(ours.value / twin.value - 1)).toBeLessThanOrEqual(0.01);
    expect(cosine(ours.gradient, twin.gradient)).toBeGreaterThanOrEqual(0.995);
  });

  test.for([
    { more: 'channels than a slice', channels: 150, sides: { width: 9, height: 8 } },
    { more: 'positions than are looked at', channels: 5, sides: { width: 35, height: 33 } },
  ])('a guide of more $more', async ({ channels, sides }) => {
    const nodes = [input, conv('out', 0, 3, channels)];
    for (const match of ['dot', 'cosine'] as const)
      await expectTwin(device, { nodes }, sides, [{ layer: 'out', kind: 'guide', match, weight: 1 }]);
  });

  test('a layer in parts, rectified and not, guided: each part obeys its own rectifier', async () => {
    const nodes: Graph['nodes'] = [
      input,
      conv('first', 0, 3, 6),
      conv('second', 1, 6, 9, { relu: false }),
      { op: 'concat', name: 'out', inputs: [1, 2] },
    ];
    for (const match of ['dot', 'cosine'] as const)
      await expectTwin(device, { nodes }, size, [{ layer: 'out', kind: 'guide', match, weight: 1 }]);
  });
});

describe('a plan', () => {
  test('takes one objective after another of its layers, from means to neurons', async () => {
    const next = random(5);
    const data = Float32Array.from({ length: size.width * size.height * 3 }, () => 2 * next() - 1);
    const tool = await GradientTool.create(device, headed, size, ['out']);
    for (const { objective } of objectives.slice(0, 5)) {
      const { value, gradient } = await tool.run({ ...size, data }, objective);
      const twin = referenceGradient(headed, { ...size, values: data }, objective);
      expect(value).toBeCloseTo(twin.value, 4);
      expect(relativeL2(gradient, twin.gradient)).toBeLessThanOrEqual(1e-5);
    }
    tool.destroy();
  });

  test('that is guided, but by nothing, climbs nowhere', async () => {
    const objective: Objective = [{ layer: 'out', kind: 'guide', match: 'dot', weight: 1 }];
    const tool = await GradientTool.create(device, headed, size, ['out'], { guides: [{ layer: 'out', match: 'dot' }] });
    const picture = { ...size, data: new Float32Array(size.width * size.height * 3).fill(0.3) };
    const none = await tool.run(picture, objective);
    expect([none.value, ...none.gradient].every((value) => value === 0)).toBe(true);
    tool.guide(picture);
    expect((await tool.run(picture, objective)).value).toBeGreaterThan(0);
    tool.destroy();
  });

  test('of a tile, finds a neuron at its place in the whole picture, and none that lies elsewhere', async () => {
    const next = random(6);
    const data = Float32Array.from({ length: size.width * size.height * 3 }, () => 2 * next() - 1);
    const tool = await GradientTool.create(device, headed, size, ['out']);
    // All channels of it: some are above zero.
    const neuron = (x: number, y: number): Objective =>
      Array.from({ length: 7 }, (_, channel) => ({ layer: 'out', kind: 'neuron', channel, x, y, weight: 1 }));
    // The tile begins at pixel 10, 8 of a picture of 40 × 30.
    const placing = [-10, -8, 40, 30];
    const { gradient } = await tool.run({ ...size, data }, neuron(0.5, 0.5), placing);
    const twin = referenceGradient(headed, { ...size, values: data }, neuron(10 / size.width, 7 / size.height));
    expect(twin.gradient.some((value) => value !== 0)).toBe(true);
    expect(relativeL2(gradient, twin.gradient)).toBeLessThanOrEqual(1e-5);
    const outside = await tool.run({ ...size, data }, neuron(0.9, 0.5), placing);
    expect([outside.value, ...outside.gradient].every((value) => value === 0)).toBe(true);
    tool.destroy();
  });

  const refused: readonly { readonly name: string; readonly graph?: Graph; readonly objective: Objective; readonly message: string }[] = [
    {
      name: 'a channel that is not there',
      objective: [{ layer: 'out', kind: 'channel', channel: 7, weight: 1 }],
      message: 'from 0 to 6, got 7',
    },
    {
      name: 'a neuron of a channel that is not there',
      objective: [{ layer: 'out', kind: 'neuron', channel: 9, x: 0, y: 0, weight: 1 }],
      message: 'from 0 to 6, got 9',
    },
    { name: 'a class that is not there', objective: [{ layer: 'out', kind: 'class', class: 3, weight: 1 }], message: 'from 0 to 2, got 3' },
    {
      name: 'a class on another layer',
      objective: [{ layer: 'first', kind: 'class', class: 0, weight: 1 }],
      message: 'sits on, out, got first',
    },
    {
      name: 'a class without a head',
      graph: { nodes: headed.nodes },
      objective: [{ layer: 'out', kind: 'class', class: 0, weight: 1 }],
      message: 'this one has none',
    },
    {
      name: 'a guide not planned for',
      objective: [{ layer: 'out', kind: 'guide', match: 'dot', weight: 1 }],
      message: 'Plan again with that guide',
    },
    {
      name: 'more neurons than there is room for',
      objective: Array.from({ length: 33 }, () => ({ layer: 'out', kind: 'neuron' as const, channel: 0, x: 0, y: 0, weight: 1 })),
      message: 'at most 32 neurons',
    },
  ];
  test.for(refused)('refuses $name, and says why', async ({ graph = headed, objective, message }) => {
    const tool = await GradientTool.create(device, graph, size, ['first', 'out']);
    expect(() => {
      tool.plan.setObjective(objective);
    }).toThrow(message);
    tool.destroy();
  });
});

/** Lucid's test of an objective: whatever it is, it rises under ascent. */
describe('under ascent', () => {
  const side = { width: 24, height: 20 };
  const picture = (colour: (x: number, y: number, channel: number) => number): Picture => ({
    ...side,
    data: Float32Array.from({ length: side.width * side.height * 3 }, (_, index) =>
      colour(Math.floor(index / 3) % side.width, Math.floor(index / 3 / side.width), index % 3),
    ),
  });
  const next = random(9);
  const pictures = [
    { name: 'noise', picture: picture(() => 0.6 * (2 * next() - 1)) },
    { name: 'a soft slope', picture: picture((x, y, channel) => (x + channel * y) / 40 - 0.4) },
    { name: 'checks', picture: picture((x, y) => (((x >> 2) + (y >> 2)) % 2) - 0.5) },
  ];
  const guide = picture((x, y, channel) => Math.sin(x * (channel + 1)) * Math.cos(y / 2));
  const kinds: readonly { readonly kind: string; readonly objective: Objective }[] = [
    { kind: 'a mean', objective: [{ layer: 'tiny1', kind: 'mean', weight: 1 }] },
    { kind: 'a negative mean', objective: [{ layer: 'tiny1', kind: 'mean', weight: -1 }] },
    { kind: 'an energy', objective: [{ layer: 'tiny1', kind: 'energy', weight: 1 }] },
    { kind: 'a channel', objective: [{ layer: 'tiny1', kind: 'channel', channel: 32, weight: 1 }] },
    {
      kind: 'a neuron',
      objective: [0, 11, 20, 32].map((channel) => ({ layer: 'tiny1', kind: 'neuron', channel, x: 0.5, y: 0.4, weight: 1 })),
    },
    { kind: 'a class', objective: [{ layer: 'tiny1', kind: 'class', class: 2, weight: 1 }] },
    { kind: 'a guide by product', objective: [{ layer: 'tiny1', kind: 'guide', match: 'dot', weight: 1 }] },
    { kind: 'a guide by cosine', objective: [{ layer: 'tiny1', kind: 'guide', match: 'cosine', weight: 1 }] },
  ];
  const cases = pictures.flatMap((each) => kinds.map((kind) => ({ ...each, ...kind })));

  test.for(cases)('$kind rises on $name', async ({ picture: start, objective }) => {
    const head = { layer: 'tiny1', classes: 4, weights: Float32Array.from({ length: 140 }, (_, index) => Math.cos(5 * index)) };
    const graph = { ...(await loadGraph(tinyFiles(), layersOf(objective))), head };
    const { values } = await climb(device, graph, start, objective, 4, 0.02, { guide });
    const [first = NaN, last = NaN] = [values[0], values.at(-1)];
    expect(last).toBeGreaterThan(first + 0.01 * Math.abs(first));
  });
});
