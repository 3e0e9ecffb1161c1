import { beforeAll, describe, expect, test } from 'vitest';
import { requestDevice } from '../../../src/engine/device.ts';
import { EngineError } from '../../../src/engine/errors.ts';
import type { Still, StillProgress } from '../../../src/engine/index.ts';
import { ownDevice, testDevice } from '../../support/frames/gpu.ts';
import { softPicture, tinyStill } from '../../support/still.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});

const size = { width: 60, height: 45 };

async function failureOf(work: Promise<unknown>): Promise<EngineError> {
  const error: unknown = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (error instanceof EngineError) return error;
  throw new Error(`Expected an EngineError, got ${String(error)}.`);
}

describe('a still that is held up', () => {
  test('paused it stands, resumed it comes to the same end', async () => {
    const straight = await (await tinyStill(device, size, { steps: 8 })).run();
    const told: StillProgress[] = [];
    let still: Still | null = null;
    let pauses = 0;
    const onProgress = (progress: StillProgress): void => {
      told.push(progress);
      if (progress.step < 1 || progress.paused || pauses > 0) return;
      pauses++;
      still?.pause();
      setTimeout(() => {
        expect(told.at(-1)?.paused).toBe(true);
        still?.resume();
      }, 400);
    };
    still = await tinyStill(device, size, { steps: 8, octaves: { from: 0, to: 0, scale: 1.3 } }, { onProgress });
    const started = performance.now();
    const result = await still.run();
    expect(performance.now() - started).toBeGreaterThan(400);
    expect(pauses).toBe(1);
    expect(result.picture.data).toEqual(straight.picture.data);
    expect(result.objective).toEqual(straight.objective);
    // The pause does not count.
    expect(told.at(-1)?.elapsedMs).toBeLessThan(performance.now() - started - 300);
  });

  test('cancelled it keeps what there is, at the size of the picture', async () => {
    let still: Still | null = null;
    const onProgress = ({ octave, step }: StillProgress): void => {
      if (octave === 1 && step >= 1) still?.cancel();
    };
    still = await tinyStill(device, size, { steps: 500, carry: 'detail', octaves: { from: -1, to: 0, scale: 1.3 } }, { onProgress });
    const { picture, cancelled, objective } = await still.run();
    expect(cancelled).toBe(true);
    expect(objective.length).toBeLessThan(500);
    expect(picture).toMatchObject(size);
    expect(picture.data).not.toEqual(softPicture(size).data);
  });

  test('cancelled while paused, before anything was dreamt, it is the original', async () => {
    const still = await tinyStill(device, size);
    still.pause();
    const running = still.run();
    still.cancel();
    expect(await running).toEqual({ picture: softPicture(size), cancelled: true, objective: [] });
  });

  test('destroyed while it runs, it is refused, and so is a second run', async () => {
    const still = await tinyStill(device, size, { steps: 500 });
    const running = failureOf(still.run());
    await new Promise((resolve) => setTimeout(resolve, 30));
    still.destroy();
    expect((await running).message).toContain('Cancel it first');
    const done = await tinyStill(device, size, { steps: 1 });
    await done.run();
    expect((await failureOf(done.run())).code).toBe('bad-params');
  });
});

test('a large picture in one step: every tile of it is dreamt', async () => {
  const large = { width: 384, height: 256 };
  const { picture, objective } = await (await tinyStill(device, large, { steps: 1, tile: 128, stepSize: 0.1, jitter: 'tile' })).run();
  const original = softPicture(large).data;
  expect(objective).toHaveLength(1);
  for (let y = 0; y < large.height; y += 64) {
    for (let x = 0; x < large.width; x += 64) {
      const changed = Array.from({ length: 64 * 64 }, (_, index) => {
        const at = 4 * ((y + Math.floor(index / 64)) * large.width + x + (index % 64));
        return Math.abs((picture.data[at] ?? NaN) - (original[at] ?? NaN));
      });
      expect(Math.max(...changed)).toBeGreaterThan(2);
    }
  }
});

describe('what goes wrong', () => {
  test('the GPU is lost: told as that, and paused stills end too', async () => {
    const own = await ownDevice();
    const still = await tinyStill(own, size, { steps: 500 });
    const running = failureOf(still.run());
    still.pause();
    own.destroy();
    expect((await running).code).toBe('device-lost');
  });

  test('no memory: how much it takes', async () => {
    const { device: own } = await requestDevice(navigator.gpu);
    const still = await tinyStill(own, size, { steps: 500 });
    const running = failureOf(still.run());
    const error = new GPUOutOfMemoryError('none left');
    own.dispatchEvent(new GPUUncapturedErrorEvent('uncapturederror', { error, cancelable: true }));
    const { code, message } = await running;
    expect(code).toBe('size-too-large');
    expect(message).toMatch(/\d+ MB/);
    own.destroy();
  });

  test.for([
    { name: 'data of another size', picture: { ...size, data: new Uint8ClampedArray(5) } },
    { name: 'half a pixel', picture: { width: 0.5, height: 8, data: new Uint8ClampedArray(16) } },
  ])('$name is no picture', async ({ picture }) => {
    expect((await failureOf(tinyStill(device, size, {}, { picture }))).code).toBe('bad-params');
  });

  test('a layer that the model lacks is told with those that it has', async () => {
    const { code, message } = await failureOf(tinyStill(device, size, { objective: [{ kind: 'mean', layer: 'mixed99', weight: 1 }] }));
    expect(code).toBe('layer-unknown');
    expect(message).toContain('tiny1');
  });
});
