/** Milliseconds between two readings. */
const PERIOD = 400;

/** How many values the mean is taken of. */
const LAST = 5;

/** Reads the objective's value now and then, without the frame path ever waiting: values gather in a ring on the GPU. */
export class ObjectiveMeter {
  readonly #ring: GPUBuffer;
  readonly #staging: GPUBuffer;
  #gathered = 0;
  #value: number | null = null;
  #due = 0;
  #copied = 0;
  #reading = false;
  #generation = 0;

  constructor(device: GPUDevice) {
    const size = LAST * 4;
    this.#ring = device.createBuffer({ label: 'objective ring', size, usage: GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST });
    this.#staging = device.createBuffer({ label: 'objective staging', size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  }

  /** The mean of the last five values gathered; `null` until one is read. */
  get value(): number | null {
    return this.#value;
  }

  /** The objective is another one from now on. */
  restart(): void {
    this.#gathered = 0;
    this.#value = null;
    this.#generation++;
  }

  /** Records the copy of one value. Outside of passes. */
  gather(encoder: GPUCommandEncoder, value: GPUBuffer): void {
    encoder.copyBufferToBuffer(value, 0, this.#ring, (this.#gathered % LAST) * 4, 4);
    this.#gathered++;
  }

  /** Records a reading if one is due. */
  record(encoder: GPUCommandEncoder, now: number): void {
    if (this.#reading || now < this.#due || this.#gathered === 0) return;
    this.#due = now + PERIOD;
    this.#reading = true;
    this.#copied = Math.min(this.#gathered, LAST);
    encoder.copyBufferToBuffer(this.#ring, 0, this.#staging, 0, LAST * 4);
  }

  /** After the submit: waits for the reading, beside everything else. */
  submitted(): void {
    if (this.#copied === 0) return;
    const count = this.#copied;
    const generation = this.#generation;
    this.#copied = 0;
    this.#staging.mapAsync(GPUMapMode.READ).then(
      () => {
        const values = new Float32Array(this.#staging.getMappedRange(), 0, count);
        if (generation === this.#generation) this.#value = values.reduce((sum, value) => sum + value, 0) / count;
        this.#staging.unmap();
        this.#reading = false;
      },
      // The buffer or its device is gone: the last value stays.
      () => undefined,
    );
  }

  destroy(): void {
    this.#ring.destroy();
    this.#staging.destroy();
  }
}
