import { Subject } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { behaviorOf } from '../../../src/streams/behavior.ts';
import { Scope } from '../../../src/streams/scope.ts';

describe('Behavior', () => {
  test('a subscriber, gets the value there is and every change, but no repeats', () => {
    const cell = behaviorOf(1);
    const seen: (number | string)[] = [];
    cell.set(2);
    cell.behavior.subscribe({ next: (value) => seen.push(value), complete: () => seen.push('end') });
    cell.set(2);
    cell.set(3);
    cell.end();
    expect(seen).toEqual([2, 3, 'end']);
    expect(cell.behavior.value).toBe(3);
  });
});

describe('Scope', () => {
  test('its end, ends what was bound, listened to and added, once', () => {
    const scope = new Scope();
    const numbers$ = new Subject<number>();
    const target = new EventTarget();
    const seen: unknown[] = [];
    scope.bind(numbers$, (value) => seen.push(value));
    scope.listen(target, 'tick', ({ type }) => seen.push(type));
    scope.add(() => seen.push('ended'));
    numbers$.next(1);
    target.dispatchEvent(new Event('tick'));
    scope.end();
    scope.end();
    numbers$.next(2);
    target.dispatchEvent(new Event('tick'));
    expect(seen).toEqual([1, 'tick', 'ended']);
    expect(numbers$.observed).toBe(false);
    expect(scope.ended).toBe(true);
  });

  test('what is added after its end, ends at once', () => {
    const scope = new Scope();
    scope.end();
    const seen: string[] = [];
    scope.add(() => seen.push('ended'));
    expect(seen).toEqual(['ended']);
  });

  test('a behavior made in it, follows its source and completes with the scope', () => {
    const scope = new Scope();
    const source$ = new Subject<number>();
    const behavior = scope.behavior(source$, 0);
    let complete = false;
    behavior.subscribe({ complete: () => (complete = true) });
    source$.next(5);
    expect(behavior.value).toBe(5);
    scope.end();
    source$.next(6);
    expect(behavior.value).toBe(5);
    expect(complete).toBe(true);
  });
});
