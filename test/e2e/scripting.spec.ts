import { type Page, expect } from '@playwright/test';
import { type Picture, decode, spread } from './support/pictures.ts';
import { TINY, test } from './support/visit.ts';

test('set, refuses a bad value with a code, keeps what is not named, and writes the address', async ({ visit }) => {
  const { page } = await visit(`?${TINY}&source=demo`);
  const codes = await page.evaluate(async () => {
    const code = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : error);
    const unknown: object = { colour: 1 };
    const refused = [pareidolia.set({ steps: 2.5 }), pareidolia.set(unknown), pareidolia.source('/nowhere.png')];
    return await Promise.all(refused.map((promise) => promise.then(() => 'taken', code)));
  });
  expect(codes).toEqual(['bad-setting', 'unknown-setting', 'file-undecodable']);
  await page.evaluate(() => pareidolia.set({ steps: 3, layers: 'tiny0:.5,tiny1:1' }));
  expect(await page.evaluate(() => pareidolia.get())).toMatchObject({ steps: 3, layers: { tiny0: 0.5, tiny1: 1 }, size: 96 });
  await expect(page).toHaveURL(/[?&]steps=3(&|$)/);
  await expect(page).toHaveURL(/[?&]layers=tiny0:0.5,tiny1:1(&|$)/);
});

test('source, goes from the clouds to the camera, and the address with it; a snapshot is a PNG of it at its full size', async ({
  visit,
}) => {
  const visitor = await visit(`?${TINY}&source=demo`);
  await visitor.ready();
  await visitor.page.evaluate(() => pareidolia.source('camera'));
  await expect(visitor.page).toHaveURL(/[?&]source=camera(&|$)/);
  await visitor.dreams(3);
  const picture = await snapshot(visitor.page);
  expect([picture.width, picture.height]).toEqual([320, 240]);
  expect(spread(picture)).toBeGreaterThan(15);
  await visitor.page.reload();
  await visitor.ready();
  expect(await visitor.page.evaluate(() => pareidolia.get().source)).toBe('camera');
});

// One visit: without a GPU it takes ten seconds until a dream begins.
test('a dream of still clouds, tells its numbers, pauses and goes on by the space bar, and is forgotten', async ({ visit }) => {
  const visitor = await visit(`?${TINY}&source=demo&demoMotion=0&persistence=60`);
  await visitor.ready();
  await test.step('stats, say what is dreamt and on what', async () => {
    await visitor.dreams(10);
    const stats = await visitor.page.evaluate(() => pareidolia.stats());
    expect(stats).toMatchObject({ width: 96, height: 54, model: 'Tiny' });
    expect(stats.adapter).not.toBe('');
    expect(stats.fps).toBeGreaterThan(0);
    expect(stats.gpuMs).toBeGreaterThan(0);
    expect(stats.objective).not.toBeNull();
  });
  await test.step('the space bar, pauses and goes on', async () => {
    await visitor.page.keyboard.press('Space');
    await visitor.reads('Paused');
    // What is under way is finished, and told within half a second; without a GPU it takes seconds.
    await visitor.page.waitForTimeout(4000);
    const frames = await visitor.frames();
    await visitor.page.waitForTimeout(2000);
    expect(await visitor.frames()).toBe(frames);
    await visitor.page.keyboard.press('Space');
    await visitor.dreams(3);
  });
  await test.step('reset, forgets the dream', async () => {
    await visitor.page.evaluate(() => pareidolia.set({ steps: 0 }));
    const dreamt = await snapshot(visitor.page);
    await visitor.page.evaluate(() => {
      pareidolia.reset();
    });
    await visitor.page.evaluate(() => pareidolia.set({ intensity: 0 }));
    const plain = await snapshot(visitor.page);
    await visitor.page.evaluate(() => pareidolia.set({ intensity: 1 }));
    const forgotten = await snapshot(visitor.page);
    expect(Buffer.compare(Buffer.from(forgotten.data), Buffer.from(plain.data))).toBe(0);
    expect(Buffer.compare(Buffer.from(dreamt.data), Buffer.from(plain.data))).not.toBe(0);
  });
});

async function snapshot(page: Page): Promise<Picture> {
  const url = await page.evaluate(async () => {
    const blob = await pareidolia.snapshot();
    return await new Promise<unknown>((resolve) => {
      const reader = new FileReader();
      reader.onload = () => {
        resolve(reader.result);
      };
      reader.readAsDataURL(blob);
    });
  });
  expect(url).toMatch(/^data:image\/png;base64,/);
  return decode(Buffer.from(String(url).replace(/^.*,/, ''), 'base64'));
}
