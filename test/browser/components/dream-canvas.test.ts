import { beforeEach, describe, expect, test } from 'vitest';
import { DreamCanvas } from '../../../src/components/dream-canvas/dream-canvas.ts';
import { mount, settled } from './mount.ts';
import { type PlainSession, plainSession } from './plain-session.ts';

describe('the stage', () => {
  let session: PlainSession;
  let stage: DreamCanvas;

  beforeEach(async () => {
    session = plainSession();
    stage = new DreamCanvas();
    stage.session = session;
    await mount(stage);
  });

  const canvases = (): readonly HTMLCanvasElement[] => [...stage.renderRoot.querySelectorAll('canvas')];

  test('its first canvas, is attached and appears with the first picture', async () => {
    const [first] = canvases();
    expect(session.attach).toHaveBeenCalledExactlyOnceWith(first);
    expect(first?.className).toBe('waiting');
    session.presented$.next(1);
    await settled(stage);
    expect(first?.className).toBe('');
  });

  test('a fresh canvas, waits below the old one until it has shown a picture', async () => {
    session.presented$.next(1);
    session.canvasRequest$.next(2);
    await settled(stage);
    const [fresh, old] = canvases();
    expect(session.attach).toHaveBeenLastCalledWith(fresh);
    expect([fresh?.className, old?.className]).toEqual(['waiting', '']);

    session.presented$.next(2);
    await settled(stage);
    expect([fresh?.className, old?.className]).toEqual(['', 'leaving']);
    old?.dispatchEvent(new Event('transitionend'));
    expect(canvases()).toEqual([fresh]);
  });

  test('a canvas that was never seen, goes without a fade', async () => {
    session.canvasRequest$.next(2);
    await settled(stage);
    session.presented$.next(2);
    await settled(stage);
    expect(canvases().map(({ dataset }) => dataset['number'])).toEqual(['2']);
  });
});
