import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { DreamEngine } from '../../../src/engine/dream-engine.ts';
import type { EngineError } from '../../../src/engine/errors.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import type { ConvNode, Graph } from '../../../src/engine/network/graph.ts';
import type { Objective } from '../../../src/engine/objective.ts';
import { convolutionsOf } from '../../../src/engine/plan/blueprint.ts';
import { GradientTool } from '../../../src/engine/plan/gradient.ts';
import { gpuMeasure } from '../../../src/engine/tuning/measure.ts';
import { Stopwatch } from '../../../src/engine/tuning/stopwatch.ts';
import { storeKey } from '../../../src/engine/tuning/tuning-store.ts';
import type { TuningStore } from '../../../src/engine/tuning/tuning-store.ts';
import { Tuner, candidatesFor } from '../../../src/engine/tuning/tuner.ts';
import type { Candidate } from '../../../src/engine/tuning/tuner.ts';
import { Tuning } from '../../../src/engine/tuning/tuning.ts';
import { relativeL2 } from '../../support/compare.ts';
import { type Calls, countCalls } from '../../support/frames/counting.ts';
import { detailOf, frame, params, testEngine, timestampOf, warmUp } from '../../support/frames/engine.ts';
import { ownDevice, testDevice, uploadTexture } from '../../support/frames/gpu.ts';
import { softBytes } from '../../support/frames/pictures.ts';
import { random } from '../../support/random.ts';
import { referenceGradient } from '../../support/reference-network.ts';
import { tinyFiles } from '../../support/tiny-network.ts';
import { ResourceWatch } from '../dream/resource-watch.ts';

const never = new AbortController().signal;
const rest = (): Promise<void> => Promise.resolve();

/** A convolution of random weights with a rectifier. */
function conv(name: string, input: number, from: number, channels: number): ConvNode {
  const next = random(channels + from);
  const draw = (length: number) => Float32Array.from({ length }, () => 0.3 * (2 * next() - 1));
  const [weights, bias] = [draw(9 * from * channels), draw(channels)];
  return { op: 'conv', name, input, channels, kernel: [3, 3], stride: [1, 1], padding: 'same', relu: true, weights, bias };
}

/** Few shaders to compile. */
const graph: Graph = { nodes: [{ op: 'input', name: 'input', channels: 3 }, conv('first', 0, 3, 12), conv('out', 1, 12, 12)] };
const size = { width: 20, height: 16 };
const energy: Objective = [{ layer: 'out', kind: 'energy', weight: 1 }];

/** The candidates for a convolution, or those of some ways. */
function candidates(label: string, names?: readonly string[]): readonly Candidate[] {
  const convolution = convolutionsOf(graph, size, ['out']).find((each) => each.label === label);
  if (!convolution) throw new TypeError(`Expected a convolution ${label}.`);
  return candidatesFor(convolution).filter(({ way }) => names === undefined || names.includes(way));
}

let device: GPUDevice;
beforeEach(async () => {
  device = await testDevice();
});

describe('the device', () => {
  test('has the clock and float16, where its adapter has them', async () => {
    const adapter = await navigator.gpu.requestAdapter();
    for (const feature of ['timestamp-query', 'shader-f16'])
      expect(device.features.has(feature), feature).toBe(adapter?.features.has(feature));
  });
});

