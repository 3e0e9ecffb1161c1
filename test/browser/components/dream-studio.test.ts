import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { DreamApp } from '../../../src/components/index.ts';
import type { StillOrder, StillPicture, StillState } from '../../../src/streams/index.ts';
import { button, find, mount, seek, settled, words } from './mount.ts';
import { CLOUDS, type PlainSession, plainSession } from './plain-session.ts';

/** A bitmap of one colour. */
function bitmap(colour: string): ImageBitmap {
  const canvas = new OffscreenCanvas(8, 6);
  const context = canvas.getContext('2d');
  if (context) context.fillStyle = colour;
  context?.fillRect(0, 0, 8, 6);
  return canvas.transferToImageBitmap();
}

/** Drops a picture on the page. */
function drop(): File {
  const file = new File(['x'], 'other.png', { type: 'image/png' });
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(file);
  window.dispatchEvent(new DragEvent('drop', { dataTransfer }));
  return file;
}

const picture: StillPicture = { name: 'lake.jpg', width: 800, height: 600, bitmap: bitmap('red'), file: null, recipe: null };
const tile = { width: 512, height: 512 };
const plan = {
  base: { width: 800, height: 600 },
  octaves: [
    { exponent: -1, width: 400, height: 300, tile, tiles: 1 },
    { exponent: 0, width: 800, height: 600, tile, tiles: 4 },
  ],
  leftOut: [{ exponent: -2, width: 40, height: 30, why: 'The network needs 75 px.' }],
  deviceBytes: 1,
};
const progress = {
  octave: 2,
  octaves: 2,
  width: 800,
  height: 600,
  step: 30,
  steps: 100,
  objective: 0.4821,
  curve: [0.1, 0.3, 0.4821],
  elapsedMs: 61_000,
  remainingMs: 132_000,
  paused: false,
};

