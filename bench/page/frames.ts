import { TUTORIAL_RULE } from '../../src/engine/ascent-rule.ts';
import { DreamEngine } from '../../src/engine/dream-engine.ts';
import { NO_FEEDBACK } from '../../src/engine/dream-params.ts';
import type { DreamParams } from '../../src/engine/dream-params.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import type { Graph } from '../../src/engine/network/graph.ts';
import type { Objective } from '../../src/engine/objective.ts';
import type { Picture } from '../../src/engine/plan/gradient.ts';
import type { Counts, MemoryReport, OursReport } from '../report.ts';
import { counting, difference, withClockHeld, withoutGpu } from './counter.ts';
import { MemoryWatch } from './memory.ts';

/** Frames timed; the fastest counts. */
const TIMED = 200;

export type EngineMemory = Pick<MemoryReport, 'engine' | 'parts'>;

type FramesReport = Pick<OursReport, 'frame' | 'step' | 'frameMicroseconds' | 'engine'>;

/** The engine's own frames in their steady state: every frame a whole turn, shown on a canvas. */
export function measureFrames(device: GPUDevice, graph: Graph, picture: Picture, objective: Objective): Promise<FramesReport> {
  return withFrames({ device, graph, picture, objective }, async (frames, watch) => {
    const [one, two] = [await frames.count(1), await frames.count(2)];
    const engine = watch.bytes;
    return { frame: one, step: difference(two, one), frameMicroseconds: await frames.time(), engine };
  });
}

/** What an engine that is ready to climb, and shows frames already, holds of the device's memory. Nothing is climbed: this is quick at any size. */
export function measureEngine(device: GPUDevice, graph: Graph, picture: Picture, objective: Objective): Promise<EngineMemory> {
  return withFrames({ device, graph, picture, objective }, (_, watch) => Promise.resolve({ engine: watch.bytes, parts: watch.parts }));
}

interface Shown {
  readonly device: GPUDevice;
  readonly graph: Graph;
  readonly picture: Picture;
  readonly objective: Objective;
}

async function withFrames<T>(
  { device, graph, picture, objective }: Shown,
  action: (frames: Frames, watch: MemoryWatch) => Promise<T>,
): Promise<T> {
  const errors: EngineError[] = [];
  const source = textureOf(device, picture);
  const watch = new MemoryWatch();
  const engine = await DreamEngine.create({
    device,
    network: () => Promise.resolve(graph),
    sliceMs: Infinity,
    onError: (error) => errors.push(error),
  });
  const frames = new Frames(engine, source, paramsOf(objective, picture));
  try {
    engine.attach(new OffscreenCanvas(1, 1));
    await frames.warmUp();
    const result = await action(frames, watch);
    if (errors[0]) throw errors[0];
    return result;
  } finally {
    engine.destroy();
    source.destroy();
    watch.stop();
  }
}

/** One engine and the one picture it is shown, 30 times a second of its own time. */
class Frames {
  readonly #engine: DreamEngine;
  readonly #source: GPUTexture;
  readonly #params: DreamParams;
  #shown = 0;

  constructor(engine: DreamEngine, source: GPUTexture, params: DreamParams) {
    this.#engine = engine;
    this.#source = source;
    this.#params = params;
  }

  async warmUp(): Promise<void> {
    const still = { ...this.#params, steps: 0 };
    await this.#frame(still);
    await this.#engine.prepared();
    await this.#frame(still);
  }

  /**
   * What the second of two frames of `steps` steps asks of WebGPU. The clock is held, as the engine reads statistics by the clock, beside the frames:
   * the objective at most every 0.4 s, Δ every 5 s.
   */
  async count(steps: number): Promise<Counts> {
    const params = { ...this.#params, steps };
    const counted: Counts[] = [];
    await withClockHeld(async () => {
      await this.#frame(params);
      counted.push(await counting(() => this.#frame(params)));
    });
    const [counts] = counted;
    if (!counts || this.#engine.climbing) throw new Error('Expected whole turns to be counted.');
    return counts;
  }

  /** JavaScript microseconds of one frame of one step, from `show` until `submit` has submitted. */
  async time(): Promise<number> {
    let best = Infinity;
    await withoutGpu(async () => {
      for (let index = 0; index < TIMED; index++) {
        const start = performance.now();
        const done = this.#frame(this.#params);
        best = Math.min(best, performance.now() - start);
        await done;
      }
    });
    return 1000 * best;
  }

  async #frame(params: DreamParams): Promise<void> {
    this.#engine.show(this.#source, Math.round((this.#shown++ * 1e6) / 30), params);
    this.#engine.climb();
    await this.#engine.submit();
  }
}

const paramsOf = (objective: Objective, { width, height }: Picture): DreamParams => ({
  objective,
  steps: 1,
  stepSize: 0.02,
  halfLife: 2,
  intensity: 1,
  dreamSize: Math.max(width, height),
  octaves: 1,
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
});

function textureOf(device: GPUDevice, { width, height, data }: Picture): GPUTexture {
  const texture = device.createTexture({
    size: [width, height],
    format: 'rgba8unorm',
    usage: GPUTextureUsage.TEXTURE_BINDING | GPUTextureUsage.COPY_DST,
  });
  const bytes = Uint8Array.from({ length: width * height * 4 }, (_, index) =>
    index % 4 === 3 ? 255 : Math.round(((data[Math.floor(index / 4) * 3 + (index % 4)] ?? 0) + 1) * 127.5),
  );
  device.queue.writeTexture({ texture }, bytes, { bytesPerRow: width * 4 }, [width, height]);
  return texture;
}
