import { beforeEach, describe, expect, test } from 'vitest';
import { IDLE_AFTER } from '../../../src/components/idle-controller.ts';
import { DreamApp } from '../../../src/components/index.ts';
import { button, find, mount, settled } from './mount.ts';
import { plainSession } from './plain-session.ts';

describe('the controls', () => {
  let app: DreamApp;

  beforeEach(async () => {
    app = new DreamApp();
    app.session = plainSession();
    await mount(app);
  });

  const countdown = (): Animation => {
    const [animation] = app.getAnimations();
    if (animation?.id !== 'idle') throw new Error('Expected the wait before the fade, but nothing runs.');
    return animation;
  };

  /** The wait is run by the page's clock: this sets it. */
  const waitFor = async (milliseconds: number): Promise<void> => {
    const animation = countdown();
    const finished = new Promise((resolve) => {
      animation.addEventListener('finish', resolve, { once: true });
    });
    animation.currentTime = Math.min(milliseconds, IDLE_AFTER);
    if (milliseconds >= IDLE_AFTER) await finished;
    await settled(app);
  };

  const move = async (x: number): Promise<void> => {
    window.dispatchEvent(new PointerEvent('pointermove', { clientX: x, clientY: 5 }));
    await settled(app);
  };

  test('3 s after the last movement, go', async () => {
    await move(1);
    await waitFor(IDLE_AFTER - 100);
    expect(app.asleep).toBe(false);
    await waitFor(IDLE_AFTER);
    expect(app.asleep).toBe(true);
    expect(find(app, 'dream-dock').hasAttribute('asleep')).toBe(true);
    expect(getComputedStyle(app).cursor).toBe('none');
    expect(getComputedStyle(find(app, 'nav')).pointerEvents).toBe('none');
  });

  test('a movement, begins the wait anew', async () => {
    await waitFor(IDLE_AFTER - 100);
    await move(2);
    expect(Number(countdown().currentTime)).toBeLessThan(1000);
  });

  test.each(['pointermove', 'pointerdown', 'keydown', 'wheel'])('%s, brings them back at once', async (name) => {
    await waitFor(IDLE_AFTER);
    window.dispatchEvent(name.startsWith('pointer') ? new PointerEvent(name, { clientX: 77 }) : new Event(name));
    await settled(app);
    expect(app.asleep).toBe(false);
  });

  test('a page that moves under a resting pointer, does not wake them', async () => {
    await move(9);
    await waitFor(IDLE_AFTER);
    await move(9);
    expect(app.asleep).toBe(true);
  });

  test('a control that the keyboard is on, stays', async () => {
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab' }));
    button(app, 'Pause').focus({ focusVisible: true });
    await waitFor(IDLE_AFTER);
    expect(app.asleep).toBe(false);
    button(app, 'Pause').blur();
    await waitFor(IDLE_AFTER);
    expect(app.asleep).toBe(true);
  });
});
