import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scope } from '../../../src/streams/scope.ts';
import { scriptedStill } from '../../../src/streams/stills/scripted-still.ts';
import type { StillControl } from '../../../src/streams/stills/still-control.ts';
import type { StillAsk } from '../../../src/streams/worker/still-protocol.ts';
import { lastIdOf, smallBitmap, studioAsking } from '../../support/studio.ts';

const file = new File(['x'], 'lake.jpg');
const OBJECTIVE = [{ layer: 'mixed3', kind: 'mean', weight: 1 }] as const;
const size = { width: 8, height: 6 };
const png = new Blob(['png']);

describe('a still by a script', () => {
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
  const open = (): void => {
    const bitmap = smallBitmap();
    studio.handle({ kind: 'opened', id: lastId(), ...size, bitmap, file: null, recipe: null });
  };
  /** Lets what was resolved go on up to what it asks next. */
  const untilAsked = async (kind: StillAsk['kind']): Promise<void> => {
    await expect.poll(() => asked.at(-1)?.kind).toBe(kind);
  };
  const finish = (): void => {
    const id = lastId();
    const bitmap = smallBitmap();
    studio.handle({ kind: 'done', id, ...size, bitmap, cancelled: false, objective: [1] });
    studio.handle({ kind: 'kept', id, png });
  };

  test('one that comes to its end, is the PNG, and the studio is closed', async () => {
    const still = scriptedStill(studio, file, 'tensorflow');
    open();
    await untilAsked('run');
    finish();
    expect(await still).toBe(png);
    expect(studio.state$.value.kind).toBe('idle');
  });

  test('an unknown recipe and a bad one, open nothing', async () => {
    await expect(scriptedStill(studio, file, 'tensorfow')).rejects.toMatchObject({ code: 'bad-recipe' });
    const [ready] = studio.recipes();
    if (ready) await expect(scriptedStill(studio, file, { ...ready.recipe, steps: 0 })).rejects.toMatchObject({ code: 'bad-recipe' });
    expect(asked).toEqual([]);
  });

  test('what fails, a file or a run or a recipe that is not inside, closes the studio', async () => {
    const unread = expect(scriptedStill(studio, file, 'live')).rejects.toMatchObject({ code: 'file-undecodable' });
    studio.handle({ kind: 'failed', id: lastId(), code: 'file-undecodable', message: '' });
    await unread;
    expect(studio.state$.value.kind).toBe('idle');
    const failed = expect(scriptedStill(studio, file, 'live')).rejects.toMatchObject({ code: 'device-lost' });
    open();
    await untilAsked('run');
    studio.handle({ kind: 'failed', id: lastId(), code: 'device-lost', message: '' });
    await failed;
    expect(studio.state$.value.kind).toBe('idle');
    const without = expect(scriptedStill(studio, file, 'inside')).rejects.toMatchObject({ code: 'bad-recipe' });
    open();
    await without;
    expect(studio.state$.value.kind).toBe('idle');
  });

  test('a person at the studio, is not disturbed, and can end a script’s still', async () => {
    const opening = studio.open(file);
    open();
    await opening;
    await expect(scriptedStill(studio, file, 'live')).rejects.toMatchObject({ code: 'busy' });
    expect(studio.state$.value).toMatchObject({ kind: 'ready' });
    studio.close();
    const closed = expect(scriptedStill(studio, file, 'live')).rejects.toMatchObject({ code: 'ended' });
    open();
    await untilAsked('run');
    studio.close();
    await closed;
    const replaced = expect(scriptedStill(studio, file, 'live')).rejects.toMatchObject({ code: 'ended' });
    open();
    await untilAsked('run');
    const theirs = studio.open(new File(['y'], 'sea.png'));
    open();
    await Promise.all([theirs, replaced]);
    expect(studio.state$.value).toMatchObject({ kind: 'ready', picture: { name: 'sea.png' } });
  });
});
