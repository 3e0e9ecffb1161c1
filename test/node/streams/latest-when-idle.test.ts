import { Subject, map, merge, tap } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { behaviorOf } from '../../../src/streams/behavior.ts';
import { FrameCounter, latestWhenIdle } from '../../../src/streams/worker/latest-when-idle.ts';

class Frame {
  closes = 0;
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  close(): void {
    this.closes++;
  }
}

let scheduler: TestScheduler;
let made: Frame[];
let counter: FrameCounter;

beforeEach(() => {
  scheduler = new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });
  made = [];
  counter = new FrameCounter();
});

function framed(name: string): Frame {
  const frame = new Frame(name);
  made.push(frame);
  return frame;
}

function expectAllClosedOnce(count: number): void {
  expect(made.map(({ name, closes }) => `${name}${String(closes)}`)).toEqual(made.map(({ name }) => `${name}1`));
  expect(counter).toMatchObject({ opened: count, closed: count, waiting: false });
}

describe('latestWhenIdle', () => {
  const busyValues = { b: true, i: false };

  test('an idle engine, takes every frame and closes it after use', () => {
    scheduler.run(({ hot, expectObservable, flush }) => {
      const busy$ = hot('  i--------', busyValues);
      const frames$ = hot('-a-b-c-|').pipe(map(framed));
      const used$ = frames$.pipe(
        latestWhenIdle(
          busy$,
          (frame) => {
            expect(frame.closes).toBe(0);
            return frame.name;
          },
          counter,
        ),
      );
      expectObservable(used$).toBe('-a-b-c-|');
      flush();
    });
    expectAllClosedOnce(3);
    expect(counter.dropped).toBe(0);
  });

  test('a busy engine, gets the newest frame when it is idle again, and the others are closed', () => {
    scheduler.run(({ hot, expectObservable, flush }) => {
      const busy$ = hot('  ib-----i----', busyValues);
      const frames$ = hot('--abcd----e-|').pipe(map(framed));
      expectObservable(frames$.pipe(latestWhenIdle(busy$, ({ name }) => name, counter))).toBe('-------d--e-|');
      flush();
    });
    expectAllClosedOnce(5);
    expect(counter.dropped).toBe(3);
  });

  test('use that makes the engine busy at once, lends one frame at a time', () => {
    const busy = behaviorOf(false);
    const done$ = new Subject<void>();
    const used: string[] = [];
    const frames$ = new Subject<Frame>();
    const subscription = merge(
      frames$.pipe(
        latestWhenIdle(
          busy.behavior,
          ({ name }) => {
            busy.set(true);
            used.push(name);
          },
          counter,
        ),
      ),
      done$.pipe(
        tap(() => {
          busy.set(false);
        }),
      ),
    ).subscribe();
    for (const name of ['a', 'b', 'c']) frames$.next(framed(name));
    expect(used).toEqual(['a']);
    expect(counter.waiting).toBe(true);
    done$.next();
    expect(used).toEqual(['a', 'c']);
    done$.next();
    expect(used).toEqual(['a', 'c']);
    subscription.unsubscribe();
    expectAllClosedOnce(3);
  });

  test('unsubscribing with a frame waiting, closes it', () => {
    scheduler.run(({ hot, expectObservable, flush }) => {
      const busy$ = hot('  b--------', busyValues);
      const frames$ = hot('-a-b-----').pipe(map(framed));
      expectObservable(frames$.pipe(latestWhenIdle(busy$, ({ name }) => name, counter)), '^----!').toBe('---------');
      flush();
    });
    expectAllClosedOnce(2);
  });

  test('a source that fails with a frame waiting, closes it and passes the error on', () => {
    scheduler.run(({ hot, expectObservable, flush }) => {
      const busy$ = hot('  b--------', busyValues);
      const frames$ = hot('-a-#').pipe(map(framed));
      expectObservable(frames$.pipe(latestWhenIdle(busy$, ({ name }) => name, counter))).toBe('---#');
      flush();
    });
    expectAllClosedOnce(1);
  });

  test('a source that ends with a frame waiting, is used before the end', () => {
    scheduler.run(({ hot, expectObservable, flush }) => {
      const busy$ = hot('  b----i---', busyValues);
      const frames$ = hot('-a-|').pipe(map(framed));
      expectObservable(frames$.pipe(latestWhenIdle(busy$, ({ name }) => name, counter))).toBe('-----(a|)');
      flush();
    });
    expectAllClosedOnce(1);
  });

  test('use that throws, closes the frame and ends with the error', () => {
    scheduler.run(({ hot, expectObservable, flush }) => {
      const busy$ = hot('  i--------', busyValues);
      const frames$ = hot('-a-b-|').pipe(map(framed));
      const used$ = frames$.pipe(
        latestWhenIdle(
          busy$,
          () => {
            throw new Error('broken');
          },
          counter,
        ),
      );
      expectObservable(used$).toBe('-#', {}, new Error('broken'));
      flush();
    });
    expectAllClosedOnce(1);
  });
});
