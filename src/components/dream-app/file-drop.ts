import type { ReactiveControllerHost } from 'lit';
import { ListenController } from '../listen-controller.ts';

/** Takes a file dropped anywhere on the page. `over` while one hangs above it. */
export class FileDrop {
  readonly #host: ReactiveControllerHost;
  readonly #take: (file: File) => void;
  /** Entering a child comes before leaving its parent: count, do not toggle. */
  #depth = 0;

  constructor(host: ReactiveControllerHost, take: (file: File) => void) {
    this.#host = host;
    this.#take = take;
    new ListenController(host, window, ['dragenter', 'dragleave', 'dragover', 'drop'], (event) => {
      if (event instanceof DragEvent) this.#drag(event);
    });
  }

  get over(): boolean {
    return this.#depth > 0;
  }

  #drag(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    if (event.type === 'dragenter') this.#count(this.#depth + 1);
    if (event.type === 'dragleave') this.#count(this.#depth - 1);
    if (event.type !== 'drop') return;
    this.#count(0);
    const file = event.dataTransfer.files[0];
    if (file) this.#take(file);
  }

  #count(depth: number): void {
    this.#depth = Math.max(0, depth);
    this.#host.requestUpdate();
  }
}
