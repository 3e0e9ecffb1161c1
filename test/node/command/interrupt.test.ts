import { afterEach, expect, test, vi } from 'vitest';
import { interruptible } from '../../../src/node/interrupt.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Sends the signals, each at its millisecond. */
async function interrupted(...signals: readonly (readonly [signal: NodeJS.Signals, at: number])[]) {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  const asked = vi.fn();
  let time = 0;
  const isEnded = await interruptible(
    (signal) => {
      for (const [name, at] of signals) {
        time = at;
        process.emit(name);
      }
      return Promise.resolve(signal.aborted);
    },
    asked,
    () => time,
  );
  return { isEnded, asked: asked.mock.calls.length, exits: exit.mock.calls };
}

test('no Ctrl-C, is not asked to end', async () => {
  expect(await interrupted()).toEqual({ isEnded: false, asked: 0, exits: [] });
});

test.each([
  ['SIGINT', 5],
  ['SIGTERM', 5],
  ['SIGINT', 999],
] as const)('one Ctrl-C, and %s %i ms after it, as npm passes it on, only asks to end', async (signal, at) => {
  expect(await interrupted(['SIGINT', 0], [signal, at])).toEqual({ isEnded: true, asked: 1, exits: [] });
});

test.each([[[1000]], [[5, 1000]], [[600, 1200]]])('Ctrl-C, and again after %j ms, ends at once', async (times) => {
  const again = times.map((at) => ['SIGINT', at] as const);
  expect(await interrupted(['SIGINT', 0], ...again)).toEqual({ isEnded: true, asked: 1, exits: [[130]] });
});

test('what is done, hears signals no more', async () => {
  const before = process.listenerCount('SIGINT');
  await interrupted(['SIGINT', 0]);
  expect(process.listenerCount('SIGINT')).toBe(before);
});
