import { type Observable, filter, firstValueFrom } from 'rxjs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DEFAULTS, type DreamSession, type SourceState, createSession, scriptingApi } from '../../../src/streams/index.ts';
import { LIVE_RECIPE_KEYWORD, liveRecipeToText } from '../../../src/streams/settings/live-recipe.ts';
import { writePngText } from '../../../src/streams/settings/png-text.ts';

// No canvas is attached here: sources, settings and messages are what is tested, and nothing is dreamt.
let session: DreamSession;
const page = location.href;

function open(query: string): void {
  history.replaceState(null, '', `${location.pathname}${query}`);
  session = createSession();
}

beforeEach(() => {
  vi.restoreAllMocks();
});

afterEach(() => {
  session.destroy();
  history.replaceState(null, '', page);
});

async function until<T>(behavior$: Observable<T>, is: (value: T) => boolean): Promise<T> {
  return await firstValueFrom(behavior$.pipe(filter(is)));
}

async function sourceIs(kind: SourceState['kind'], source?: string): Promise<SourceState> {
  return await until(
    session.source$,
    (state) => state.kind === kind && (source === undefined || ('source' in state && state.source.kind === source)),
  );
}

function noticeOf(id: string): { title: string; text: string; actions: readonly { label: string; run(): void }[] } | undefined {
  return session.notices$.value.find((notice) => notice.id === id);
}

