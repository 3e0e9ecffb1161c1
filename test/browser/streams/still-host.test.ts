import { afterEach, describe, expect, test, vi } from 'vitest';
import { loadGraph, requestDevice } from '../../../src/engine/index.ts';
import { RECIPE_KEYWORD, readPngText } from '../../../src/streams/settings/png-text.ts';
import { recipeFromText } from '../../../src/streams/settings/recipe-text.ts';
import { DEFAULTS } from '../../../src/streams/settings/schema.ts';
import { liveRecipe } from '../../../src/streams/stills/recipe-choices.ts';
import { CodedError } from '../../../src/streams/coded-error.ts';
import { StillHost } from '../../../src/streams/worker/still-host.ts';
import type { StillTell } from '../../../src/streams/worker/still-protocol.ts';
import { tinyFiles } from '../../support/tiny-network.ts';

const recipe = {
  ...liveRecipe({ ...DEFAULTS, layers: { tiny0: 1 } }),
  steps: 2,
  octaves: { from: 0, to: 0, scale: 1.3 },
  tile: null,
};

async function png(width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context) context.fillStyle = '#6080c0';
  context?.fillRect(0, 0, width, height);
  context?.clearRect(0, 0, 4, 4);
  return await canvas.convertToBlob({ type: 'image/png' });
}

describe('StillHost', () => {
  let host: StillHost | null = null;
  let device: GPUDevice | null = null;
  let told: StillTell[] = [];

  afterEach(() => {
    host?.end();
    device?.destroy();
    [host, device, told] = [null, null, []];
  });

  const make = (): StillHost => {
    host = new StillHost({
      tell: (tell) => told.push(tell),
      ground: async () => {
        ({ device } = await requestDevice(navigator.gpu));
        return { device, precision: 'f32', network: async (layers, outlined) => await loadGraph(tinyFiles(), layers, outlined) };
      },
      guide: () => null,
      file: () => null,
      frame: () => Promise.reject(new CodedError('nothing-shown', 'There is none.')),
    });
    return host;
  };
  const answer = async <Kind extends StillTell['kind']>(kind: Kind): Promise<Extract<StillTell, { kind: Kind }>> =>
    await vi.waitFor(
      () => {
        const found = told.find((tell): tell is Extract<StillTell, { kind: Kind }> => tell.kind === kind);
        if (!found) throw new Error(`Expected “${kind}”, but ${JSON.stringify(told)} came.`);
        return found;
      },
      { timeout: 60_000, interval: 20 },
    );

  test('a picture, is opened, dreamt, handed over as a PNG with its recipe, saved, and opened again', async () => {
    const studio = make();
    studio.handle({ kind: 'open', id: 1, source: { kind: 'file', file: await png(48, 32) } });
    expect(await answer('opened')).toMatchObject({ id: 1, width: 48, height: 32, recipe: null });
    studio.handle({ kind: 'run', id: 2, recipe, longest: null, from: 'picture' });
    const { objective: first, ...dreamt } = await answer('done');
    expect(dreamt).toMatchObject({
      id: 2,
      width: 48,
      height: 32,
      cancelled: false,
    });
    expect(first).toEqual([expect.any(Number), expect.any(Number)]);
    const { id, png: kept } = await answer('kept');
    const bytes = new Uint8Array(await kept.arrayBuffer());
    expect([id, recipeFromText(readPngText(bytes, RECIPE_KEYWORD) ?? '')]).toEqual([2, recipe]);
    // A file that is no picture takes nothing away.
    studio.handle({ kind: 'open', id: 3, source: { kind: 'file', file: new Blob(['words']) } });
    expect(await answer('failed')).toMatchObject({ id: 3, code: 'file-undecodable' });
    studio.handle({ kind: 'save', id: 4 });
    const saved = await answer('saved');
    expect(new Uint8Array((await saved.png?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(bytes);
    // Another worker goes on from what the page has kept.
    told = [];
    studio.handle({ kind: 'restore', picture: await png(48, 32), result: { picture: kept, recipe } });
    studio.handle({ kind: 'save', id: 5 });
    expect((await answer('saved')).png).toBe(kept);
    studio.handle({ kind: 'run', id: 6, recipe, longest: null, from: 'result' });
    const { objective: further } = await answer('done');
    told = [];
    studio.handle({ kind: 'run', id: 7, recipe, longest: null, from: 'picture' });
    const { objective: anew } = await answer('done');
    expect([anew[0], further.length]).toEqual([first[0], 2]);
    expect(further[0]).toBeGreaterThan(first.at(-1) ?? NaN);
    // The still opens again with what it was made by.
    told = [];
    studio.handle({ kind: 'open', id: 8, source: { kind: 'file', file: kept } });
    expect(await answer('opened')).toMatchObject({ id: 8, width: 48, file: kept, recipe });
  });

  test('a run that cannot be, and a save of nothing, are told under their numbers', async () => {
    const studio = make();
    studio.handle({ kind: 'save', id: 1 });
    expect(await answer('saved')).toMatchObject({ id: 1, png: null });
    studio.handle({ kind: 'open', id: 2, source: { kind: 'shown' } });
    expect(await answer('failed')).toMatchObject({ id: 2, code: 'nothing-shown' });
    told = [];
    studio.handle({ kind: 'run', id: 3, recipe, longest: null, from: 'picture' });
    expect(await answer('failed')).toMatchObject({ id: 3, code: 'picture-gone' });
    // What is no still is never dreamt on from: not from the picture instead.
    told = [];
    studio.handle({ kind: 'restore', picture: await png(48, 32), result: null });
    studio.handle({ kind: 'run', id: 4, recipe, longest: null, from: 'result' });
    expect(await answer('failed')).toMatchObject({ id: 4, code: 'picture-gone' });
  });
});
