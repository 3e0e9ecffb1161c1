import { onTestFinished } from 'vitest';
import { TUTORIAL_RULE } from '../../../src/engine/ascent-rule.ts';
import { DreamEngine } from '../../../src/engine/dream-engine.ts';
import type { DreamEngineOptions } from '../../../src/engine/engine-options.ts';
import { NO_FEEDBACK } from '../../../src/engine/dream-params.ts';
import type { DreamParams } from '../../../src/engine/dream-params.ts';
import { download } from './gpu.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { tinyFiles } from '../tiny-network.ts';

export const params: DreamParams = {
  objective: [{ layer: 'tiny0', kind: 'mean', weight: 1 }],
  steps: 2,
  stepSize: 0.02,
  halfLife: 2,
  intensity: 1,
  dreamSize: 48,
  octaves: 3,
  octaveScale: 1.3,
  octaveFirst: 0,
  octaveOrder: 'in-turn',
  rule: TUTORIAL_RULE,
  feedback: NO_FEEDBACK,
  follow: null,
  originalColours: false,
  seed: 1,
  jitter: 8,
  mirror: false,
  outputSize: 1920,
};

/** An engine that dreams in whole turns, by the small graph; destroyed with the test. */
export async function testEngine(device: GPUDevice, options: Partial<DreamEngineOptions> = {}): Promise<DreamEngine> {
  const engine = await DreamEngine.create({
    device,
    network: (layers) => loadGraph(tinyFiles(), layers),
    sliceMs: Infinity,
    onError: (error) => {
      reportError(error);
    },
    ...options,
  });
  onTestFinished(() => {
    engine.destroy();
  });
  return engine;
}

/** Microseconds of frame `index` at `rate` frames a second. */
export const timestampOf = (index: number, rate = 30): number => Math.round((index * 1e6) / rate);

/** One frame: shown, climbed, submitted and done. */
export async function frame(
  engine: DreamEngine,
  source: GPUTexture | VideoFrame,
  timestamp: number,
  settings: DreamParams = params,
): Promise<void> {
  engine.show(source, timestamp, settings);
  engine.climb();
  await engine.submit();
}

/** Shows the first frame without climbing, again and again, until all octaves' plans are there. */
export async function warmUp(engine: DreamEngine, source: GPUTexture, settings: DreamParams = params): Promise<void> {
  engine.show(source, 0, settings);
  await engine.submit();
  await engine.prepared();
  engine.show(source, 0, settings);
  await engine.submit();
}

export async function detailOf(device: GPUDevice, engine: DreamEngine): Promise<Float32Array> {
  if (!engine.detailBuffer) throw new TypeError('Expected an engine that has shown a frame.');
  return await download(device, engine.detailBuffer);
}
