import sharp from 'sharp';
import { expect, test, vi } from 'vitest';
import { NoticeBoard } from '../../../src/streams/notice-board.ts';
import { RecipeOffer } from '../../../src/streams/recipe-offer.ts';
import { Scope } from '../../../src/streams/scope.ts';
import { LIVE_RECIPE_KEYWORD, liveRecipeFromText } from '../../../src/streams/settings/live-recipe.ts';
import { readPngText, writePngText } from '../../../src/streams/settings/png-text.ts';
import { DEFAULTS, type Settings } from '../../../src/streams/settings/schema.ts';
import type { ModelEntry } from '../../../src/streams/worker/catalogue.ts';

const modelOf = (sha256: string): ModelEntry => ({
  id: 'tiny',
  name: 'Tiny',
  folder: 'tiny',
  files: [{ path: 'model.json', bytes: 1, sha256 }],
  layers: [],
});

const plain = await sharp({ create: { width: 3, height: 2, channels: 3, background: 'teal' } })
  .png()
  .toBuffer();

function offerOf(settings: Settings, model: ModelEntry | null = modelOf('a'.repeat(64))) {
  const board = new NoticeBoard(new Scope());
  const set = vi.fn(() => Promise.resolve());
  const offer = new RecipeOffer({ board, settings: () => settings, model: () => model, set });
  return { offer, set, board, notice: () => board.notices$.value[0] };
}

/** A snapshot taken with these settings. */
async function snapshot(settings: Settings, model = modelOf('a'.repeat(64))): Promise<File> {
  const png = await offerOf(settings, model).offer.into(Promise.resolve(new Blob([new Uint8Array(plain)], { type: 'image/png' })));
  return new File([png], 'dream.png', { type: 'image/png' });
}

const dreamt: Settings = { ...DEFAULTS, steps: 7, seed: 5, source: 'camera' };

test('a snapshot, is the same picture with its recipe inside; without a model it is as it was', async () => {
  const file = new Uint8Array(await (await snapshot(dreamt)).arrayBuffer());
  const text = readPngText(file, LIVE_RECIPE_KEYWORD);
  const recipe = liveRecipeFromText(text ?? '');
  expect(recipe.program).toMatch(/^\d+\.\d+\.\d+/);
  expect(recipe.settings).toMatchObject({ steps: 7, seed: 5 });
  expect(await sharp(file).raw().toBuffer()).toEqual(await sharp(plain).raw().toBuffer());
  const picture = new Blob([new Uint8Array(plain)]);
  expect(await offerOf(dreamt, null).offer.into(Promise.resolve(picture))).toBe(picture);
});

test('a snapshot that is opened, offers its settings, and they are taken', async () => {
  const { offer, notice, set, board } = offerOf(DEFAULTS);
  await offer.lookInto(await snapshot(dreamt));
  expect(notice()).toMatchObject({ tone: 'info', title: 'This picture knows how it was dreamt' });
  expect(notice()?.text).toBe('The settings inside “dream.png” can take the place of yours.');
  notice()?.actions[0]?.run();
  await vi.waitFor(() => expect(board.notices$.value).toEqual([]));
  expect(set).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ steps: 7, seed: 5 }));
  expect(set).not.toHaveBeenCalledWith(expect.objectContaining({ source: 'camera' }));
});

test('what was made with another model, is told; settings that are refused are told with the reason', async () => {
  const { offer, notice, set } = offerOf(DEFAULTS);
  await offer.lookInto(await snapshot(dreamt, modelOf('b'.repeat(64))));
  expect(notice()?.text).toContain('another model (Tiny)');
  set.mockRejectedValue(new Error('There is no layer “mixed99”.'));
  notice()?.actions[0]?.run();
  await vi.waitFor(() => expect(notice()).toMatchObject({ tone: 'warn', text: 'There is no layer “mixed99”.', actions: [] }));
});

test('a picture without a recipe, or with the present settings, offers nothing; another source takes an offer back', async () => {
  const { offer, board } = offerOf(dreamt);
  await offer.lookInto(new File([new Uint8Array(plain)], 'plain.png', { type: 'image/png' }));
  await offer.lookInto(await snapshot({ ...dreamt, source: 'demo', rate: 'off' }));
  expect(board.notices$.value).toEqual([]);
  await offer.lookInto(await snapshot(DEFAULTS));
  expect(board.notices$.value).toHaveLength(1);
  offer.withdraw();
  expect(board.notices$.value).toEqual([]);
});

test('a recipe that is damaged or foreign, is told with the reason, and the picture is a picture all the same', async () => {
  const { offer, notice } = offerOf(DEFAULTS);
  const foreign = writePngText(new Uint8Array(plain), LIVE_RECIPE_KEYWORD, '{"pareidolia":9}');
  await offer.lookInto(new File([foreign], 'newer.png', { type: 'image/png' }));
  expect(notice()).toMatchObject({ title: 'The recipe in “newer.png” cannot be read', actions: [] });
  expect(notice()?.text).toMatch(/a newer Pareidolia made it/);
});

test('a picture that is left while it is read, offers nothing', async () => {
  const { offer, board } = offerOf(DEFAULTS);
  const reading = offer.lookInto(await snapshot(dreamt));
  offer.withdraw();
  await reading;
  expect(board.notices$.value).toEqual([]);
});

test('at an insecure address, where a browser computes no hash, a snapshot is the picture alone', async () => {
  vi.stubGlobal('crypto', {});
  const picture = new Blob([new Uint8Array(plain)]);
  expect(await offerOf(dreamt).offer.into(Promise.resolve(picture))).toBe(picture);
  vi.unstubAllGlobals();
});

test('a setting that changes while the picture is taken, is not that of the picture', async () => {
  const board = new NoticeBoard(new Scope());
  let settings = dreamt;
  const changing = new RecipeOffer({ board, settings: () => settings, model: () => modelOf('a'.repeat(64)), set: () => Promise.resolve() });
  const taken = changing.into(Promise.resolve(new Blob([new Uint8Array(plain)], { type: 'image/png' })));
  settings = { ...dreamt, steps: 1 };
  expect(readPngText(new Uint8Array(await (await taken).arrayBuffer()), LIVE_RECIPE_KEYWORD)).toContain('"steps": 7');
});

test('a JPEG that is called .png, is a picture without a recipe', async () => {
  const { offer, board } = offerOf(DEFAULTS);
  const jpeg = await sharp(plain).jpeg().toBuffer();
  await offer.lookInto(new File([new Uint8Array(jpeg)], 'photo.png', { type: 'image/png' }));
  expect(board.notices$.value).toEqual([]);
});
