/** Notices what WebGPU would tell nobody: errors of a device that no scope caught, and its loss. */
export class DeviceWatch {
  #problem: string | undefined;

  constructor(device: GPUDevice) {
    device.addEventListener('uncapturederror', (event) => {
      this.#problem ??= event.error.message;
    });
    void device.lost.then(({ reason, message }) => {
      if (reason !== 'destroyed') this.#problem ??= `the device was lost: ${message}`;
    });
  }

  /** @throws Error with the first error since it was last called */
  expectNone(): void {
    const problem = this.#problem;
    this.#problem = undefined;
    if (problem !== undefined) throw new Error(problem);
  }
}
