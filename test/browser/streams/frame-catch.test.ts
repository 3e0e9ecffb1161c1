import { afterEach, describe, expect, test, vi } from 'vitest';
import { FrameCatch } from '../../../src/streams/worker/frame-catch.ts';
import { freeze } from '../../../src/streams/worker/still-picture.ts';

function frame(): VideoFrame {
  const canvas = new OffscreenCanvas(8, 6);
  canvas.getContext('2d')?.fillRect(0, 0, 4, 6);
  return new VideoFrame(canvas, { timestamp: 0 });
}

describe('FrameCatch', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test('two who wait, get a copy each to close, and the frame stays the caller’s', async () => {
    const catching = new FrameCatch();
    const both = Promise.all([catching.next(), catching.next()]);
    const source = frame();
    catching.offer(source);
    const [first, second] = await both;
    first.close();
    expect([first.format, second.format === null, source.format === null]).toEqual([null, false, false]);
    const frozen = freeze(second, true);
    expect([frozen.width, frozen.height, second.format]).toEqual([8, 6, null]);
    expect(catching.wanted).toBe(false);
    source.close();
  });

  test('who waits in vain, is told, and who came later is not', async () => {
    vi.useFakeTimers();
    const catching = new FrameCatch();
    const first = expect(catching.next()).rejects.toMatchObject({ code: 'nothing-shown' });
    vi.advanceTimersByTime(3000);
    const second = catching.next();
    vi.advanceTimersByTime(2500);
    await first;
    const source = frame();
    catching.offer(source);
    (await second).close();
    source.close();
    expect(catching.wanted).toBe(false);
  });
});