describe('measuring', () => {
  beforeAll(async () => {
    const adapter = await navigator.gpu.requestAdapter();
    expect(adapter?.features.has('timestamp-query'), 'this browser’s adapter is expected to have timestamps').toBe(true);
  });

  test('two ways, times both, and frees what it made', async () => {
    const watch = new ResourceWatch();
    onTestFinished(() => {
      watch.end();
    });
    const measure = gpuMeasure({ device, precision: 'f32', rest });
    const { times, spent } = await measure(candidates('out forward', ['small', 'wide']), never);
    expect([...times.keys()].sort()).toEqual(['small', 'wide']);
    for (const ms of times.values()) expect(ms).toBeGreaterThan(0);
    expect(spent).toBeGreaterThan(Math.max(...times.values()));
    expect(watch.made).toBeGreaterThan(0);
    expect(watch.live()).toMatchObject({ buffers: 0, textures: 0, bytes: 0 });
  });

  test('the ways from and to the picture, times them too', async () => {
    const measure = gpuMeasure({ device, precision: 'f32', rest });
    for (const label of ['first forward', 'first backward']) {
      const [usual] = candidates(label);
      expect(usual).toBeDefined();
      if (usual) expect((await measure([usual], never)).times.get(usual.way)).toBeGreaterThan(0);
    }
  });

  test('a way that does not compile, leaves it out and tells nobody', async () => {
    const [small] = candidates('out forward', ['small']);
    if (!small) throw new TypeError('Expected the way small.');
    const jobs = small.jobs.map((job) => ({ ...job, kernel: { ...job.kernel, name: 'broken', snippets: ['fn convolution(j: u32) { !'] } }));
    const measure = gpuMeasure({ device, precision: 'f32', rest });
    const { times } = await measure([small, { way: 'broken', jobs }], never);
    // What the device tells nobody else fails this test: see testDevice.
    expect([...times.keys()]).toEqual(['small']);
  });

  test('stopped, submits nothing more and frees what it made', async () => {
    const watch = new ResourceWatch();
    onTestFinished(() => {
      watch.end();
    });
    const calls = countCalls(device);
    const abort = new AbortController();
    let rests = 0;
    const stopping = (): Promise<void> => {
      if (++rests === 2) abort.abort();
      return Promise.resolve();
    };
    const measure = gpuMeasure({ device, precision: 'f32', rest: stopping });
    const { times } = await measure(candidates('out forward', ['small', 'wide']), abort.signal);
    expect(times.size).toBe(0);
    expect(calls['submit']).toBe(1);
    expect(watch.live()).toMatchObject({ buffers: 0 });
  });

  test('stopped while shaders compile, does not wait for them', async () => {
    const watch = new ResourceWatch();
    onTestFinished(() => {
      watch.end();
    });
    const own = await ownDevice();
    const calls = countCalls(own);
    const abort = new AbortController();
    const measured = gpuMeasure({ device: own, precision: 'f32', rest })(candidates('out forward', ['small', 'wide']), abort.signal);
    await expect.poll(() => calls['createComputePipelineAsync']).toBe(2);
    abort.abort();
    expect((await measured).times.size).toBe(0);
    expect(calls['submit']).toBe(0);
    // What was compiling comes, and goes.
    await expect.poll(() => watch.live().buffers, { timeout: 30_000 }).toBe(0);
  });

  test('on a device that is lost meanwhile, ends without a word', async () => {
    const own = await ownDevice();
    let rests = 0;
    const losing = (): Promise<void> => {
      if (++rests === 2) own.destroy();
      return Promise.resolve();
    };
    const measure = gpuMeasure({ device: own, precision: 'f32', rest: losing });
    const { times } = await measure(candidates('out forward', ['small', 'wide']), never);
    expect(times.size).toBe(0);
    expect((await measure(candidates('out forward', ['small']), never)).times.size).toBe(0);
  });

  test('nothing at all, by the stopwatch, takes no time worth telling', async () => {
    const stopwatch = new Stopwatch(device);
    const lap = await stopwatch.time([], [1, 1, 1]);
    expect(lap?.passes.length).toBe(3);
    for (const ms of lap?.passes ?? []) expect(ms).toBeLessThan(5);
    stopwatch.destroy();
  });
});

describe('a gradient', () => {
  test('tuned for real and baked, is its twin’s', async () => {
    const measure = gpuMeasure({ device, precision: 'f32', rest });
    const few = new Set(['thin', 'small', 'wide split 2']);
    const tuner = new Tuner({
      precision: 'f32',
      budgetMs: Infinity,
      measure: (all, signal) =>
        measure(
          all.filter(({ way }, index) => index === 0 || few.has(way)),
          signal,
        ),
    });
    const tuning = await tuner.improve(Tuning.none, convolutionsOf(graph, size, ['out']), never);
    expect(tuning.size).toBe(4);
    const next = random(5);
    const data = Float32Array.from({ length: size.width * size.height * 3 }, () => 2 * next() - 1);
    const wayOf = Tuning.parse(tuning.toJson()).wayOf('f32');
    const tool = await GradientTool.create(device, graph, size, ['out'], { wayOf, bake: true });
    const ours = await tool.run({ ...size, data }, energy);
    tool.destroy();
    const twin = referenceGradient(graph, { ...size, values: data }, energy);
    expect(ours.value).toBeCloseTo(twin.value, 4);
    expect(relativeL2(ours.gradient, twin.gradient)).toBeLessThanOrEqual(1e-5);
  });
});

