/** Reads a step's objective while the next step is under way: two stagings take turns. */
export class ValueReader {
  readonly #stagings: readonly [GPUBuffer, GPUBuffer];
  #turn: 0 | 1 = 0;

  constructor(device: GPUDevice) {
    const make = (): GPUBuffer =>
      device.createBuffer({ label: 'objective staging', size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    this.#stagings = [make(), make()];
  }

  /** Records the copy of a step's `settled`. Outside of passes; not before the reading before last has come. */
  record(encoder: GPUCommandEncoder, settled: GPUBuffer): void {
    encoder.copyBufferToBuffer(settled, 0, this.#stagings[this.#turn], 0, 4);
  }

  /** After the submit: the objective. */
  async read(): Promise<number> {
    const staging = this.#stagings[this.#turn];
    this.#turn = this.#turn === 0 ? 1 : 0;
    await staging.mapAsync(GPUMapMode.READ);
    const [value = Number.NaN] = new Float32Array(staging.getMappedRange());
    staging.unmap();
    return value;
  }

  destroy(): void {
    for (const staging of this.#stagings) staging.destroy();
  }
}
