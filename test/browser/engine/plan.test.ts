import { beforeAll, describe, expect, test } from 'vitest';
import { ways } from '../../../src/engine/kernels/convolution.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import type { Graph, GraphNode, PoolNode } from '../../../src/engine/network/graph.ts';
import type { Objective } from '../../../src/engine/objective.ts';
import { Pipelines } from '../../../src/engine/kernels/pipelines.ts';
import { Arena } from '../../../src/engine/plan/arena.ts';
import { makeBlueprint } from '../../../src/engine/plan/blueprint.ts';
import type { PlanOptions } from '../../../src/engine/plan/blueprint.ts';
import { Plan } from '../../../src/engine/plan/plan.ts';
import { WeightSet } from '../../../src/engine/plan/weight-set.ts';
import { GradientTool } from '../../../src/engine/plan/gradient.ts';
import { cosine, relativeL2 } from '../../support/compare.ts';
import { download, testDevice } from '../../support/frames/gpu.ts';
import { random } from '../../support/random.ts';
import { referenceGradient } from '../../support/reference-network.ts';
import { conv, energy, expectTwin as expectTwinOn, input } from '../../support/twin.ts';
import { TINY_LAYERS, tinyFiles } from '../../support/tiny-network.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});

type Kernel = readonly [height: number, width: number];

const pool = (op: PoolNode['op'], name: string, at: number, kernel: Kernel, stride: Kernel, padding: PoolNode['padding']): PoolNode => ({
  op,
  name,
  input: at,
  kernel,
  stride,
  padding,
});

const expectTwin = (graph: Graph, width: number, height: number, objective: Objective, options?: PlanOptions): Promise<void> =>
  expectTwinOn(device, graph, { width, height }, objective, options);

describe('convolution against its twin', () => {
  test.for([
    { name: '1 × 1', kernel: [1, 1], stride: [1, 1], padding: 'same', width: 9, height: 7 },
    { name: '3 × 3, same', kernel: [3, 3], stride: [1, 1], padding: 'same', width: 11, height: 6 },
    { name: '3 × 3, valid', kernel: [3, 3], stride: [1, 1], padding: 'valid', width: 5, height: 13 },
    { name: '3 × 3, stride 2, same, even sides', kernel: [3, 3], stride: [2, 2], padding: 'same', width: 12, height: 8 },
    { name: '3 × 3, stride 2, same, odd sides', kernel: [3, 3], stride: [2, 2], padding: 'same', width: 13, height: 9 },
    { name: '3 × 3, stride 2, valid, a row and a column unused', kernel: [3, 3], stride: [2, 2], padding: 'valid', width: 12, height: 8 },
    { name: '5 × 5, same, larger than the picture', kernel: [5, 5], stride: [1, 1], padding: 'same', width: 4, height: 3 },
    { name: '1 × 7', kernel: [1, 7], stride: [1, 1], padding: 'same', width: 10, height: 5 },
    { name: '7 × 1', kernel: [7, 1], stride: [1, 1], padding: 'same', width: 5, height: 10 },
    { name: '2 × 3, stride 3 × 2, same', kernel: [2, 3], stride: [3, 2], padding: 'same', width: 13, height: 14 },
    {
      name: '3 × 3, stride 2, same, one pixel wide: a phase without pixels',
      kernel: [3, 3],
      stride: [2, 2],
      padding: 'same',
      width: 1,
      height: 9,
    },
    { name: '1 × 1, stride 2: pixels without a gradient', kernel: [1, 1], stride: [2, 2], padding: 'valid', width: 7, height: 8 },
  ] as const)('$name', async ({ kernel, stride, padding, width, height }) => {
    const nodes = [input, conv('first', 0, 3, 6), conv('out', 1, 6, 5, { kernel, stride, padding })];
    await expectTwin({ nodes }, width, height, energy);
  });

  test('more than one tile of pixels and of channels', async () => {
    await expectTwin({ nodes: [input, conv('first', 0, 3, 37), conv('out', 1, 37, 41)] }, 23, 19, energy);
  });

  test('without a rectifier', async () => {
    await expectTwin({ nodes: [input, conv('first', 0, 3, 6, { relu: false }), conv('out', 1, 6, 5, { relu: false })] }, 9, 8, energy);
  });
});

