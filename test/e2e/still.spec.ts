import { readFile } from 'node:fs/promises';
import { type Page, expect } from '@playwright/test';
import { PNG } from 'pngjs';
import { RECIPE_KEYWORD, readPngText } from '../../src/streams/settings/png-text.ts';
import { recipeFromText } from '../../src/streams/settings/recipe-text.ts';
import { decode, difference } from './support/pictures.ts';
import { TINY, test } from './support/visit.ts';

/** A PNG of smooth colours. */
function picture(width: number, height: number): Buffer {
  const png = new PNG({ width, height });
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [(at % width) / width, Math.floor(at / width) / height];
    png.data.set([60 + 150 * x, 80 + 120 * y, 200 - 90 * x * y, 255], 4 * at);
  }
  return PNG.sync.write(png);
}

/** Chooses a file as a person does in the dialog that the browser opens. */
async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.locator('dream-app #picture').setInputFiles({ name, mimeType: 'image/png', buffer });
}

test('a picture, is dreamt at length, stopped, compared and saved at its size with its recipe', async ({ visit }) => {
  const visitor = await visit(`?${TINY}&source=demo`);
  const { page } = visitor;
  await visitor.ready();
  const original = picture(160, 120);
  await choose(page, 'lake.png', original);
  await visitor.reads('The live dream waits');
  await page.getByRole('button', { name: 'Dream', exact: true }).click();
  await expect(page.getByText(/Octave \d of \d · step \d+ of 40/).first()).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('dream-studio polyline')).toBeAttached({ timeout: 60_000 });
  await page.keyboard.press('Space');
  await visitor.reads('Paused');
  await page.getByRole('button', { name: 'Stop here' }).click();
  await visitor.reads('As far as it got');
  const slider = page.getByRole('slider', { name: 'Compare with the original' });
  await slider.press('End');
  await expect(slider).toHaveAttribute('aria-valuenow', '100');
  const frame = await page.locator('dream-compare .frame').boundingBox();
  if (frame) await page.mouse.click(frame.x + 0.25 * frame.width, frame.y + 0.5 * frame.height);
  await expect(slider).toHaveAttribute('aria-valuenow', /2[4-6]/);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save PNG' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('lake-dream.png');
  await visitor.reads('Saved as lake-dream.png');
  const bytes = await readFile(await download.path());
  const still = decode(bytes);
  expect([still.width, still.height]).toEqual([160, 120]);
  expect(difference(still, decode(original))).toBeGreaterThan(0.2);
  const recipe = recipeFromText(readPngText(bytes, RECIPE_KEYWORD) ?? '');
  expect(recipe).toMatchObject({ objective: [{ layer: 'tiny0', kind: 'mean', weight: 1 }], steps: 40 });

  // The still brings its recipe along, and a script takes any.
  await choose(page, 'lake-dream.png', bytes);
  await visitor.reads('The recipe inside this picture');
  await page.keyboard.press('Escape');
  await expect(page.locator('dream-studio')).toBeHidden();
  const scripted = await page.evaluate(
    async ({ recipe: own, data }) => {
      const file = new File([Uint8Array.from(data)], 'small.png', { type: 'image/png' });
      const png = await pareidolia.still(file, { ...own, steps: 2, octaves: { from: 0, to: 0, scale: 1.3 } });
      return [...new Uint8Array(await png.arrayBuffer())];
    },
    { recipe, data: [...picture(96, 64)] },
  );
  expect(decode(Buffer.from(scripted))).toMatchObject({ width: 96, height: 64 });
  await visitor.dreams(2);
});

test('what cannot be dreamt, is named with a way on; after it the live dream goes on, and toward a guide', async ({ visit }) => {
  const visitor = await visit(`?${TINY}&source=demo`);
  const { page } = visitor;
  await visitor.ready();
  await choose(page, 'notes.png', Buffer.from('only words'));
  await visitor.reads('“notes.png” is not a picture');
  await visitor.reads('Drop a picture here, or choose one');
  await choose(page, 'half.png', picture(64, 64).subarray(0, 300));
  await visitor.reads('“half.png” is cut short');
  const damaged = picture(64, 64);
  damaged.fill(7, 60, 200);
  await choose(page, 'torn.png', damaged);
  await visitor.reads('“torn.png” cannot be read');
  await choose(page, 'lake.png', picture(96, 64));
  await page.getByText('Google 2015').click();
  await page.getByRole('button', { name: 'Dream', exact: true }).click();
  await visitor.reads('The model does not have that layer');
  await visitor.reads(/mixed5/);
  await page.getByRole('button', { name: 'Close the studio' }).click();
  await visitor.dreams(2);
  // What can be pressed, wakes with the pointer.
  await page.mouse.move(300, 200);
  await page.getByRole('button', { name: 'Close this message' }).click();
  await page.keyboard.press('p');
  const guide = page.locator('dream-panel summary', { hasText: 'Guide' });
  // Over the panel the pointer keeps it awake, however long all takes.
  await guide.hover({ force: true });
  await guide.click();
  await page.getByRole('button', { name: 'Take what is shown' }).click();
  await expect(page.getByRole('button', { name: 'Forget' })).toBeVisible({ timeout: 30_000 });
  await visitor.dreams(3);
});
