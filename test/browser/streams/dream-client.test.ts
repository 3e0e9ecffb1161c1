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
