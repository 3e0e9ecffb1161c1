import { type Observable, Subscription, type TeardownLogic } from 'rxjs';
import { type Behavior, type BehaviorCell, behaviorOf } from './behavior.ts';

/** A lifetime: ends everything that was begun in it, once. */
export class Scope {
  readonly #subscription = new Subscription();

  get ended(): boolean {
    return this.#subscription.closed;
  }

  /** Listens to `source$` until the scope ends. */
  bind<T>(source$: Observable<T>, next: (value: T) => void): void {
    this.#subscription.add(source$.subscribe(next));
  }

  /** Runs `teardown` when the scope ends, or at once when it has ended. */
  add(teardown: TeardownLogic): void {
    this.#subscription.add(teardown);
  }

  /** Listens to an event of the page until the scope ends. */
  listen(target: EventTarget, type: string, listener: (event: Event) => void): void {
    target.addEventListener(type, listener);
    this.add(() => {
      target.removeEventListener(type, listener);
    });
  }

  /** A behavior that completes with the scope; the caller keeps the writing end. */
  cell<T>(initial: T): BehaviorCell<T> {
    const cell = behaviorOf(initial);
    this.add(() => {
      cell.end();
    });
    return cell;
  }

  /** A behavior that follows `source$` and is `initial` before. */
  behavior<T>(source$: Observable<T>, initial: T): Behavior<T> {
    const cell = this.cell(initial);
    this.bind(source$, (value) => {
      cell.set(value);
    });
    return cell.behavior;
  }

  end(): void {
    this.#subscription.unsubscribe();
  }
}
