import { type Observable, filter, firstValueFrom } from 'rxjs';
import { expect, test } from 'vitest';
import { toDreamParams } from '../../../src/streams/settings/dream-params.ts';
import { DEFAULTS } from '../../../src/streams/settings/schema.ts';
import { DreamClient } from '../../../src/streams/worker/dream-client.ts';
import type { FromWorker } from '../../../src/streams/worker/protocol.ts';

test('the worker without an engine, shows the clouds as they are and closes every frame it opened', async () => {
  const client = new DreamClient();
  client.send({ type: 'open', wanted: { params: toDreamParams(DEFAULTS), rate: 30 } });
  client.send({ type: 'show-plainly' });
  await expect(client.snapshot()).rejects.toMatchObject({ code: 'nothing-shown' });

  const live = message(client.messages$, 'source');
  const presented = message(client.messages$, 'presented');
  client.send({ type: 'canvas', number: 3, canvas: document.createElement('canvas').transferControlToOffscreen() });
  client.send({ type: 'source', id: 5, feed: { kind: 'demo', motion: 1 } });
  expect(await live).toEqual({ type: 'source', id: 5, state: { kind: 'live', width: 1280, height: 720 } });
  expect(await presented).toEqual({ type: 'presented', number: 3 });

  const { width, height, blue, red } = await describePicture(await client.snapshot());
  expect([width, height]).toEqual([1280, 720]);
  expect(blue - red).toBeGreaterThan(15);

  // Another source in the middle of this one, and its frames are closed too.
  client.send({ type: 'source', id: 6, feed: { kind: 'demo', motion: 0 } });
  await message(client.messages$, 'source');
  const stopped = message(client.messages$, 'stopped');
  client.end();
  const { opened, closed } = await stopped;
  expect(opened).toBeGreaterThan(1);
  expect(closed).toBe(opened);
});

test('a paused dream, is frozen as it is shown, however far its source has gone on', async () => {
  const client = new DreamClient();
  client.send({ type: 'open', wanted: { params: toDreamParams(DEFAULTS), rate: 30 } });
  client.send({ type: 'show-plainly' });
  const presented = message(client.messages$, 'presented');
  client.send({ type: 'canvas', number: 1, canvas: document.createElement('canvas').transferControlToOffscreen() });
  const { port1: camera, port2: port } = new MessageChannel();
  client.send({ type: 'source', id: 1, feed: { kind: 'port', port } });
  sendColour(camera, '#c83214');
  await presented;
  client.send({ type: 'pause', paused: true });
  sendColour(camera, '#1432c8');
  await client.snapshot();
  const opened = message(client.messages$, 'still');
  client.send({ type: 'still', ask: { kind: 'open', id: 2, source: { kind: 'shown' } } });
  sendColour(camera, '#14c832');
  const { tell } = await opened;
  if (tell.kind !== 'opened') throw new Error(`Expected the picture, but ${JSON.stringify(tell)} came.`);
  expect(colourOf(tell.bitmap)).toEqual(REDDISH);
  const held = message(client.messages$, 'guide');
  client.send({ type: 'guide', ask: { kind: 'hold', id: 3, picture: 'shown' } });
  const { tell: guide } = await held;
  if (guide.kind !== 'held') throw new Error(`Expected the guide, but ${JSON.stringify(guide)} came.`);
  expect(colourOf(guide.bitmap)).toEqual(REDDISH);
  client.end();
});

/** About #c83214: a video frame may keep its colours as YUV. */
const REDDISH = [expect.closeTo(0xc8, -1), expect.closeTo(0x32, -1), expect.closeTo(0x14, -1)];

/** One frame of this colour, as a camera without a track processor sends it. */
function sendColour(camera: MessagePort, colour: string): void {
  const canvas = new OffscreenCanvas(32, 32);
  const context = canvas.getContext('2d');
  if (context) context.fillStyle = colour;
  context?.fillRect(0, 0, 32, 32);
  const frame = new VideoFrame(canvas, { timestamp: Math.round(1000 * performance.now()) });
  camera.postMessage(frame, [frame]);
}

/** Red, green and blue of the middle, 0 to 255. */
function colourOf(bitmap: ImageBitmap): readonly number[] {
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  context?.drawImage(bitmap, 0, 0);
  return [...(context?.getImageData(bitmap.width >> 1, bitmap.height >> 1, 1, 1).data ?? [])].slice(0, 3);
}

async function message<Type extends FromWorker['type']>(
  messages$: Observable<FromWorker>,
  type: Type,
): Promise<FromWorker & { type: Type }> {
  return await firstValueFrom(messages$.pipe(filter((each): each is FromWorker & { type: Type } => each.type === type)));
}

async function describePicture(picture: Blob): Promise<{ width: number; height: number; red: number; blue: number }> {
  expect(picture.type).toBe('image/png');
  const bitmap = await createImageBitmap(picture);
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (context === null) throw new Error('Expected a 2d context, but none came.');
  context.drawImage(bitmap, 0, 0, 1, 1);
  const [red = 0, , blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return { width, height, red, blue };
}
