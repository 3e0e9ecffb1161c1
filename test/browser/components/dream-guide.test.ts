import { expect, test } from 'vitest';
import { DreamGuide } from '../../../src/components/dream-guide/dream-guide.ts';
import { button, find, mount, seek, settled, words } from './mount.ts';
import { type PlainSession, plainSession } from './plain-session.ts';

async function shown(): Promise<{ readonly session: PlainSession; readonly guide: DreamGuide }> {
  const session = plainSession();
  const guide = new DreamGuide();
  guide.session = session;
  return { session, guide: await mount(guide) };
}

function bitmap(): ImageBitmap {
  const canvas = new OffscreenCanvas(6, 4);
  const context = canvas.getContext('2d');
  if (context) context.fillStyle = 'blue';
  context?.fillRect(0, 0, 6, 4);
  return canvas.transferToImageBitmap();
}

test('without a guide, a camera is asked to hold something up, anything else is taken as it is shown', async () => {
  const { session, guide } = await shown();
  expect(words(guide)).toContain('Take what is shown');
  await session.set({ source: 'camera' });
  await settled(guide);
  button(guide, 'Hold something up').click();
  expect(session.guide.hold).toHaveBeenCalledWith('shown');
});

test('a guide that is held, is shown, with its match and strength, and can be forgotten', async () => {
  const { session, guide } = await shown();
  session.guide.state$.next({ kind: 'held', bitmap: bitmap(), wish: { match: 'dot', strength: 0.8 } });
  await settled(guide);
  const canvas = find(guide, 'canvas');
  expect(canvas instanceof HTMLCanvasElement && [...(canvas.getContext('2d')?.getImageData(2, 2, 1, 1).data ?? [])]).toEqual([
    0, 0, 255, 255,
  ]);
  expect(words(guide)).toContain('Strength 80 %');
  const slider = find(guide, 'wa-slider');
  Object.assign(slider, { value: 0.5 });
  slider.dispatchEvent(new Event('input', { bubbles: true }));
  expect(session.guide.change).toHaveBeenCalledWith({ strength: 0.5 });
  button(guide, 'Forget').click();
  expect(session.guide.forget).toHaveBeenCalledOnce();
});

test('a guide that could not be taken, says why and offers to try again', async () => {
  const { session, guide } = await shown();
  const failure = { code: 'nothing-shown', title: 'There is nothing to take yet', text: 'Wait until one is shown.' };
  session.guide.state$.next({ kind: 'failed', failure });
  await settled(guide);
  expect(words(find(guide, '[role=alert]'))).toContain('There is nothing to take yet');
  expect(words(find(guide, '[role=alert]'))).toContain('Wait until one is shown.');
  expect(seek(guide, 'canvas')).toBeNull();
  button(guide, 'Take what is shown').click();
  expect(session.guide.hold).toHaveBeenCalledOnce();
});
