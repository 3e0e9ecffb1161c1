import type { Size } from '../octaves.ts';

/** The two textures of one output size, rgba8unorm: the live picture, and the picture that is shown. */
export class Output {
  readonly size: Size;
  readonly live: GPUTexture;
  readonly texture: GPUTexture;

  constructor(device: GPUDevice, size: Size) {
    this.size = size;
    const usage = GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.TEXTURE_BINDING | GPUTextureUsage.COPY_SRC;
    const make = (label: string) => device.createTexture({ label, size: [size.width, size.height], format: 'rgba8unorm', usage });
    this.live = make('live at output size');
    this.texture = make('output');
  }

  destroy(): void {
    this.live.destroy();
    this.texture.destroy();
  }
}
