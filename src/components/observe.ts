import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What can be followed: any observable. */
interface Followed<T> {
  subscribe(next: (value: T) => void): { unsubscribe(): void };
}

/**
 * Ties an observable to an element: `value` is the latest one, and each new one renders the element again. Follows another observable
 * when `find` names another (it is asked before each render), and nothing while the element is out of the page.
 */
export class Observed<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #find: () => Followed<T> | undefined;
  #followed: Followed<T> | undefined;
  #subscription: { unsubscribe(): void } | undefined;
  #value: T | undefined;

  constructor(host: ReactiveControllerHost, find: () => Followed<T> | undefined) {
    this.#host = host;
    this.#find = find;
    host.addController(this);
  }

  /** The latest value; `undefined` before there is one. */
  get value(): T | undefined {
    return this.#value;
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    const found = this.#find();
    if (found === this.#followed) return;
    this.#leave();
    this.#followed = found;
    // What comes while subscribing is rendered by the update that is under way.
    let subscribing = true;
    this.#subscription = found?.subscribe((value) => {
      this.#value = value;
      if (!subscribing) this.#host.requestUpdate();
    });
    subscribing = false;
  }

  hostDisconnected(): void {
    this.#leave();
  }

  #leave(): void {
    this.#subscription?.unsubscribe();
    this.#subscription = undefined;
    this.#followed = undefined;
  }
}
