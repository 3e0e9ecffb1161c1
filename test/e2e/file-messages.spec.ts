import { type Page, expect } from '@playwright/test';
import { spread } from './support/pictures.ts';
import { tinyModel } from './support/tiny-model.ts';
import { TINY, test } from './support/visit.ts';

test('a model file that is missing, is named with the command that makes it', async ({ visit }) => {
  const model = await tinyModel();
  const missing = await visit(`?${TINY}&source=demo`, { model: model.set('tiny/tiny0.bin', null), expected: /status of 404/ });
  await missing.reads('A file of the model is missing');
  await missing.reads(/tiny0\.bin/);
  await missing.reads('npm run models');
  await expect.poll(async () => spread(await missing.picture()), { timeout: 30_000 }).toBeGreaterThan(15);
});

test('a model file that is damaged, is named; tried again when it is whole, the dream begins', async ({ visit }) => {
  const model = await tinyModel();
  const whole = model.get('tiny/tiny0.bin') ?? Buffer.alloc(0);
  const damaged = Buffer.from(whole);
  damaged.writeUInt8(damaged.readUInt8(100) ^ 1, 100);
  model.set('tiny/tiny0.bin', damaged);
  const page = await visit(`?${TINY}&source=demo`, { model });
  await page.reads('A file of the model is damaged');
  await page.reads(/tiny0\.bin/);
  await expect.poll(async () => spread(await page.picture()), { timeout: 30_000 }).toBeGreaterThan(15);
  model.set('tiny/tiny0.bin', whole);
  await page.page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.page.getByText('A file of the model is damaged')).toBeHidden();
  await page.dreams(3);
});

test('names and values that the address gets wrong, are named, ignored, and the rest holds', async ({ visit }) => {
  const page = await visit('?source=demo&size=96&octaves=1&layers=tiny0:1,mixed77:1&colour=red&steps=99&persistence=5');
  await page.reads(/There is no setting called “colour”/);
  await page.reads(/“steps” takes a whole number from 0 to 8; “99” was ignored/);
  await page.reads(/The model has no layer called “mixed77”/);
  await page.ready();
  expect(await page.page.evaluate(() => pareidolia.get())).toMatchObject({ persistence: 5, steps: 4, size: 96, layers: { tiny0: 1 } });
});

test('a dropped file that nothing can show, is named with what would do, and the clouds are dreamt on', async ({ visit }) => {
  const page = await visit(`?${TINY}&source=demo`);
  await page.ready();
  await drop(page.page, () => new File(['only words'], 'notes.jpg', { type: 'image/jpeg' }));
  await page.reads('“notes.jpg” cannot be shown');
  await page.reads(/Try a JPEG, PNG or WebP picture, or an MP4 or WebM video/);
  await page.dreams(3);
  expect(spread(await page.picture())).toBeGreaterThan(15);
});

test('a snapshot that is dropped, is dreamt about, and offers the settings it was dreamt with', async ({ visit }) => {
  const visitor = await visit(`?${TINY}&source=demo&demoMotion=0`);
  await visitor.ready();
  await drop(visitor.page, async () => {
    const snapshot = await pareidolia.snapshot();
    await pareidolia.set({ steps: 0, persistence: 9 });
    return new File([snapshot], 'sky.png', { type: 'image/png' });
  });
  const take = visitor.page.getByRole('button', { name: 'Use its settings' });
  await expect(take).toBeAttached();
  // Over it the pointer keeps it awake, however long all takes.
  await take.hover({ force: true });
  await visitor.reads('The settings inside “sky.png” can take the place of yours');
  await take.click();
  await expect(visitor.page).toHaveURL(/[?&]steps=2(&|$)/);
  expect(await visitor.page.evaluate(() => pareidolia.get())).toMatchObject({ steps: 2, persistence: 4 });
  await expect(visitor.page.getByText('knows how it was dreamt')).toBeHidden();
});

/** Drops what is made on the page. */
async function drop(page: Page, make: () => File | Promise<File>): Promise<void> {
  const file = await page.evaluateHandle(make);
  const dataTransfer = await file.evaluateHandle((each) => {
    const transfer = new DataTransfer();
    transfer.items.add(each);
    return transfer;
  });
  for (const type of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('dream-app', type, { dataTransfer });
}
