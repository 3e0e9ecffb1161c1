import { beforeAll, describe, expect, it } from 'vitest';
import type { DreamParams } from '../../../src/engine/dream-params.ts';
import type { Objective } from '../../../src/engine/objective.ts';
import { countCalls } from '../../support/frames/counting.ts';
import { detailOf, frame, params, testEngine, timestampOf, warmUp } from '../../support/frames/engine.ts';
import { testDevice, uploadTexture } from '../../support/frames/gpu.ts';
import { randomBytes, rms, softBytes } from '../../support/frames/pictures.ts';

const size = { width: 96, height: 72 };
const bytes = softBytes(size);
const other = randomBytes(size, 4);
const guided: DreamParams = { ...params, octaves: 1, objective: [{ layer: 'tiny0', kind: 'guide', match: 'dot', weight: 1 }] };
const picture = (data: Uint8Array) => ({ ...size, data: new Uint8ClampedArray(data) });

let device: GPUDevice;
let source: GPUTexture;

beforeAll(async () => {
  device = await testDevice();
  source = uploadTexture(device, size, bytes);
});

/** An engine that has its plans and has not climbed. */
async function ready(settings: DreamParams = guided) {
  const engine = await testEngine(device);
  await warmUp(engine, source, settings);
  return engine;
}

async function dream(engine: Awaited<ReturnType<typeof ready>>, frames: number, settings: DreamParams = guided): Promise<Float32Array> {
  for (let index = 1; index <= frames; index++) await frame(engine, source, timestampOf(index), settings);
  return await detailOf(device, engine);
}

describe('a guided dream', () => {
  it('without a guide, stays the picture it is', async () => {
    expect(rms(await dream(await ready(), 2))).toBe(0);
  });

  it('with one, dreams, and of another guide another dream', async () => {
    const details: Float32Array[] = [];
    for (const data of [bytes, other]) {
      const engine = await ready();
      engine.setGuide(picture(data));
      details.push(await dream(engine, 3));
      expect(engine.stats().objective).toBeGreaterThan(0);
    }
    const [first = new Float32Array(), second = new Float32Array()] = details;
    expect(rms(first)).toBeGreaterThan(0.02);
    expect(rms(first.map((value, index) => value - (second[index] ?? 0)))).toBeGreaterThan(0.3 * rms(first));
  });

  it('live, takes the picture of that moment, and not the next', async () => {
    const [live, given] = [await ready(), await ready()];
    live.setGuide('live');
    given.setGuide(picture(bytes));
    const next = uploadTexture(device, size, other);
    for (const engine of [live, given]) {
      await frame(engine, next, timestampOf(1), guided);
      await frame(engine, next, timestampOf(2), guided);
    }
    expect(rms(await detailOf(device, live))).toBeGreaterThan(0.02);
    expect(await detailOf(device, live)).toEqual(await detailOf(device, given));
  });

  it('live before the first frame, takes the first', async () => {
    const [live, given] = [await testEngine(device), await testEngine(device)];
    live.setGuide('live');
    given.setGuide(picture(bytes));
    for (const engine of [live, given]) await warmUp(engine, source, guided);
    expect(await dream(live, 2)).toEqual(await dream(given, 2));
  });

  it.each(['in-turn', 'all'] as const)(
    'of several octaves %s, each climbs toward another guide from its next turn on',
    async (octaveOrder) => {
      const settings: DreamParams = { ...guided, octaves: 3, octaveOrder, jitter: 0, halfLife: 1e-3 };
      const [changed, fresh] = [await ready(settings), await ready(settings)];
      changed.setGuide(picture(other));
      fresh.setGuide(picture(bytes));
      // One turn: amid the cycle, where octaves take turns.
      await dream(fresh, 1, settings);
      await dream(changed, 1, settings);
      changed.setGuide(picture(bytes));
      for (let index = 2; index <= 4; index++) {
        // All that was dreamt before has faded by then.
        await frame(changed, source, timestampOf(30 * index), settings);
        await frame(fresh, source, timestampOf(30 * index), settings);
        const [own, expected] = [await detailOf(device, changed), await detailOf(device, fresh)];
        expect(rms(expected)).toBeGreaterThan(0.01);
        expect(own).toEqual(expected);
      }
    },
  );

  it('once the guide is gone, dreams no further', async () => {
    const engine = await ready();
    engine.setGuide(picture(bytes));
    await dream(engine, 2);
    engine.setGuide(null);
    await frame(engine, source, timestampOf(3), { ...guided, halfLife: 1e-3 });
    await frame(engine, source, timestampOf(9), { ...guided, halfLife: 1e-3 });
    // What has faded so far is next to nothing, and nothing came.
    expect(rms(await detailOf(device, engine))).toBeLessThan(1e-20);
  });

  it('at another size, sees the guide anew', async () => {
    const engine = await ready();
    engine.setGuide(picture(bytes));
    await dream(engine, 2);
    const larger = { ...guided, dreamSize: 64, halfLife: 1e-3 };
    await frame(engine, source, timestampOf(3), larger);
    await engine.prepared();
    await frame(engine, source, timestampOf(9), larger);
    expect(engine.stats().width).toBe(64);
    expect(rms(await detailOf(device, engine))).toBeGreaterThan(0.01);
  });

  it('of a broken picture, is refused and goes on', async () => {
    const engine = await ready();
    engine.setGuide(picture(bytes));
    const broken = { width: 96, height: 71, data: new Uint8ClampedArray(bytes) };
    expect(() => {
      engine.setGuide(broken);
    }).toThrow(expect.objectContaining({ code: 'bad-params' }));
    expect(rms(await dream(engine, 2))).toBeGreaterThan(0.01);
  });
});

