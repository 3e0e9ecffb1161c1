import { afterEach, describe, expect, test, vi } from 'vitest';
import { FrameCatch } from '../../../src/streams/worker/frame-catch.ts';
import { freeze } from '../../../src/streams/worker/still-picture.ts';

function frame(timestamp = 0): VideoFrame {
  const canvas = new OffscreenCanvas(8, 6);
  canvas.getContext('2d')?.fillRect(0, 0, 4, 6);
  return new VideoFrame(canvas, { timestamp });
}

describe('FrameCatch', () => {
  let mirror = false;

  afterEach(() => {
    vi.useRealTimers();
    mirror = false;
  });

  const make = (): FrameCatch => new FrameCatch(() => mirror);

  test('two who wait before anything is shown, get a copy each to close, and the frame stays the caller’s', async () => {
    const catching = make();
    const both = Promise.all([catching.take(), catching.take()]);
    mirror = true;
    const source = frame();
    catching.offer(source);
    const [first, second] = await both;
    first.frame.close();
    expect([first.frame.format, second.frame.format === null, source.format === null]).toEqual([null, false, false]);
    const frozen = freeze(second);
    expect([frozen.width, frozen.height, second.frame.format]).toEqual([8, 6, null]);
    expect([inkAt(frozen, 1), inkAt(frozen, 6)]).toEqual([0, 255]);
    expect(catching.wanted).toBe(false);
    source.close();
  });

  test('a frame that is shown, is the one that is frozen, as it was mirrored then, while others come', async () => {
    const catching = make();
    const [earlier, shown, later] = [frame(1), frame(2), frame(3)];
    catching.show(earlier);
    catching.show(shown);
    mirror = true;
    catching.offer(later);
    for (const each of [earlier, shown, later]) each.close();
    const taken = await catching.take();
    expect([taken.frame.timestamp, taken.mirror]).toEqual([2, false]);
    taken.frame.close();
    // The copy that is kept is another.
    const again = await catching.take();
    expect(again.frame.timestamp).toBe(2);
    again.frame.close();
    catching.end();
    const next = catching.take();
    expect(catching.wanted).toBe(true);
    const newest = frame(4);
    catching.offer(newest);
    newest.close();
    const { frame: caught } = await next;
    expect(caught.timestamp).toBe(4);
    caught.close();
  });

  test('who waits in vain, is told, and who came later is not', async () => {
    vi.useFakeTimers();
    const catching = make();
    const first = expect(catching.take()).rejects.toMatchObject({ code: 'nothing-shown' });
    vi.advanceTimersByTime(3000);
    const second = catching.take();
    vi.advanceTimersByTime(2500);
    await first;
    const source = frame();
    catching.offer(source);
    (await second).frame.close();
    source.close();
    expect(catching.wanted).toBe(false);
  });
});

/** The alpha of the middle row at this column, 0 to 255. */
function inkAt(bitmap: ImageBitmap, x: number): number {
  const context = new OffscreenCanvas(8, 6).getContext('2d');
  context?.drawImage(bitmap, 0, 0);
  return context?.getImageData(x, 3, 1, 1).data[3] ?? NaN;
}
