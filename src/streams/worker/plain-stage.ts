import { CodedError } from '../coded-error.ts';
import type { DreamParams } from '../../engine/index.ts';
import type { LoopEngine } from './dream-loop.ts';

/** Shows the source as it is where there is no engine: better than a black page. It is always idle. */
export class PlainStage implements LoopEngine {
  readonly unfinished = 0;
  readonly climbing = false;
  readonly #context: OffscreenCanvasRenderingContext2D;

  private constructor(context: OffscreenCanvasRenderingContext2D) {
    this.#context = context;
  }

  /** `null` when the canvas was already drawn to by another means: then a fresh one is needed. */
  static on(canvas: OffscreenCanvas): PlainStage | null {
    const context = canvas.getContext('2d', { alpha: false });
    return context === null ? null : new PlainStage(context);
  }

  show(source: VideoFrame | GPUTexture, _timestamp: number, params: DreamParams): void {
    if (!(source instanceof VideoFrame)) throw new CodedError('bad-frame', 'Expected a video frame to show.');
    const { canvas } = this.#context;
    const { displayWidth: width, displayHeight: height } = source;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    if (params.mirror) this.#context.setTransform(-1, 0, 0, 1, width, 0);
    else this.#context.resetTransform();
    this.#context.drawImage(source, 0, 0, width, height);
  }

  climb(): void {
    // There is nothing to climb without an engine.
  }

  present(): void {
    // The canvas keeps what was drawn.
  }

  async submit(): Promise<void> {
    await Promise.resolve();
  }

  async snapshot(): Promise<Blob> {
    return await this.#context.canvas.convertToBlob({ type: 'image/png' });
  }
}