describe('another objective', () => {
  it('over the same layers, is taken without planning anew', async () => {
    const engine = await testEngine(device);
    const objectives: readonly Objective[] = [
      [{ layer: 'tiny0', kind: 'mean', weight: 1 }],
      [{ layer: 'tiny0', kind: 'channel', channel: 2, weight: -1 }],
      [{ layer: 'tiny0', kind: 'neuron', channel: 2, x: 0.5, y: 0.5, weight: 1 }],
      [
        { layer: 'tiny0', kind: 'energy', weight: 1 },
        { layer: 'tiny0', kind: 'neuron', channel: 0, x: 0.1, y: 0.9, weight: 2 },
      ],
    ];
    const settings = { ...params, octaves: 1, jitter: 0 };
    await warmUp(engine, source, settings);
    await frame(engine, source, timestampOf(1), settings);
    const calls = countCalls(device);
    const strengths: number[] = [];
    for (const [index, objective] of objectives.entries()) {
      engine.reset();
      await frame(engine, source, timestampOf(index + 2), { ...settings, objective });
      await engine.prepared();
      strengths.push(rms(await detailOf(device, engine)));
    }
    expect(strengths.every((strength) => strength > 0.001)).toBe(true);
    expect([calls['createComputePipelineAsync'], calls['createBindGroup']]).toEqual([0, 0]);
  });

  it('a neuron, stays at its place however the picture is rolled', async () => {
    const settings: DreamParams = {
      ...params,
      octaves: 1,
      jitter: 24,
      objective: [{ layer: 'tiny0', kind: 'neuron', channel: 2, x: 0.75, y: 0.25, weight: 1 }],
    };
    const detail = await dream(await ready(settings), 6, settings);
    let [near, all] = [0, 0];
    detail.forEach((value, index) => {
      const [x, y] = [Math.floor(index / 4) % 48, Math.floor(index / 4 / 48)];
      all += value * value;
      if (Math.hypot(x - 36, y - 9) < 10) near += value * value;
    });
    expect(all).toBeGreaterThan(0);
    expect(near / all).toBeGreaterThan(0.9);
  });
});