describe('pooling against its twin', () => {
  const windows = [
    { kernel: [3, 3], stride: [2, 2], padding: 'valid' },
    { kernel: [3, 3], stride: [2, 2], padding: 'same' },
    { kernel: [3, 3], stride: [1, 1], padding: 'same' },
    { kernel: [2, 2], stride: [2, 2], padding: 'valid' },
    { kernel: [2, 3], stride: [3, 1], padding: 'same' },
  ] as const;
  const cases = (['max-pool', 'average-pool'] as const).flatMap((op) => windows.map((window) => ({ op, ...window })));

  test.for(cases)('$op $kernel by $stride, $padding', async ({ op, kernel, stride, padding }) => {
    for (const [width, height] of [
      [9, 8],
      [10, 7],
    ] as const) {
      const nodes = [input, conv('first', 0, 3, 6), pool(op, 'pool', 1, kernel, stride, padding), conv('out', 2, 6, 5, { relu: false })];
      await expectTwin({ nodes }, width, height, energy);
    }
  });

  test('ties, the first maximum takes the gradient', async () => {
    // A constant picture ties everywhere inside; which pixel won shows in where the gradient lands.
    const stem = conv('first', 0, 3, 4);
    const graph: Graph = { nodes: [input, stem, pool('max-pool', 'out', 1, [3, 3], [2, 2], 'same')] };
    const size = { width: 12, height: 11 };
    const data = new Float32Array(size.width * size.height * 3).fill(0.5);
    const tool = await GradientTool.create(device, graph, size, ['out']);
    const ours = await tool.run({ ...size, data }, energy);
    tool.destroy();
    const twin = referenceGradient(graph, { ...size, values: data }, energy);
    expect(relativeL2(ours.gradient, twin.gradient)).toBeLessThanOrEqual(1e-5);
  });
});

describe('concatenation', () => {
  test('parts off quads, one of them pooled, read as a whole and in part', async () => {
    const nodes: GraphNode[] = [
      input,
      conv('stem', 0, 3, 7),
      conv('left', 1, 7, 5, { kernel: [1, 1] }),
      conv('right', 1, 7, 6),
      pool('max-pool', 'pool', 1, [3, 3], [1, 1], 'same'),
      { op: 'concat', name: 'block', inputs: [2, 3, 4] },
      conv('whole', 5, 18, 9, { stride: [2, 2] }),
      conv('part', 3, 6, 4, { stride: [2, 2] }),
      { op: 'concat', name: 'out', inputs: [6, 7] },
    ];
    await expectTwin({ nodes }, 14, 11, [
      { layer: 'out', kind: 'mean', weight: 2 },
      { layer: 'block', kind: 'energy', weight: 0.5 },
    ]);
  });

  test('a part that two concatenations hold, one twice, and the picture itself', async () => {
    const nodes: GraphNode[] = [
      input,
      conv('stem', 0, 3, 5),
      { op: 'concat', name: 'twice', inputs: [1, 1, 0] },
      conv('next', 2, 13, 6),
      { op: 'concat', name: 'out', inputs: [1, 3] },
    ];
    await expectTwin({ nodes }, 9, 7, energy);
  });

  test('a rectified part beside one that is not: each is masked for itself', async () => {
    const nodes: GraphNode[] = [
      input,
      conv('stem', 0, 3, 6),
      conv('rectified', 1, 6, 6),
      conv('linear', 1, 6, 5, { relu: false }),
      { op: 'concat', name: 'block', inputs: [2, 3] },
      conv('out', 4, 11, 7),
    ];
    await expectTwin({ nodes }, 10, 9, energy);
  });

  test('nested, of one, and behind a rectifier of its own', async () => {
    const nodes: GraphNode[] = [
      input,
      conv('a', 0, 3, 5, { relu: false }),
      conv('b', 0, 3, 3),
      { op: 'concat', name: 'inner', inputs: [1, 2] },
      conv('c', 0, 3, 2, { relu: false }),
      { op: 'concat', name: 'outer', inputs: [3, 4] },
      { op: 'relu', name: 'rectifier', input: 5 },
      { op: 'concat', name: 'out', inputs: [6] },
    ];
    await expectTwin({ nodes }, 7, 6, energy);
  });
});

