import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Listens to events of the page while its element is in it. */
export class ListenController implements ReactiveController {
  readonly #target: EventTarget;
  readonly #names: readonly string[];
  readonly #listener: EventListener;

  constructor(host: ReactiveControllerHost, target: EventTarget, names: readonly string[], listener: EventListener) {
    this.#target = target;
    this.#names = names;
    this.#listener = listener;
    host.addController(this);
  }

  hostConnected(): void {
    for (const name of this.#names) this.#target.addEventListener(name, this.#listener);
  }

  hostDisconnected(): void {
    for (const name of this.#names) this.#target.removeEventListener(name, this.#listener);
  }
}
