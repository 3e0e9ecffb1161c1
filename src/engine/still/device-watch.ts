import { EngineError } from '../errors.ts';

/** Tells of what befalls a device until it is stopped. A device keeps whoever waits for its loss as long as it lives: only this watch, which forgets whom to tell. */
export class DeviceWatch {
  readonly #device: GPUDevice;
  #tell: ((failure: EngineError) => void) | null;
  #outOfMemory: ((cause: GPUError) => EngineError) | null;

  /** @param outOfMemory what to tell when the device has no memory left */
  constructor(device: GPUDevice, outOfMemory: (cause: GPUError) => EngineError, tell: (failure: EngineError) => void) {
    this.#device = device;
    this.#outOfMemory = outOfMemory;
    this.#tell = tell;
    device.addEventListener('uncapturederror', this.#erred);
    void device.lost.then(({ message }) => {
      this.#tell?.(new EngineError('device-lost', `The GPU was lost while a still was dreamt: ${message} Start it again.`));
    });
  }

  stop(): void {
    this.#tell = null;
    this.#outOfMemory = null;
    // By name: Dawn in Node knows no `signal`.
    this.#device.removeEventListener('uncapturederror', this.#erred);
  }

  readonly #erred = ({ error }: GPUUncapturedErrorEvent): void => {
    if (!this.#outOfMemory) return;
    this.#tell?.(error instanceof GPUOutOfMemoryError ? this.#outOfMemory(error) : reported(error));
  };
}

/** What is drawn after an error may be anything: better no dream than a wrong one. */
const reported = (cause: GPUError): EngineError =>
  new EngineError('device-failed', `The GPU reported an error while a still was dreamt: ${cause.message} Start it again.`, { cause });
