import { EngineError } from '../errors.ts';
import { ScreenKernel } from '../kernels/screen.ts';
import type { Output } from './output.ts';

/** Puts the output on a canvas, which can be replaced at any time. The canvas has the output's size; fitting it to a window is CSS's work. */
export class Screen {
  readonly #device: GPUDevice;
  readonly #kernel: ScreenKernel;
  readonly #format: GPUTextureFormat;
  #canvas: OffscreenCanvas | null = null;
  #context: GPUCanvasContext | null = null;
  #output: Output | null = null;
  #group: GPUBindGroup | null = null;

  private constructor(device: GPUDevice, kernel: ScreenKernel, format: GPUTextureFormat) {
    this.#device = device;
    this.#kernel = kernel;
    this.#format = format;
  }

  static async create(device: GPUDevice): Promise<Screen> {
    const format = preferredFormat();
    return new Screen(device, await ScreenKernel.create(device, format), format);
  }

  get canvas(): OffscreenCanvas | null {
    return this.#canvas;
  }

  /** @throws EngineError `device-failed` for a canvas that another kind of context holds */
  attach(canvas: OffscreenCanvas): void {
    const context = canvas.getContext('webgpu');
    if (!context)
      throw new EngineError('device-failed', 'Expected a canvas of our own; this one is drawn to by other means. Attach a fresh canvas.');
    this.#context?.unconfigure();
    this.#canvas = canvas;
    this.#context = context;
    context.configure({ device: this.#device, format: this.#format, alphaMode: 'opaque' });
  }

  /** Lets the canvas go, which keeps what it shows only for this task. */
  detach(): void {
    this.#context?.unconfigure();
    this.#canvas = null;
    this.#context = null;
  }

  /** Records the output onto the canvas. Its pixels exist only in the task of the submit. */
  record(encoder: GPUCommandEncoder, output: Output): void {
    if (!this.#canvas || !this.#context) return;
    if (this.#canvas.width !== output.size.width) this.#canvas.width = output.size.width;
    if (this.#canvas.height !== output.size.height) this.#canvas.height = output.size.height;
    if (!this.#group || this.#output !== output) {
      this.#group = this.#kernel.bind(output.texture);
      this.#output = output;
    }
    this.#kernel.record(encoder, this.#group, this.#context.getCurrentTexture());
  }
}

function preferredFormat(): GPUTextureFormat {
  // Node's navigator has no gpu, whatever lib.dom says.
  const gpu: Partial<GPU> | undefined = (globalThis.navigator as Partial<Navigator> | undefined)?.gpu;
  return gpu?.getPreferredCanvasFormat?.() ?? 'rgba8unorm';
}
