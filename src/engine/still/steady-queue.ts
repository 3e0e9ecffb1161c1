import { Pace } from '../pace.ts';

/** What one submit is to take on the GPU, in milliseconds: whoever else draws with it waits no longer. */
const SUBMIT_MS = 50;

/** Submits one after the other, never more than one ahead of what the GPU is at. */
export class SteadyQueue {
  readonly #queue: GPUQueue;
  readonly #pace = new Pace();
  readonly #unfinished = new Set<Promise<unknown>>();

  constructor(device: GPUDevice) {
    this.#queue = device.queue;
  }

  /** What the next submit may cost. */
  get budget(): number {
    return this.#pace.budget(SUBMIT_MS);
  }

  /** Resolves when there is room for one more submit. */
  async room(): Promise<void> {
    while (this.#unfinished.size > 1) await Promise.race(this.#unfinished);
  }

  submit(encoder: GPUCommandEncoder, cost: number): void {
    this.#queue.submit([encoder.finish()]);
    const done = this.#pace.submitted(this.#queue, cost);
    this.#unfinished.add(done);
    void done.then(() => this.#unfinished.delete(done));
  }
}
