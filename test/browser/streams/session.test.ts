import { type Observable, filter, firstValueFrom } from 'rxjs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DEFAULTS, type DreamSession, type SourceState, createSession, scriptingApi } from '../../../src/streams/index.ts';

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
