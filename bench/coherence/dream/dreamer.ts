import { DreamEngine } from '../../../src/engine/index.ts';
import type { Detail, DreamParams, EngineError } from '../../../src/engine/index.ts';
import type { Size } from '../size.ts';
import type { Network } from './network.ts';

/** A film's frame for the engine. */
export interface Shown {
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** Microseconds. */
  readonly timestamp: number;
}

/**
 * The engine as a bench runs it: one whole turn a frame, on frames of the dream's size, so that nothing is resampled, and Δ put in and taken out between
 * frames where somebody else carries it.
 */
export class Dreamer {
  readonly #device: GPUDevice;
  readonly #engine: DreamEngine;
  readonly #params: DreamParams;
  readonly #size: Size;
  readonly #texture: GPUTexture;
  readonly #staging: GPUBuffer;
  readonly #problems: readonly EngineError[];

  private constructor(device: GPUDevice, engine: DreamEngine, params: DreamParams, size: Size, problems: readonly EngineError[]) {
    this.#device = device;
    this.#engine = engine;
    this.#params = params;
    this.#size = size;
    this.#problems = problems;
    const usage = GPUTextureUsage.TEXTURE_BINDING | GPUTextureUsage.COPY_DST;
    this.#texture = device.createTexture({ size: [size.width, size.height], format: 'rgba8unorm', usage });
    const bytes = 16 * size.width * size.height;
    this.#staging = device.createBuffer({ size: bytes, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  }

  /**
   * @param first the frame that plans are made with; it is not climbed
   * @throws EngineError for params that it does not take, or plans that cannot be made
   */
  static async create(device: GPUDevice, network: Network, params: DreamParams, size: Size, first: Shown): Promise<Dreamer> {
    const problems: EngineError[] = [];
    const onError = (error: EngineError): void => void problems.push(error);
    const engine = await DreamEngine.create({ device, network: network.load, sliceMs: Infinity, onError });
    const dreamer = new Dreamer(device, engine, params, size, problems);
    await dreamer.#prepare(first);
    return dreamer;
  }

  /**
   * One frame, dreamt.
   * @param detail what Δ is before this frame's turn; left out, the engine carries its own
   * @returns Δ after it
   * @throws EngineError where the engine told of a problem
   */
  async dream(frame: Shown, detail?: Detail): Promise<Detail> {
    if (detail) this.#engine.restore(detail);
    this.#show(frame);
    this.#engine.climb();
    await this.#engine.submit();
    this.#expectNoProblem();
    return await this.#read();
  }

  /** One frame, without waiting to see Δ. */
  async pass(frame: Shown): Promise<void> {
    this.#show(frame);
    this.#engine.climb();
    await this.#engine.submit();
  }

  destroy(): void {
    this.#engine.destroy();
    this.#texture.destroy();
    this.#staging.destroy();
  }

  async #prepare(first: Shown): Promise<void> {
    for (let round = 0; round < 2; round++) {
      this.#show(first);
      await this.#engine.submit();
      await this.#engine.prepared();
      this.#expectNoProblem();
    }
  }

  #show({ pixels, timestamp }: Shown): void {
    const { width, height } = this.#size;
    this.#device.queue.writeTexture({ texture: this.#texture }, pixels, { bytesPerRow: 4 * width }, [width, height]);
    this.#engine.show(this.#texture, timestamp, this.#params);
  }

  async #read(): Promise<Detail> {
    const { detailBuffer } = this.#engine;
    if (detailBuffer?.size !== this.#staging.size) {
      const { width, height } = this.#size;
      throw new Error(`Expected a dream of ${width} × ${height}, the engine made one of ${String(detailBuffer?.size)} bytes.`);
    }
    const encoder = this.#device.createCommandEncoder();
    encoder.copyBufferToBuffer(detailBuffer, 0, this.#staging, 0, this.#staging.size);
    this.#device.queue.submit([encoder.finish()]);
    await this.#staging.mapAsync(GPUMapMode.READ);
    const data = new Float32Array(this.#staging.getMappedRange().slice(0));
    this.#staging.unmap();
    return { ...this.#size, data };
  }

  #expectNoProblem(): void {
    const [problem] = this.#problems;
    if (problem) throw problem;
  }
}
