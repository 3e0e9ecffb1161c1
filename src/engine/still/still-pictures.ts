/** The two pictures that a still lies in, array<vec4<f32>>: the one that is dreamt on and its gradient, which trade places when the octave changes. */
export class StillPictures {
  readonly #buffers: readonly [GPUBuffer, GPUBuffer];
  #first = true;

  constructor(device: GPUDevice, pixels: number) {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const make = (label: string): GPUBuffer => device.createBuffer({ label, size: 16 * pixels, usage });
    this.#buffers = [make('still'), make('still gradient')];
  }

  get picture(): GPUBuffer {
    return this.#buffers[this.#first ? 0 : 1];
  }

  get gradient(): GPUBuffer {
    return this.#buffers[this.#first ? 1 : 0];
  }

  swap(): void {
    this.#first = !this.#first;
  }

  destroy(): void {
    for (const buffer of this.#buffers) buffer.destroy();
  }
}
