import { BufferTarget, CanvasSource, Mp4OutputFormat, Output, Quality } from 'mediabunny';
import { type Observable, defer, from, switchMap } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { behaviorOf } from '../../../src/streams/behavior.ts';
import { DemoClouds } from '../../../src/streams/sources/demo.ts';
import { openFile } from '../../../src/streams/sources/file.ts';
import type { Pace } from '../../../src/streams/sources/pace.ts';
import { framesFromPort, framesFromStream } from '../../../src/streams/worker/frames-from.ts';
import { FrameCounter, latestWhenIdle } from '../../../src/streams/worker/latest-when-idle.ts';

/** A clock on which every wait is over at once, and which gives way to the browser's tasks. */
class RushingPace implements Pace {
  time = 0;
  now(): number {
    return this.time;
  }
  wanted(): boolean {
    return true;
  }
  async sleep(seconds: number): Promise<void> {
    this.time += Math.max(seconds, 1e-4);
    await new Promise((resolve) => setTimeout(resolve));
  }
}

interface Seen {
  readonly timestamp: number;
  readonly width: number;
  readonly height: number;
}

/** Takes `count` frames as the worker does; expects that every frame opened is closed. */
async function take(frames$: Observable<VideoFrame>, count: number, busy: (index: number) => boolean = () => false): Promise<Seen[]> {
  const counter = new FrameCounter();
  const isBusy = behaviorOf(false);
  const seen: Seen[] = [];
  const used$ = frames$.pipe(
    latestWhenIdle(
      isBusy.behavior,
      ({ timestamp, displayWidth, displayHeight }) => {
        seen.push({ timestamp, width: displayWidth, height: displayHeight });
        if (!busy(seen.length)) return;
        isBusy.set(true);
        setTimeout(() => isBusy.set(false), 30);
      },
      counter,
    ),
  );
  await new Promise<void>((resolve, reject) => {
    const subscription = used$.subscribe({
      next: () => {
        if (seen.length < count) return;
        setTimeout(() => subscription.unsubscribe());
        resolve();
      },
      error: reject,
    });
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(counter.opened).toBeGreaterThanOrEqual(count);
  expect(counter).toMatchObject({ closed: counter.opened, waiting: false });
  return seen;
}

describe('the demo clouds', () => {
  test('frames, come at 30 a second of their clock and are all closed', async () => {
    const frames = new DemoClouds().frames(new RushingPace());
    const seen = await take(framesFromStream(frames), 8);
    expect(seen[0]).toMatchObject({ width: 1280, height: 720 });
    const gaps = seen.slice(1).map(({ timestamp }, index) => timestamp - (seen[index]?.timestamp ?? 0));
    expect(gaps.every((gap) => gap >= 33_000 && gap < 45_000)).toBe(true);
  });

  test('an engine that is busy now and then, leaves no frame open', async () => {
    const frames = new DemoClouds().frames(new RushingPace());
    await take(framesFromStream(frames), 4, (index) => index % 2 === 1);
  });

  test('motion 0, is the same picture again and again', async () => {
    const clouds = new DemoClouds();
    clouds.setMotion(0);
    const [first, second] = await takePixels(clouds.frames(new RushingPace()));
    expect(sameBytes(first, second)).toBe(true);
    clouds.setMotion(4);
    const [before, after] = await takePixels(clouds.frames(new RushingPace()));
    expect(sameBytes(before, after)).toBe(false);
  });
});

describe('files', () => {
  test('a picture, is repeated on the clock, no larger than is ever shown', async () => {
    const file = await pngOf(3000, 1000);
    const seen = await take(opened(file), 3);
    expect(seen[0]).toMatchObject({ width: 1920, height: 640 });
    expect(seen[2]?.timestamp).toBeGreaterThan(seen[0]?.timestamp ?? Infinity);
  });

  test('a video, is played round and round with timestamps that go on rising', async () => {
    const seen = await take(opened(await videoOf(5)), 12);
    expect(seen[0]).toMatchObject({ width: 64, height: 48 });
    const gaps = seen.slice(1).map(({ timestamp }, index) => timestamp - (seen[index]?.timestamp ?? 0));
    expect(gaps.every((gap) => gap > 25_000 && gap < 45_000)).toBe(true);
  });

  test.each([
    [new Blob(['not a picture'], { type: 'image/png' }), 'file-undecodable'],
    [new Blob(['not a film'], { type: 'video/mp4' }), 'file-undecodable'],
    [new Blob(['anything']), 'file-undecodable'],
    ['http://127.0.0.1:9/cloud.png', 'file-unreachable'],
  ])('%o, is refused with its code', async (file, code) => {
    await expect(openFile(file, new RushingPace())).rejects.toMatchObject({ code });
  });
});

describe('frames over a port', () => {
  test('one frame a message, all are closed, and the sender is told to stop', async () => {
    const { port1, port2 } = new MessageChannel();
    const stopped = new Promise<unknown>((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
    for (let timestamp = 0; timestamp < 6; timestamp++) {
      const frame = new VideoFrame(new Uint8Array(16), { format: 'RGBX', codedWidth: 2, codedHeight: 2, timestamp });
      port1.postMessage(frame, [frame]);
    }
    const seen = await take(framesFromPort(port2), 6);
    expect(seen.map(({ timestamp }) => timestamp)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await stopped).toBe('stop');
  });
});

function opened(file: Blob): Observable<VideoFrame> {
  return defer(() => from(openFile(file, new RushingPace()))).pipe(switchMap(framesFromStream));
}

async function takePixels(frames: ReadableStream<VideoFrame>): Promise<Uint8Array[]> {
  const reader = frames.getReader();
  const pictures: Uint8Array[] = [];
  for (let count = 0; count < 2; count++) {
    const { value } = await reader.read();
    if (!value) throw new Error('Expected a frame, but the stream ended.');
    const pixels = new Uint8Array(value.allocationSize());
    await value.copyTo(pixels);
    value.close();
    pictures.push(pixels);
  }
  await reader.cancel();
  return pictures;
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a?.length === b?.length && (a?.every((value, index) => value === b?.[index]) ?? false);
}

async function pngOf(width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.fillRect(0, 0, width / 2, height);
  return await canvas.convertToBlob({ type: 'image/png' });
}

/** A film of some pictures at 30 a second. */
async function videoOf(pictures: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(64, 48);
  const context = canvas.getContext('2d');
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat(), target });
  const source = new CanvasSource(canvas, { codec: 'avc', quality: new Quality('low') });
  output.addVideoTrack(source, { frameRate: 30 });
  await output.start();
  for (let index = 0; index < pictures; index++) {
    context?.fillRect(index * 8, 0, 8, 48);
    await source.add(index / 30, 1 / 30);
  }
  await output.finalize();
  if (target.buffer === null) throw new Error('Expected a film, but nothing was written.');
  return new Blob([target.buffer], { type: 'video/mp4' });
}