describe('the session', () => {
  test('a first visit, has clouds at once and a welcome until a source is chosen', async () => {
    open('');
    expect(session.firstVisit$.value).toBe(true);
    expect(await sourceIs('live')).toMatchObject({ source: { kind: 'demo' }, label: 'Clouds', width: 1280, height: 720 });
    await session.openSource({ kind: 'camera' });
    expect(session.firstVisit$.value).toBe(false);
    expect(session.source$.value).toMatchObject({ kind: 'live', source: { kind: 'camera' } });
    expect(session.cameras$.value.length).toBeGreaterThan(0);
    expect(location.search).toBe('?source=camera');
  });

  test('source=camera in the URL, starts at load with the camera’s name and size', async () => {
    open('?source=camera&mirror=0');
    expect(session.firstVisit$.value).toBe(false);
    expect(await sourceIs('live')).toMatchObject({ source: { kind: 'camera' }, width: 1920, height: 1080 });
    expect(session.settings$.value).toEqual({ ...DEFAULTS, source: 'camera', mirror: false });
  });

  test('unknown names and values in the URL, are ignored and named', () => {
    open('?source=demo&colour=red&steps=99');
    expect(session.settings$.value).toEqual(DEFAULTS);
    expect(noticeOf('url')?.text).toContain('“colour”');
    expect(noticeOf('url')?.text).toContain('“99” was ignored');
    session.dismiss('url');
    expect(noticeOf('url')).toBeUndefined();
  });

  test('set, keeps what is not named, writes the URL, and refuses with a code', async () => {
    open('?source=demo&size=200');
    await session.set({ steps: 3, layers: 'mixed3:1' });
    expect(session.settings$.value).toEqual({ ...DEFAULTS, size: 200, steps: 3, layers: { mixed3: 1 } });
    expect(location.search).toBe('?source=demo&layers=mixed3:1&steps=3&size=200');
    await expect(session.set({ steps: 100 })).rejects.toMatchObject({ code: 'bad-setting' });
    expect(session.settings$.value.steps).toBe(3);
  });

  test('a picture with settings inside, offers them, until another source is chosen', async () => {
    open('?source=demo');
    const canvas = new OffscreenCanvas(40, 30);
    canvas.getContext('2d')?.fillRect(0, 0, 20, 30);
    const png = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
    const text = liveRecipeToText({ ...DEFAULTS, steps: 7 }, { name: 'a model', sha256: '0'.repeat(64) }, '0.1.0');
    const file = new File([writePngText(png, LIVE_RECIPE_KEYWORD, text)], 'sky.png', { type: 'image/png' });
    await session.openFile(file);
    noticeOf('recipe')?.actions[0]?.run();
    expect((await until(session.settings$, ({ steps }) => steps === 7)).source).toMatch(/^blob:/);
    await until(session.notices$, (notices) => notices.every(({ id }) => id !== 'recipe'));
    await session.set({ steps: 2 });
    await session.openFile(file);
    expect(noticeOf('recipe')?.text).toContain('“sky.png”');
    await session.set({ source: 'demo' });
    expect(noticeOf('recipe')).toBeUndefined();
  });

  test('a file that nothing can show, says so over the clouds, and its way on leads there', async () => {
    open('?source=demo');
    await sourceIs('live');
    const file = new File(['words'], 'notes.txt', { type: 'text/plain' });
    await expect(session.openFile(file)).rejects.toMatchObject({ code: 'file-undecodable' });
    expect(session.source$.value).toMatchObject({ kind: 'failed', failure: { code: 'file-undecodable' } });
    expect(noticeOf('source')?.title).toContain('notes.txt');
    noticeOf('source')
      ?.actions.find(({ label }) => label === 'Stay with the clouds')
      ?.run();
    await sourceIs('live', 'demo');
    expect(noticeOf('source')).toBeUndefined();
    expect(session.settings$.value.source).toBe('demo');
  });

  test('an address that no name can be read from, is told and not swallowed', async () => {
    open('?source=/no-such-100%.png');
    expect(await sourceIs('failed')).toMatchObject({ failure: { code: expect.stringMatching(/^file-/) as string } });
    expect(noticeOf('source')?.title).toContain('no-such-100%.png');
  });

  test('a slider that is dragged, leaves the address at its last value without changing it each time', async () => {
    open('?source=demo');
    const write = vi.spyOn(history, 'replaceState');
    for (let step = 1; step <= 100; step++) await session.set({ stepSize: step / 1000 });
    await vi.waitFor(() => expect(location.search).toBe('?source=demo&stepSize=0.1'));
    expect(write.mock.calls.length).toBeLessThan(10);
  });

  test('a person who says no when a busy camera is tried again, is not asked once more', async () => {
    const ask = vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValue(new DOMException('busy', 'NotReadableError'));
    open('?source=camera');
    await sourceIs('failed');
    ask.mockRejectedValue(new DOMException('no', 'NotAllowedError'));
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    await until(session.source$, (state) => state.kind === 'failed' && state.failure.code === 'camera-refused');
    const asked = ask.mock.calls.length;
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    await new Promise((resolve) => setTimeout(resolve));
    expect(ask.mock.calls.length).toBe(asked);
  });

  test('a camera whose frames cannot be had, is let go', async () => {
    const ask = vi.spyOn(navigator.mediaDevices, 'getUserMedia');
    vi.stubGlobal('MediaStreamTrackProcessor', function () {
      throw new TypeError('no frames');
    });
    open('?source=camera');
    await sourceIs('failed');
    vi.unstubAllGlobals();
    const stream = (await ask.mock.results[0]?.value) as MediaStream;
    expect(stream.getTracks().map(({ readyState }) => readyState)).toEqual(['ended']);
  });

  test('a camera that is granted and sends nothing, says so after a while and is let go', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    const dark = Object.assign(document.createElement('canvas'), { width: 64, height: 48 });
    dark.getContext('2d');
    const stream = dark.captureStream(0);
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(stream);
    open('?source=camera');
    await sourceIs('starting');
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
    await vi.advanceTimersByTimeAsync(14_000);
    expect(session.source$.value.kind).toBe('starting');
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    expect(session.source$.value).toMatchObject({ kind: 'failed', failure: { code: 'camera-silent' } });
    expect(stream.getVideoTracks()[0]?.readyState).toBe('ended');
  });

  test.each([
    ['NotAllowedError', 'camera-refused'],
    ['NotFoundError', 'camera-absent'],
    ['NotReadableError', 'camera-busy'],
  ])('a camera that fails with %s, is told as %s, and clouds go on behind it', async (name, code) => {
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValue(new DOMException('no', name));
    open('?source=camera');
    expect(await sourceIs('failed')).toMatchObject({ failure: { code } });
    expect(noticeOf('source')?.actions.map(({ label }) => label)).toEqual(['Try again', 'Stay with the clouds']);
    await expect(scriptingApi(session).source('camera')).rejects.toMatchObject({ code });
  });

  test('a camera that is unplugged, is missed, and taken again when a device comes', async () => {
    const ask = vi.spyOn(navigator.mediaDevices, 'getUserMedia');
    open('?source=camera');
    await sourceIs('live');
    const stream = (await ask.mock.results[0]?.value) as MediaStream;
    ask.mockRejectedValueOnce(new DOMException('gone', 'NotFoundError'));
    stream.getVideoTracks()[0]?.dispatchEvent(new Event('ended'));
    expect(await sourceIs('failed')).toMatchObject({ failure: { code: 'camera-unplugged' } });
    // The first device that comes is not a camera, the second is.
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(2));
    expect(session.source$.value.kind).toBe('failed');
    await new Promise((resolve) => setTimeout(resolve));
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    expect(await sourceIs('live')).toMatchObject({ source: { kind: 'camera' } });
    expect(noticeOf('source')).toBeUndefined();
  });

  test('a camera id that is dead, falls back to any camera', async () => {
    open('?source=camera&camera=no-such-camera');
    expect(await sourceIs('live')).toMatchObject({ source: { kind: 'camera', deviceId: 'no-such-camera' } });
  });

  test('another source asked for meanwhile, ends the wait of the first without an error', async () => {
    open('?source=demo');
    const first = session.openSource({ kind: 'camera' });
    await session.openSource({ kind: 'demo' });
    await first;
    expect(session.source$.value).toMatchObject({ kind: 'live', source: { kind: 'demo' } });
  });

  test('the end of the session, ends every wait with its code', async () => {
    open('?source=demo');
    const asked = session.openSource({ kind: 'file', url: 'http://localhost:1/never', name: 'never' });
    session.destroy();
    await expect(asked).rejects.toMatchObject({ code: 'ended' });
  });

  test('a snapshot before the first picture, is refused with its code', async () => {
    open('?source=demo');
    await expect(session.snapshot()).rejects.toMatchObject({ code: 'nothing-shown' });
  });

  test('ready, rejects when the session ends before the first dream', async () => {
    open('?source=demo');
    const { ready } = scriptingApi(session);
    session.destroy();
    await expect(ready).rejects.toMatchObject({ code: expect.stringMatching(/ended|model-missing|model-corrupt|no-adapter/) as string });
  });
});