describe('a running engine', () => {
  const settings = { ...params, octaves: 1, dreamSize: 32 } as const;
  const picture = { width: 48, height: 36 };
  let source: GPUTexture;
  let calls: Calls;
  let written: Map<string, string>;
  let store: TuningStore;
  beforeEach(() => {
    source = uploadTexture(device, picture, softBytes(picture));
    calls = countCalls(device);
    written = new Map();
    store = {
      read: (key) => Promise.resolve(written.get(key) ?? null),
      write: (key, value) => {
        written.set(key, value);
        return Promise.resolve();
      },
    };
  });

  /** Remembers, for all that the tiny network computes here, another way than the usual one, where there is one. */
  async function remember(): Promise<Tuning> {
    const convolutions = convolutionsOf(await loadGraph(tinyFiles(), ['tiny0']), { width: 32, height: 24 }, ['tiny0']);
    const tuning = convolutions.reduce((known, convolution) => {
      const names = candidatesFor(convolution).map(({ way }) => way);
      return known.with(convolution, 'f32', names.includes('wide') ? 'wide' : (names[0] ?? ''));
    }, Tuning.none);
    written.set(storeKey(device, ['tiny0'], 'f32'), tuning.toJson());
    return tuning;
  }

  /** Dreams until a frame takes other plans into use. @returns which frame that was */
  async function swapped(engine: DreamEngine, first: number): Promise<number> {
    for (let index = first; index < first + 3000; index++) {
      const before = calls['createBindGroup'] ?? 0;
      engine.show(source, timestampOf(index), settings);
      engine.climb();
      // All of it in this task: what plans are made of comes between frames.
      const made = (calls['createBindGroup'] ?? 0) - before;
      await engine.submit();
      if (made > 0) return index;
    }
    throw new Error('Expected other plans within 3000 frames.');
  }

  test('takes plans made for it into use between two turns: no frame compiles, Δ stays, the general plans are freed', async () => {
    await remember();
    const watch = new ResourceWatch();
    onTestFinished(() => {
      watch.end();
    });
    const engine = await testEngine(device, { precision: 'f32', tuning: { store, budgetMs: 0 } });
    await warmUp(engine, source, settings);
    await frame(engine, source, timestampOf(1), settings);
    expect(engine.stats()).toMatchObject({ tuning: 'off', precision: 'f32' });
    const general = { shaders: calls['createShaderModule'] ?? 0, buffers: watch.live().buffers };
    // Frames that neither climb nor fade, until the refiner is done: Δ is to be the very same in the new plans' first frame.
    const still = { ...settings, steps: 0, halfLife: Infinity };
    const before = await detailOf(device, engine);
    expect(before.some((value) => value !== 0)).toBe(true);
    let index = 2;
    for (; engine.stats().tuning === 'off'; index++) await frame(engine, source, timestampOf(index), still);
    expect(engine.stats().tuning).toBe('tuned');
    expect(calls['createShaderModule']).toBeGreaterThan(general.shaders + 10);
    const compiled = { ...calls };
    await frame(engine, source, timestampOf(index++), still);
    expect(await detailOf(device, engine)).toEqual(before);
    const dreamt = engine.stats().dreamt;
    await swapped(engine, index);
    expect(engine.stats().dreamt).toBe(dreamt + 1);
    expect((await detailOf(device, engine)).every((value) => Number.isFinite(value))).toBe(true);
    for (const name of ['createShaderModule', 'createComputePipelineAsync', 'createComputePipeline', 'createRenderPipeline'] as const) {
      expect(calls[name], name).toBe(compiled[name]);
    }
    expect(calls['createComputePipeline']).toBe(0);
    await frame(engine, source, timestampOf(index + 10), settings);
    // Another way to compute may group weights in another way; there is no second arena for the same size.
    expect(watch.live().buffers).toBeLessThanOrEqual(general.buffers + 2);
    engine.destroy();
    await expect.poll(() => watch.live()).toMatchObject({ buffers: 0, textures: 0 });
  });

  test('measures behind the dream, goes on dreaming, and remembers what it found', async () => {
    const engine = await testEngine(device, { precision: 'f32', tuning: { store, budgetMs: 1 } });
    await warmUp(engine, source, settings);
    const states = new Set<string>();
    let index = 1;
    for (; written.size === 0 && index < 3000; index++) {
      await frame(engine, source, timestampOf(index), settings);
      states.add(engine.stats().tuning);
    }
    expect([...states]).toEqual(expect.arrayContaining(['off', 'measuring']));
    expect(engine.stats().dreamt).toBeGreaterThan(index / 2);
    const [[key, json] = []] = [...written];
    expect(key).toBe(storeKey(device, ['tiny0'], 'f32'));
    expect(Tuning.parse(json ?? null).size).toBe(1);
    expect(engine.stats().tuning).toBe('tuned');
  });

  test('whose settings change while it measures, takes the new ones at once', async () => {
    const engine = await testEngine(device, { precision: 'f32', tuning: { store, budgetMs: Infinity } });
    await warmUp(engine, source, settings);
    let index = 1;
    for (; engine.stats().tuning !== 'measuring' && index < 3000; index++) await frame(engine, source, timestampOf(index), settings);
    const other = { ...settings, dreamSize: 40 };
    engine.show(source, timestampOf(index), other);
    await engine.prepared();
    await frame(engine, source, timestampOf(index + 1), other);
    expect(engine.stats().width).toBe(40);
  });

  test('that is to be deterministic, keeps its plans', async () => {
    await remember();
    const engine = await testEngine(device, { precision: 'f32', tuning: { store } });
    const held = { ...settings, deterministic: true };
    await warmUp(engine, source, held);
    const general = calls['createShaderModule'];
    for (let index = 1; index <= 30; index++) await frame(engine, source, timestampOf(index), held);
    expect(calls['createShaderModule']).toBe(general);
    expect(engine.stats().tuning).toBe('off');
  });

  test('lost while it is refined, ends without a word', async () => {
    const own = await ownDevice();
    const shown = uploadTexture(own, picture, softBytes(picture));
    const errors: EngineError[] = [];
    const engine = await testEngine(own, {
      ...{ precision: 'f32', tuning: { store, budgetMs: Infinity } },
      onError: (error) => errors.push(error),
    });
    await warmUp(engine, shown, settings);
    for (let index = 1; index <= 20; index++) await frame(engine, shown, timestampOf(index), settings);
    own.destroy();
    await own.lost;
    // What was under way has time to come back and fail: an unhandled rejection would fail this test.
    await engine.prepared();
    await rest();
    expect(errors).toEqual([]);
  });

  test('asked for float16 on a GPU without it, says so once and dreams in f32', async ({ skip }) => {
    skip(device.features.has('shader-f16'), 'this GPU has float16');
    const errors: EngineError[] = [];
    const engine = await testEngine(device, { precision: 'f16', onError: (error) => errors.push(error) });
    await warmUp(engine, source, settings);
    expect(errors).toEqual([]);
    for (let index = 1; index <= 3; index++) await frame(engine, source, timestampOf(index), settings);
    expect(engine.stats()).toMatchObject({ precision: 'f32', dreamt: 3 });
    expect(errors.map(({ message }) => message)).toEqual([expect.stringMatching(/^Expected .*f16; this GPU .*f32/)]);
  });

  test('left to choose, takes float16 where the GPU has it', async () => {
    const engine = await testEngine(device);
    expect(engine.stats().precision).toBe(device.features.has('shader-f16') ? 'f16' : 'f32');
  });
});