describe('the settled numbers of a gradient', () => {
  test.for([
    [9, 7],
    [70, 53],
  ] as const)('%d × %d pixels: objective; mean, deviation and mean absolute value of all colours', async ([width, height]) => {
    const graph: Graph = { nodes: [input, conv('first', 0, 3, 6, { stride: [2, 2] })] };
    const objective: Objective = [{ layer: 'first', kind: 'energy', weight: 1 }];
    const tool = await GradientTool.create(device, graph, { width, height }, ['first']);
    const data = Float32Array.from({ length: width * height * 3 }, (_, index) => Math.sin(index));
    const { value, gradient } = await tool.run({ width, height, data }, objective);
    const [settledValue = NaN, mean = NaN, deviation = NaN, size = NaN] = await download(device, tool.plan.settled);
    tool.destroy();
    const expectedMean = gradient.reduce((sum, g) => sum + g, 0) / gradient.length;
    const variance = gradient.reduce((sum, g) => sum + (g - expectedMean) ** 2, 0) / gradient.length;
    expect(settledValue).toBe(value);
    expect(Math.abs(mean - expectedMean)).toBeLessThan(1e-5 * Math.sqrt(variance));
    expect(deviation / Math.sqrt(variance)).toBeCloseTo(1, 5);
    expect((size * gradient.length) / gradient.reduce((sum, g) => sum + Math.abs(g), 0)).toBeCloseTo(1, 5);
  });
});

/** Every way to compute a convolution, forced on every convolution that it is for, must give the twin's gradient. */
describe('each way to compute a convolution, against its twin', () => {
  const shapes = [
    { name: '1 × 1', kernel: [1, 1], stride: [1, 1] },
    { name: '3 × 3', kernel: [3, 3], stride: [1, 1] },
    { name: '5 × 3, stride 2', kernel: [5, 3], stride: [2, 2] },
  ] as const;
  // SwiftShader takes half a minute to compile `large ahead`: it is `large` read as `wide ahead` is, and both are here.
  const names = Object.keys(ways).filter((way) => way !== 'large ahead');
  const isFor = (way: string, shape: string): boolean =>
    (way !== 'winograd' || shape === '3 × 3') && (way !== 'small split 8' || shape !== '1 × 1');
  const cases = names.flatMap((way) => shapes.filter(({ name }) => isFor(way, name)).map((shape) => ({ way, ...shape })));

  test.for(cases)('$way, $name', async ({ way, kernel, stride }) => {
    const nodes = [
      input,
      conv('first', 0, 3, 132),
      conv('middle', 1, 132, 136, { kernel, stride }),
      conv('out', 2, 136, 132, { kernel, padding: 'valid' }),
    ];
    const size = { width: 15, height: 13 };
    const used = makeBlueprint({ nodes }, size, ['out'], { wayOf: () => way }).steps.flatMap(({ jobs }) =>
      jobs.map((job) => job.kernel.name),
    );
    // The name of a way's kernel begins with the way; a split one is followed by a sum.
    expect(used.some((name) => name.includes(way.replace(/ split \d/, ' split')))).toBe(true);
    expect(used.includes('gather')).toBe(way.includes('split'));
    await expectTwin({ nodes }, size.width, size.height, energy, { wayOf: () => way });
  });
});

describe('float16, rounded as it would be', () => {
  test.for([1, 100, 1e6, 1e-6])('a channel of weight %d, neither overflows nor vanishes', async (weight) => {
    const nodes = [input, conv('first', 0, 3, 40, { stride: [2, 2] }), conv('out', 1, 40, 48)];
    const objective: Objective = [{ layer: 'out', kind: 'channel', channel: 7, weight }];
    const size = { width: 24, height: 20 };
    const data = Float32Array.from({ length: size.width * size.height * 3 }, (_, index) => Math.sin(index));
    const tool = await GradientTool.create(device, { nodes }, size, ['out'], { precision: 'f16-emulated' });
    const { value, gradient } = await tool.run({ ...size, data }, objective);
    tool.destroy();
    const twin = referenceGradient({ nodes }, { ...size, values: data }, objective);
    expect(Math.abs(value / twin.value - 1)).toBeLessThanOrEqual(0.01);
    expect(cosine(gradient, twin.gradient)).toBeGreaterThanOrEqual(0.995);
    expect(relativeL2(gradient, twin.gradient)).toBeLessThanOrEqual(0.1);
  });
});