describe('the studio', () => {
  let session: PlainSession;
  let app: DreamApp;
  let order: StillOrder;

  beforeEach(async () => {
    session = plainSession();
    const [first] = session.still.recipes();
    if (!first) throw new Error('Expected a recipe.');
    order = { recipe: first.recipe, name: first.name, longest: null, from: 'picture' };
    app = new DreamApp();
    app.session = session;
    session.presented$.next(1);
    await mount(app);
  });

  const show = async (state: StillState): Promise<string> => {
    session.still.state$.next(state);
    await vi.waitFor(() => {
      if (state.kind !== 'idle') expect(customElements.get('dream-studio')).toBeDefined();
    });
    await settled(app);
    const studio = seek(app, 'dream-studio');
    if (studio instanceof HTMLElement && 'updateComplete' in studio) await studio.updateComplete;
    return words(app);
  };
  const running = (): StillState => ({ kind: 'running', picture, order, plan, progress, preview: bitmap('lime') });
  const done = (saved = false): StillState => ({
    kind: 'done',
    picture,
    order,
    plan,
    outcome: { width: 800, height: 600, bitmap: bitmap('lime'), cancelled: false, objective: [0.1, 0.5], saved },
  });

  // The first of all: the code stays once it is there.
  test('not loaded yet, takes what is dropped and pressed as soon as it is there', async () => {
    expect(customElements.get('dream-studio')).toBeUndefined();
    session.still.state$.next({ kind: 'ready', picture });
    const file = drop();
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    await expect.poll(() => session.still.close.mock.calls.length).toBe(1);
    expect(session.still.open).toHaveBeenCalledExactlyOnceWith(file);
    expect(session.openFile).not.toHaveBeenCalled();
  });

  test('the dock, offers what is shown and a picture of one’s own', async () => {
    session.source$.next({ ...CLOUDS, source: { kind: 'file', url: 'blob:x', name: 'lake.jpg' } } as typeof CLOUDS);
    await settled(app);
    button(app, 'Dream a still').click();
    await expect.poll(() => words(app)).toContain('This picture, at full size');
    find(app, 'wa-dropdown-item[value=shown]').click();
    expect(session.still.open).toHaveBeenCalledWith('shown');
  });

  test('the key D, opens what is shown', () => {
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'd' }));
    expect(session.still.open).toHaveBeenCalledWith('shown');
  });

  test('ready, has every recipe with its note, and dreams by the chosen one at the chosen size', async () => {
    const text = await show({ kind: 'ready', picture });
    for (const { name } of session.still.recipes()) expect(text).toContain(name);
    expect(text).toContain('800 × 600 px');
    expect(text).toContain('The live dream waits');
    find(app, 'input[value=google-2015]').click();
    await settled(app);
    button(app, 'Dream').click();
    const google = session.still.recipes().find(({ id }) => id === 'google-2015');
    expect(session.still.run).toHaveBeenCalledWith({ recipe: google?.recipe, name: 'Google 2015', longest: null, from: 'picture' });
  });

  test('running, says octave, step, size, objective, time left and what is left out', async () => {
    const text = await show(running());
    expect(text).toContain('Octave 2 of 2 · step 30 of 100');
    expect(text).toContain('800 × 600 px');
    expect(text).toContain('2 min 10 s left');
    expect(text).toContain('Objective 0.482');
    expect(text).toContain('Left out: 40 × 30 px. The network needs 75 px.');
    expect(Number(find(app, '[role=progressbar]').ariaValueNow)).toBe(44);
    expect(seek(app, 'polyline')?.getAttribute('points')?.split(' ')).toHaveLength(3);
  });

  test('running, pauses and stops by buttons and by the space bar', async () => {
    await show(running());
    button(app, 'Pause').click();
    button(app, 'Stop here').click();
    window.dispatchEvent(new KeyboardEvent('keydown', { key: ' ' }));
    expect(session.still.pause).toHaveBeenCalledTimes(2);
    expect(session.still.cancel).toHaveBeenCalledOnce();
    expect(session.pause).not.toHaveBeenCalled();
  });

  test('a screen reader, hears the octave and not the step', async () => {
    await show(running());
    expect(find(app, '.spoken').textContent).toBe('Dreaming, octave 2 of 2');
    const { progress: again } = running() as StillState & { readonly kind: 'running' };
    await show({ ...running(), progress: again && { ...again, step: 31 } } as StillState);
    expect(find(app, '.spoken').textContent).toBe('Dreaming, octave 2 of 2');
    expect(words(app)).toContain('step 31');
  });

  test('closing a run, asks first, and keeps dreaming when told so', async () => {
    await show(running());
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    await settled(app);
    expect(words(find(app, '[role=alertdialog]'))).toContain('Stop this dream?');
    button(app, 'Keep dreaming').click();
    await settled(app);
    expect(seek(app, '[role=alertdialog]')).toBeNull();
    expect(session.still.close).not.toHaveBeenCalled();
    button(app, 'Close the studio').click();
    await settled(app);
    button(app, 'Stop and close').click();
    expect(session.still.close).toHaveBeenCalledOnce();
  });

  test('what it asks, has the keyboard until it is answered, and gives it back', async () => {
    await show(done());
    const studio = find(app, 'dream-studio');
    const active = (): string => words(studio.shadowRoot?.activeElement ?? document.createTextNode('nothing'));
    button(app, 'Dream on').focus();
    button(app, 'Dream on').click();
    await settled(app);
    await expect.poll(active).toBe('Stay');
    expect(find(app, '[role=alertdialog]').ariaModal).toBe('true');
    expect(find(app, 'dream-whisper').inert).toBe(true);
    button(app, 'Close the studio').focus();
    find(find(app, 'dream-compare'), '[role=slider]').focus();
    button(app, 'Save PNG').focus();
    expect(active()).toBe('Stay');
    // A question that is rendered again leaves the keyboard on the answer it is on.
    button(app, 'Leave it and dream on').focus();
    await show(done());
    expect(active()).toBe('Leave it and dream on');
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    await expect.poll(active).toBe('Dream on');
    await settled(app);
    expect(find(app, 'dream-whisper').inert).toBe(false);
  });

  test('a picture dropped on a run, asks first and then takes its place', async () => {
    await show(running());
    const file = drop();
    await settled(app);
    expect(words(app)).toContain('“other.png” would take its place.');
    expect(session.still.open).not.toHaveBeenCalled();
    button(app, 'Stop and take the new picture').click();
    expect(session.still.open).toHaveBeenCalledWith(file);
    expect(session.openFile).not.toHaveBeenCalled();
  });

  test('a picture dropped on one that waits, takes its place at once', async () => {
    await show({ kind: 'ready', picture });
    const file = drop();
    expect(session.still.open).toHaveBeenCalledWith(file);
  });

  test('done, saves under the picture’s name, dreams on from the result, and offers another recipe', async () => {
    expect(await show(done())).toContain('Dreamt');
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    onTestFinished(() => {
      clicked.mockRestore();
    });
    button(app, 'Save PNG').click();
    await expect.poll(() => words(app)).toContain('Saved as lake-dream.png');
    await show(done(true));
    button(app, 'Dream on').click();
    expect(session.still.run).toHaveBeenCalledWith({ ...order, from: 'result' });
    button(app, 'Another recipe').click();
    await settled(app);
    expect(words(app)).toContain('Keras example');
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    await settled(app);
    expect(words(app)).toContain('Dream on');
    expect(session.still.close).not.toHaveBeenCalled();
  });

  test('another run over a result that is not saved, asks first and then begins', async () => {
    await show(done());
    button(app, 'Another recipe').click();
    await settled(app);
    button(app, 'Dream').click();
    await settled(app);
    expect(words(find(app, '[role=alertdialog]'))).toContain('It is not saved yet, and would be lost.');
    button(app, 'Stay').click();
    await settled(app);
    expect(session.still.run).not.toHaveBeenCalled();
    button(app, 'Dream').click();
    await settled(app);
    button(app, 'Leave it and dream anew').click();
    expect(session.still.run).toHaveBeenCalledOnce();
    expect(session.still.run.mock.lastCall?.[0].from).toBe('picture');
  });

  test('dreaming on from a result that is not saved, asks first and then goes on from it', async () => {
    await show(done());
    button(app, 'Dream on').click();
    await settled(app);
    expect(session.still.run).not.toHaveBeenCalled();
    button(app, 'Leave it and dream on').click();
    expect(session.still.run).toHaveBeenCalledWith({ ...order, from: 'result' });
  });

  test('a dream that is saved, is left without being asked; the keyboard goes back to the dock', async () => {
    await show(done(true));
    button(app, 'Close the studio').click();
    await expect.poll(() => seek(app, 'dream-studio')).toBeNull();
    await expect.poll(() => find(app, 'dream-dock').shadowRoot?.activeElement?.localName).toBe('dream-still-menu');
  });

  test('an engine that fails under a result, leaves it to be saved and says so beside it', async () => {
    const failure = { code: 'worker-failed', title: 'The dream broke off', text: 'Start it again.' };
    session.engine$.next({ kind: 'failed', failure });
    session.notices$.next([{ id: 'engine', tone: 'error', ...failure, actions: [{ label: 'Start again', run: vi.fn() }] }]);
    const text = await show(done());
    expect(text).toContain('The dream broke off');
    expect(seek(app, 'dream-failure')).toBeNull();
    expect(button(app, 'Start again').closest('article')).not.toBeNull();
    expect(button(app, 'Save PNG').checkVisibility()).toBe(true);
    await show({ kind: 'idle' });
    expect(button(find(app, 'dream-failure'), 'Start again')).toBeDefined();
    session.notices$.next([]);
    await settled(app);
    expect(button(find(app, 'dream-failure'), 'Reload')).toBeDefined();
  });

  test('with nobody there to dream, offers to save and nothing that cannot be', async () => {
    const failure = { code: 'worker-lost', title: 'The dream has stopped', text: 'What you see here is kept.' };
    expect(await show({ ...done(), failure } as StillState)).toContain('The dream has stopped');
    const labels = (): readonly string[] =>
      [...(find(app, 'dream-studio').shadowRoot?.querySelectorAll('aside footer button') ?? [])].map(words);
    expect(labels()).toEqual(['Save PNG']);
    expect(await show({ kind: 'failed', failure, picture, order })).toContain('What you see here is kept.');
    expect(labels()).toEqual([]);
    expect(seek(app, 'input[value=google-2015]')).toBeNull();
  });

  test('failed, says what happened and tries the same again', async () => {
    const failure = { code: 'device-lost', title: 'The graphics processor went away', text: 'Try again.' };
    const text = await show({ kind: 'failed', failure, picture, order });
    expect(text.match(/went away/g)).toHaveLength(1);
    button(app, 'Try again').click();
    expect(session.still.run).toHaveBeenCalledWith(order);
  });

  test('dreaming on failed, tries that again, and what is chosen instead once something is', async () => {
    const failure = { code: 'device-failed', title: 'The graphics processor could not do it', text: 'Try again.' };
    const dreamtOn: StillOrder = { ...order, name: 'Another', longest: 512, from: 'result' };
    await show({ kind: 'failed', failure, picture, order: dreamtOn });
    button(app, 'Try again').click();
    expect(session.still.run).toHaveBeenLastCalledWith(dreamtOn);
    find(app, 'input[value=google-2015]').click();
    await settled(app);
    button(app, 'Dream').click();
    expect(session.still.run.mock.lastCall?.[0]).toMatchObject({ name: 'Google 2015', longest: null, from: 'picture' });
  });

  test('failed without a picture, offers to choose one', async () => {
    const failure = { code: 'file-undecodable', title: '“notes.jpg” is not a picture', text: 'Choose a JPEG.' };
    expect(await show({ kind: 'failed', failure, picture: null, order: null })).toContain('Drop a picture here, or choose one');
    const input = vi.spyOn(HTMLInputElement.prototype, 'click').mockImplementation(() => undefined);
    onTestFinished(() => {
      input.mockRestore();
    });
    button(app, 'Choose a picture…').click();
    expect(input).toHaveBeenCalledOnce();
  });

  test('the divider, moves by keys and stays within the picture', async () => {
    await show(done());
    const compare = find(app, 'dream-compare');
    const slider = find(compare, '[role=slider]');
    const press = async (key: string): Promise<number> => {
      slider.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
      await settled(app);
      return Number(slider.ariaValueNow);
    };
    expect(Number(slider.ariaValueNow)).toBe(0);
    expect(await press('ArrowLeft')).toBe(0);
    expect(await press('ArrowRight')).toBe(2);
    expect(await press('PageUp')).toBe(12);
    expect(await press('End')).toBe(100);
    expect(await press('Home')).toBe(0);
  });

  test('the pictures, are drawn at their own size, the dream over the original', async () => {
    await show(done());
    const colour = (selector: string): readonly number[] => {
      const canvas = find(find(app, 'dream-compare'), selector) as HTMLCanvasElement;
      expect([canvas.width, canvas.height]).toEqual([8, 6]);
      return [...(canvas.getContext('2d')?.getImageData(3, 3, 1, 1).data ?? [])];
    };
    expect(colour('canvas.original')).toEqual([255, 0, 0, 255]);
    expect(colour('canvas.dream')).toEqual([0, 255, 0, 255]);
  });

  test('a picture with a long name, leaves the panel as wide as it is', async () => {
    const name = `${'the lake in the morning '.repeat(8)}.jpg`;
    await show({ kind: 'ready', picture: { ...picture, name } });
    const studio = find(app, 'dream-studio');
    const [aside, scroll] = [find(studio, 'aside'), find(studio, '.scroll')];
    expect(scroll.clientWidth).toBeGreaterThan(0);
    expect(scroll.clientWidth).toBeLessThanOrEqual(aside.clientWidth);
    expect(scroll.scrollWidth).toBe(scroll.clientWidth);
  });
});
