import { BehaviorSubject, Observable } from 'rxjs';

/** An observable that always has a value: it emits the present one on subscription and then every change. Read-only. */
export interface Behavior<T> extends Observable<T> {
  readonly value: T;
}

/** The writing end of a behavior. Whoever makes it keeps it private and hands out `behavior`. */
export interface BehaviorCell<T> {
  readonly behavior: Behavior<T>;
  /** Emits `value` unless it is the very value that is there already. */
  set(value: T): void;
  /** Completes the behavior; its value stays readable. */
  end(): void;
}

class SubjectBehavior<T> extends Observable<T> implements Behavior<T> {
  readonly #subject$: BehaviorSubject<T>;

  constructor(subject$: BehaviorSubject<T>) {
    super((subscriber) => subject$.subscribe(subscriber));
    this.#subject$ = subject$;
  }

  get value(): T {
    return this.#subject$.value;
  }
}

/** Makes a behavior that starts with `initial`. */
export function behaviorOf<T>(initial: T): BehaviorCell<T> {
  const subject = new BehaviorSubject(initial);
  return {
    behavior: new SubjectBehavior(subject),
    set: (value) => {
      if (!Object.is(value, subject.value)) subject.next(value);
    },
    end: () => {
      subject.complete();
    },
  };
}
