import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scope } from '../../../src/streams/scope.ts';
import type { StillControl } from '../../../src/streams/stills/still-control.ts';
import type { StillOrder, StillState } from '../../../src/streams/stills/still-state.ts';
import type { StillAsk } from '../../../src/streams/worker/still-protocol.ts';
import { lastIdOf, smallBitmap, studioAsking } from '../../support/studio.ts';

const file = new File(['x'], 'lake.jpg', { type: 'image/jpeg' });
const OBJECTIVE = [{ layer: 'mixed3', kind: 'guide', match: 'dot', weight: 1 }] as const;
const plan = { base: { width: 8, height: 6 }, octaves: [], leftOut: [], deviceBytes: 1 };

describe('the studio’s page side', () => {
  let scope: Scope;
  let asked: StillAsk[];
  let studio: StillControl;

  beforeEach(() => {
    scope = new Scope();
    asked = [];
    studio = studioAsking(scope, asked, OBJECTIVE);
  });

  afterEach(() => {
    scope.end();
  });

  const lastId = (): number => lastIdOf(asked);
  const kind = (): StillState['kind'] => studio.state$.value.kind;
  const opened = async (from: File | null = file): Promise<ImageBitmap> => {
    const opening = studio.open(from ?? 'shown');
    const shown = smallBitmap();
    studio.handle({ kind: 'opened', id: lastId(), width: 8, height: 6, bitmap: shown, file: from, recipe: null });
    await opening;
    return shown;
  };
  const begun = (from: StillOrder['from'] = 'picture'): number => {
    const recipe = studio.recipes()[0]?.recipe;
    if (!recipe) throw new Error('Expected a recipe.');
    studio.run({ recipe, name: 'Live', longest: null, from });
    studio.handle({ kind: 'begun', id: lastId(), plan });
    return lastId();
  };
  const done = (id: number): ImageBitmap => {
    const dream = smallBitmap();
    studio.handle({ kind: 'done', id, width: 8, height: 6, bitmap: dream, cancelled: false, objective: [1] });
    return dream;
  };
  const asksBeforeLeaving = (): boolean => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

  test('a picture, opens under its name; one that was asked for before, comes too late and is closed', async () => {
    const first = studio.open(file);
    const superseded = expect(first).rejects.toMatchObject({ code: 'ended' });
    const early = lastId();
    const second = studio.open(new File(['y'], 'sea.png'));
    const late = smallBitmap();
    studio.handle({ kind: 'opened', id: early, width: 8, height: 6, bitmap: late, file: null, recipe: null });
    expect(late.width).toBe(0);
    expect(kind()).toBe('opening');
    studio.handle({ kind: 'opened', id: lastId(), width: 8, height: 6, bitmap: smallBitmap(), file: null, recipe: null });
    await superseded;
    await second;
    expect(studio.state$.value).toMatchObject({ kind: 'ready', picture: { name: 'sea.png' } });
  });

  test('a picture that cannot be read, is named, and the one before is still there', async () => {
    const before = await opened();
    const opening = studio.open(new File(['z'], 'notes.txt'));
    studio.handle({ kind: 'failed', id: lastId(), code: 'file-undecodable', message: '' });
    await expect(opening).rejects.toMatchObject({ code: 'file-undecodable' });
    expect(studio.state$.value).toMatchObject({ kind: 'failed', failure: { title: '“notes.txt” is not a picture' } });
    expect(studio.state$.value).toMatchObject({ picture: { name: 'lake.jpg' }, order: null });
    expect(before.width).toBe(8);
  });

  test('previews, take each other’s place, and the old one is closed', async () => {
    await opened();
    const id = begun();
    const [first, second, stale] = [smallBitmap(), smallBitmap(), smallBitmap()];
    studio.handle({ kind: 'preview', id, bitmap: first });
    studio.handle({ kind: 'preview', id, bitmap: second });
    expect([first.width, second.width]).toEqual([0, 8]);
    studio.handle({ kind: 'preview', id: id - 1, bitmap: stale });
    expect(stale.width).toBe(0);
    const dream = done(id);
    expect([second.width, dream.width]).toEqual([0, 8]);
  });

  test('a run, is asked about before the page is left, and its result until it is saved', async () => {
    expect(asksBeforeLeaving()).toBe(false);
    await opened();
    expect(asksBeforeLeaving()).toBe(false);
    const id = begun();
    studio.pause();
    expect(kind()).toBe('paused');
    expect(asksBeforeLeaving()).toBe(true);
    studio.resume();
    done(id);
    expect(asksBeforeLeaving()).toBe(true);
    const saving = studio.save();
    studio.handle({ kind: 'saved', id: lastId(), png: new Blob(['png']), message: '' });
    await saving;
    expect(asksBeforeLeaving()).toBe(false);
  });

  test('a run that is stopped before it begins, leaves the picture ready', async () => {
    await opened();
    const recipe = studio.recipes()[0]?.recipe;
    if (recipe) studio.run({ recipe, name: 'Live', longest: 512, from: 'picture' });
    expect(asked.at(-1)).toMatchObject({ kind: 'run', longest: 512 });
    const late = lastId();
    studio.cancel();
    expect(kind()).toBe('ready');
    studio.handle({ kind: 'begun', id: late, plan });
    expect(kind()).toBe('ready');
  });

  test('a run that fails, keeps the picture and what to try again', async () => {
    await opened();
    const id = begun();
    studio.handle({ kind: 'failed', id, code: 'device-lost', message: 'Gone.' });
    expect(studio.state$.value).toMatchObject({
      kind: 'failed',
      failure: { code: 'device-lost' },
      picture: { name: 'lake.jpg' },
      order: { name: 'Live' },
    });
  });

  test('dreaming on, shows the result until the next preview comes', async () => {
    await opened();
    const dream = done(begun());
    begun('result');
    expect(studio.state$.value).toMatchObject({ kind: 'running', preview: dream });
    expect(dream.width).toBe(8);
  });

  test('closed while a picture opens and while one is saved, ends both waits and frees every bitmap', async () => {
    const shown = await opened();
    const dream = done(begun());
    const saving = studio.save();
    studio.close();
    await expect(saving).rejects.toMatchObject({ code: 'not-saved' });
    expect([shown.width, dream.width, kind()]).toEqual([0, 0, 'idle']);
    const opening = studio.open('shown');
    studio.close();
    await expect(opening).rejects.toMatchObject({ code: 'ended' });
    expect(asked.at(-1)).toEqual({ kind: 'close' });
  });

  test('a worker that is replaced, costs the run alone: the next is given the picture’s file, and the run can be tried again', async () => {
    const shown = await opened();
    const id = begun();
    studio.workerGone(true);
    expect(studio.state$.value).toMatchObject({
      kind: 'failed',
      failure: { code: 'worker-replaced' },
      picture: { bitmap: shown },
      order: { name: 'Live' },
    });
    expect(shown.width).toBe(8);
    expect(asked.at(-1)).toEqual({ kind: 'restore', picture: file, result: null });
    expect(done(id).width).toBe(0);
    expect(kind()).toBe('failed');
    begun();
    expect(kind()).toBe('running');
  });

  test('a worker that is replaced under a frozen frame, is given what is shown of it, and nothing is said', async () => {
    const shown = await opened(null);
    studio.workerGone(true);
    expect(studio.state$.value).toMatchObject({ kind: 'ready', picture: { width: 8, height: 6 } });
    expect(asked.at(-1)).toEqual({ kind: 'restore', picture: shown, result: null });
  });

  test('a worker that is replaced under a still, is given its PNG too, to dream on from', async () => {
    await opened();
    const id = begun();
    const dream = done(id);
    const png = new Blob(['png']);
    studio.handle({ kind: 'kept', id, png });
    const recipe = studio.recipes()[0]?.recipe;
    studio.workerGone(true);
    expect(studio.state$.value).toMatchObject({ kind: 'done', outcome: { bitmap: dream, png } });
    expect(studio.state$.value).not.toHaveProperty('failure');
    expect(asked.at(-1)).toEqual({ kind: 'restore', picture: file, result: { picture: png, recipe } });
    begun('result');
    studio.workerGone(true);
    expect(studio.state$.value).toMatchObject({ kind: 'done', failure: { code: 'worker-replaced' }, outcome: { bitmap: dream } });
    expect(dream.width).toBe(8);
  });

  test('a worker that is lost while the first picture opens, takes it along', async () => {
    const opening = expect(studio.open(file)).rejects.toMatchObject({ code: 'ended' });
    studio.workerGone(true);
    await opening;
    expect(studio.state$.value).toMatchObject({ kind: 'failed', failure: { code: 'worker-failed' }, picture: null });
    expect(asked.at(-1)).toMatchObject({ kind: 'open' });
  });

  test('a worker that is lost, takes no still whose PNG has come; without another, what is asked fails at once', async () => {
    await opened();
    const id = begun();
    const dream = done(id);
    const png = new Blob(['png']);
    studio.handle({ kind: 'kept', id, png });
    begun('result');
    studio.workerGone(false);
    expect(studio.state$.value).toMatchObject({ kind: 'done', failure: { code: 'worker-lost' }, outcome: { saved: false } });
    expect(dream.width).toBe(8);
    const before = asked.length;
    begun('result');
    expect([kind(), asked.length]).toEqual(['done', before]);
    expect(studio.state$.value).toMatchObject({ failure: { code: 'worker-lost' } });
    expect(await studio.save()).toBe(png);
    expect(asksBeforeLeaving()).toBe(false);
    // A person has started it anew.
    studio.workerGone(true);
    expect(studio.state$.value).not.toHaveProperty('failure');
    expect(asked.at(-1)).toMatchObject({ kind: 'restore', result: { picture: png } });
  });

  test('dreaming on, where it is stopped before it begins, before its first step or fails, gives the still back', async () => {
    await opened();
    const dream = done(begun());
    const order = studio.state$.value.kind === 'done' ? studio.state$.value.order : null;
    if (order) studio.run(order);
    studio.cancel();
    expect(studio.state$.value).toMatchObject({ kind: 'done', outcome: { bitmap: dream, saved: false } });
    const stopped = begun();
    const shown = smallBitmap();
    studio.handle({ kind: 'done', id: stopped, width: 8, height: 6, bitmap: shown, cancelled: true, objective: [] });
    expect(shown.width).toBe(0);
    expect(studio.state$.value).toMatchObject({ kind: 'done', outcome: { bitmap: dream } });
    studio.handle({ kind: 'failed', id: begun(), code: 'device-lost', message: '' });
    expect(studio.state$.value).toMatchObject({ kind: 'done', failure: { code: 'device-lost' }, outcome: { bitmap: dream } });
    expect(dream.width).toBe(8);
  });

  test('a file that is no picture, ends no run; one that is, does', async () => {
    await opened();
    const id = begun();
    const refused = expect(studio.open(new File(['z'], 'notes.txt'))).rejects.toMatchObject({ code: 'file-undecodable' });
    expect(kind()).toBe('running');
    studio.handle({ kind: 'failed', id: lastId(), code: 'file-undecodable', message: '' });
    await refused;
    const preview = smallBitmap();
    studio.handle({ kind: 'preview', id, bitmap: preview });
    expect(studio.state$.value).toMatchObject({ kind: 'running', preview, failure: { title: '“notes.txt” is not a picture' } });
    await opened();
    expect([kind(), preview.width]).toEqual(['ready', 0]);
  });

  test('a still that cannot be shown, can be saved', async () => {
    await opened();
    const id = begun();
    studio.handle({ kind: 'done', id, width: 8, height: 6, bitmap: null, cancelled: false, objective: [1] });
    expect(studio.state$.value).toMatchObject({ kind: 'done', outcome: { bitmap: null } });
    const png = new Blob(['png']);
    studio.handle({ kind: 'kept', id, png });
    expect(await studio.save()).toBe(png);
  });

  test('the live look’s recipe, climbs what the live dream does, its guide too', () => {
    expect(studio.recipes()[0]).toMatchObject({ id: 'live', recipe: { objective: OBJECTIVE } });
  });

  test('without a result, there is nothing to save', async () => {
    await expect(studio.save()).rejects.toMatchObject({ code: 'nothing-dreamt' });
  });
});