test('weights shared by plans of other layers: each plan has those of its own layout', async () => {
  // Behind a concatenation a branch is padded to 32 channels, by itself to four.
  const nodes: GraphNode[] = [input, conv('stem', 0, 3, 6), conv('branch', 1, 6, 6), { op: 'concat', name: 'out', inputs: [1, 2] }];
  const [arenas, weights, pipelines] = [[] as Arena[], new WeightSet(device), new Pipelines(device)];
  const size = { width: 9, height: 8 };
  const bytes: number[] = [];
  for (const [layers, graph] of [
    [['branch'], { nodes: nodes.slice(0, 3) }],
    [['out'], { nodes }],
  ] as const) {
    const blueprint = makeBlueprint(graph, size, layers);
    const arena = new Arena(device, [blueprint]);
    arenas.push(arena);
    device.pushErrorScope('validation');
    (await Plan.create({ device, pipelines, weights, arena }, blueprint)).destroy();
    expect(await device.popErrorScope()).toBe(null);
    bytes.push(weights.bytes);
    for (const step of blueprint.steps.filter((each) => each.weights.length > 0)) {
      expect(weights.get(step.weights, 'f32').size).toBe(16 * step.weights.reduce((sum, { quads }) => sum + quads, 0));
    }
  }
  expect(bytes[1]).toBeGreaterThan(bytes[0] ?? 0);
  for (const owner of [weights, ...arenas]) owner.destroy();
});

describe('objectives against their twin', () => {
  const graph: Graph = { nodes: [input, conv('first', 0, 3, 10, { stride: [2, 2] }), conv('out', 1, 10, 7)] };

  test.for([
    { name: 'mean', objective: [{ layer: 'out', kind: 'mean', weight: 1 }] },
    { name: 'energy', objective: [{ layer: 'out', kind: 'energy', weight: 1 }] },
    { name: 'one channel', objective: [{ layer: 'out', kind: 'channel', channel: 4, weight: 3 }] },
    {
      name: 'a sum over two layers, one term negative',
      objective: [
        { layer: 'out', kind: 'channel', channel: 6, weight: 2 },
        { layer: 'out', kind: 'energy', weight: 0.3 },
        { layer: 'first', kind: 'mean', weight: -0.5 },
      ],
    },
  ] as const)('$name', async ({ objective }) => {
    await expectTwin(graph, 15, 12, objective);
  });

  test('a channel that is not there: the error names those that are', async () => {
    const tool = await GradientTool.create(device, graph, { width: 8, height: 8 }, ['out']);
    const wrong = tool.run({ width: 8, height: 8, data: new Float32Array(192) }, [
      { layer: 'out', kind: 'channel', channel: 7, weight: 1 },
    ]);
    await expect(wrong).rejects.toThrow('from 0 to 6, got 7');
    tool.destroy();
  });
});

test.for(TINY_LAYERS)('tiny network to %s, against its twin', async (layer) => {
  const graph = await loadGraph(tinyFiles(), [layer]);
  const objective: Objective = [{ layer, kind: 'energy', weight: 1 }];
  for (const [width, height] of [
    [27, 20],
    [16, 33],
  ] as const) {
    const next = random(width);
    const data = Float32Array.from({ length: width * height * 3 }, () => 2 * next() - 1);
    const tool = await GradientTool.create(device, graph, { width, height }, [layer]);
    const ours = await tool.run({ width, height, data }, objective);
    tool.destroy();
    const twin = referenceGradient(graph, { width, height, values: data }, objective);
    expect(cosine(ours.gradient, twin.gradient)).toBeGreaterThanOrEqual(0.9999999);
    expect(relativeL2(ours.gradient, twin.gradient)).toBeLessThanOrEqual(1e-4);
  }
});
