import { beforeEach, describe, expect, test, vi } from 'vitest';
import { DreamApp } from '../../../src/components/index.ts';
import type { EngineState, Failure, SourceState } from '../../../src/streams/index.ts';
import { button, find, mount, seek, settled, words } from './mount.ts';
import { CLOUDS, LIVE, type PlainSession, plainSession } from './plain-session.ts';

const refused: Failure = { code: 'camera-refused', title: 'The camera is not allowed', text: 'Allow it in the address bar.' };
const camera: SourceState = { kind: 'failed', source: { kind: 'camera' }, failure: refused };

describe('the page', () => {
  let session: PlainSession;
  let app: DreamApp;

  beforeEach(async () => {
    session = plainSession();
    app = new DreamApp();
    app.session = session;
    await mount(app);
  });

  const show = async (engine: EngineState, source: SourceState): Promise<string> => {
    session.engine$.next(engine);
    session.source$.next(source);
    await settled(app);
    await settled(app);
    return words(app);
  };

  test('loading, says how many bytes of how many', async () => {
    const text = await show({ kind: 'starting', what: 'model', loaded: 1_300_000, total: 2_300_000 }, { kind: 'idle' });
    expect(text).toContain('Loading the dream 1.3 of 2.3 MB');
    expect(find(app, 'dream-iris').shadowRoot?.querySelector('.done')?.getAttribute('stroke-dashoffset')).toMatch(/^43\.4/);
  });

  test('compiling, says so without a number', async () => {
    const text = await show({ kind: 'starting', what: 'compiling', loaded: 0, total: 0 }, { kind: 'idle' });
    expect(text).toContain('Falling asleep');
    expect(text).not.toContain('MB');
  });

  test('waiting for the camera over a picture, says it in the whisper', async () => {
    session.presented$.next(1);
    const text = await show(LIVE, { kind: 'starting', source: { kind: 'camera' } });
    expect(text).toContain('Waiting for your camera');
    expect(seek(app, 'dream-iris')).toBeNull();
  });

  test('live, says what is dreamt about', async () => {
    session.presented$.next(1);
    expect(await show(LIVE, CLOUDS)).toContain('Dreaming Clouds');
  });

  test('paused, says so and offers to go on', async () => {
    session.paused$.next(true);
    expect(await show(LIVE, CLOUDS)).toContain('Paused');
    button(app, 'Go on').click();
    expect(session.resume).toHaveBeenCalledOnce();
  });

  test('lost, tells its message once and keeps the canvas', async () => {
    session.presented$.next(1);
    session.notices$.next([
      { id: 'engine', tone: 'warn', title: 'The graphics processor went away', text: 'Next try in 12 s.', actions: [] },
    ]);
    const text = await show({ kind: 'lost', retryInSeconds: 12 }, CLOUDS);
    expect(text.match(/went away/g)).toHaveLength(1);
    expect(text).toContain('12 s');
    expect(seek(app, 'canvas')).not.toBeNull();
  });

  test('failed, shows the remedy on the stage only, with its way on', async () => {
    const run = vi.fn();
    const failure = { code: 'no-adapter', title: 'No graphics processor', text: 'Start it so.', copy: 'chromium --enable-unsafe-webgpu' };
    session.notices$.next([{ id: 'engine', tone: 'error', ...failure, actions: [{ label: 'Try again', run }] }]);
    const text = await show({ kind: 'failed', failure }, { kind: 'idle' });
    expect(text.match(/No graphics processor/g)).toHaveLength(1);
    expect(text).toContain('chromium --enable-unsafe-webgpu');
    button(app, 'Try again').click();
    expect(run).toHaveBeenCalledOnce();
  });

  test('a first visit, has one sentence and one button', async () => {
    session.firstVisit$.next(true);
    await settled(app);
    const card = find(app, 'dream-welcome');
    expect(card.shadowRoot?.querySelectorAll('button')).toHaveLength(1);
    button(card, 'Dream with my camera').click();
    expect(session.openSource).toHaveBeenCalledWith({ kind: 'camera' });
  });

  test('a camera refused at the welcome, offers clouds, a file and the screen', async () => {
    session.firstVisit$.next(true);
    session.notices$.next([{ id: 'source', tone: 'warn', title: refused.title, text: refused.text, actions: [] }]);
    await settled(app);
    button(app, 'Dream with my camera').click();
    session.firstVisit$.next(false);
    const text = await show(LIVE, camera);
    expect(text.match(/The camera is not allowed/g)).toHaveLength(1);
    for (const way of ['Try again', 'Clouds', 'Picture or video', 'Screen']) expect(text).toContain(way);
    button(find(app, 'dream-failure'), 'Clouds').click();
    expect(session.openSource).toHaveBeenLastCalledWith({ kind: 'demo' });
  });

  test('a camera that fails later, is told by the whisper and leaves the stage alone', async () => {
    session.presented$.next(1);
    session.notices$.next([{ id: 'source', tone: 'warn', title: refused.title, text: refused.text, actions: [] }]);
    expect(await show(LIVE, camera)).toContain('The camera is not allowed');
    expect(seek(app, 'dream-failure')).toBeNull();
    button(app, 'Close this message').click();
    expect(session.dismiss).toHaveBeenCalledWith('source');
  });

  test('what merely informs, waits for the welcome and goes with the controls', async () => {
    session.notices$.next([{ id: 'url', tone: 'info', title: 'Part of the address was ignored', text: '', actions: [] }]);
    session.firstVisit$.next(true);
    expect(await show(LIVE, CLOUDS)).not.toContain('Part of the address');
    session.firstVisit$.next(false);
    expect(await show(LIVE, CLOUDS)).toContain('Part of the address');
    find(app, 'dream-notice').toggleAttribute('asleep', true);
    await settled(app);
    expect(getComputedStyle(find(app, 'article')).pointerEvents).toBe('none');
  });

  test('statistics, only when asked for', async () => {
    session.stats$.next({
      frames: 9,
      fps: 29.7,
      latency: { p50: 23.6, p95: 41.2 },
      gpuMs: 11.83,
      objective: 0.4812,
      width: 320,
      height: 180,
      steps: 2,
      precision: 'f32',
      why: 'holds 30 fps',
      rung: '320 px · 2 steps: holds 30 fps',
      dropped: 0,
      adapter: '',
      model: '',
    });
    expect(await show(LIVE, CLOUDS)).not.toContain('fps');
    await session.set({ stats: true });
    expect(await show(LIVE, CLOUDS)).toContain(
      'Pictures 30 fps Delay 24 · 41 ms GPU 11.8 ms · f32 Dream 320 × 180 px · 2 steps Objective 0.481 Rate holds 30 fps',
    );
  });

  test('keys, do what the dock does', async () => {
    await show(LIVE, CLOUDS);
    for (const key of [' ', 'r', 's']) window.dispatchEvent(new KeyboardEvent('keydown', { key }));
    expect(session.pause).toHaveBeenCalledOnce();
    expect(session.reset).toHaveBeenCalledOnce();
    expect(session.snapshot).toHaveBeenCalledOnce();
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', ctrlKey: true }));
    expect(session.reset).toHaveBeenCalledOnce();
  });

  test('a key on a button that has the focus, belongs to the button', async () => {
    await show(LIVE, CLOUDS);
    button(app, 'Begin again').dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true, composed: true }));
    expect(session.pause).not.toHaveBeenCalled();
  });

  test('mirror, is offered for a camera only', async () => {
    expect(seek(app, '#mirror')).toBeNull();
    await session.set({ source: 'camera' });
    await settled(app);
    button(app, 'Mirror').click();
    expect(session.set).toHaveBeenLastCalledWith({ mirror: false });
  });

  test('the panel closed from within, leaves the keyboard on the button that opened it', async () => {
    await show(LIVE, CLOUDS);
    button(app, 'Settings').click();
    await expect.poll(() => seek(app, 'aside')).not.toBeNull();
    button(app, 'Close the settings').focus();
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    await settled(app);
    expect(seek(app, 'dream-panel')).toBeNull();
    expect(find(app, 'dream-dock').shadowRoot?.activeElement).toBe(button(app, 'Settings'));
  });

  test('a file dropped anywhere, shows where it may go and opens', async () => {
    const file = new File(['x'], 'face.png', { type: 'image/png' });
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(file);
    window.dispatchEvent(new DragEvent('dragenter', { dataTransfer }));
    expect(await show(LIVE, CLOUDS)).toContain('Let go to dream about it');
    window.dispatchEvent(new DragEvent('drop', { dataTransfer }));
    expect(session.openFile).toHaveBeenCalledWith(file);
    expect(await show(LIVE, CLOUDS)).not.toContain('Let go');
  });

  test('a snapshot that cannot be taken, is told', async () => {
    session.snapshot.mockRejectedValueOnce(new Error('There is no picture yet.'));
    button(app, 'Save a picture').click();
    await expect.poll(() => words(app)).toContain('No picture was saved. There is no picture yet.');
  });

  test('everything it draws, comes from its own address', async () => {
    session.cameras$.next([
      { id: 'a', label: 'One' },
      { id: 'b', label: 'Two' },
    ]);
    await show(LIVE, CLOUDS);
    button(app, 'Source: Clouds').click();
    await expect.poll(() => words(app)).toContain('Two');
    const foreign = performance.getEntriesByType('resource').filter(({ name }) => !name.startsWith(location.origin));
    expect(foreign.map(({ name }) => name)).toEqual([]);
  });
});
